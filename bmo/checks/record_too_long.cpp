// Says what it means that a record is longer than bmo takes.
#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/examples.hpp"

namespace bmo::checks {
namespace {

constexpr auto kBad = long_record<600>();

struct RecordTooLong {
  static constexpr CheckCard card{
      .id = "record_too_long",
      .code = "E_RECORD_TOO_LONG",
      .title = "The record is longer than 16 MiB",
      .why =
          "No trainer can use a record of this length. Most often a line end is "
          "missing, so that many records look like one, or a file was put into a "
          "field.",
      .fix = "Put each record on a line of its own, or take the file out of the field.",
      .severity = Severity::kError,
      .family = Family::kCore,
      .good = R"({"instruction":"Name a prime.","response":"Seven."})",
      .bad = {kBad.data(), kBad.size()},
  };
};

}  // namespace

const CheckEntry& record_too_long() {
  return entry<RecordTooLong>();
}

}  // namespace bmo::checks
