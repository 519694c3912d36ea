// Says what it means that the name of a field is too long.
#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/examples.hpp"

namespace bmo::checks {
namespace {

constexpr auto kBad = long_key_record<5000>();

struct KeyTooLong {
  static constexpr CheckCard card{
      .id = "key_too_long",
      .code = "E_KEY_TOO_LONG",
      .title = "The name of a field is longer than 4,096 bytes",
      .why =
          "A text stands where a field name belongs: most often a value and its name "
          "were exchanged.",
      .fix = "Give the field a short name and put the text into its value.",
      .severity = Severity::kError,
      .family = Family::kCore,
      .good = R"({"instruction":"Name a prime.","response":"Seven."})",
      .bad = {kBad.data(), kBad.size()},
  };
};

}  // namespace

const CheckEntry& key_too_long() {
  return entry<KeyTooLong>();
}

}  // namespace bmo::checks
