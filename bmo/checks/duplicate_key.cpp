// Says what it means that an object names one field twice.
#include "bmo/checks/checks.hpp"

namespace bmo::checks {
namespace {

struct DuplicateKey {
  static constexpr CheckCard card{
      .id = "duplicate_key",
      .code = "E_DUP_KEY",
      .title = "An object has the same field twice",
      .why =
          "Readers of JSON differ in which of two equal fields they keep, so the "
          "trainer may see another text than you do. bmo does not choose silently.",
      .fix = "Remove one of the two fields, or rename it.",
      .severity = Severity::kError,
      .family = Family::kCore,
      .good = R"({"instruction":"Name a prime.","response":"Seven."})",
      .bad = R"({"instruction":"Name a prime.","response":"Seven.","response":"Nine."})",
  };
};

}  // namespace

const CheckEntry& duplicate_key() {
  return entry<DuplicateKey>();
}

}  // namespace bmo::checks
