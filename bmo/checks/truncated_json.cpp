// Says what it means that a record ends before its JSON is complete.
#include "bmo/checks/checks.hpp"

namespace bmo::checks {
namespace {

struct TruncatedJson {
  static constexpr CheckCard card{
      .id = "truncated_json",
      .code = "E_JSON_TRUNCATED",
      .title = "The record ends in the middle of its JSON",
      .why =
          "The text ends while a string, list or object is still open. The writer was "
          "stopped while it wrote, or a line end stands inside a text that should "
          "hold \\n.",
      .fix =
          "Ask for the file again from where it came, or complete the record by hand; "
          "a line end inside a text is written \\n.",
      .severity = Severity::kError,
      .family = Family::kCore,
      .good = R"({"instruction":"Name a prime.","response":"Seven."})",
      .bad = R"({"instruction":"Name a prime.","response":"Sev)",
  };
};

}  // namespace

const CheckEntry& truncated_json() {
  return entry<TruncatedJson>();
}

}  // namespace bmo::checks
