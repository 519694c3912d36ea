// Says what it means that a second value follows a record on its line.
#include "bmo/checks/checks.hpp"

namespace bmo::checks {
namespace {

struct TrailingJson {
  static constexpr CheckCard card{
      .id = "trailing_json",
      .code = "E_JSON_TRAILING",
      .title = "More text follows the record on the same line",
      .why =
          "After the first complete value the line goes on. Most often two records "
          "were joined without a line end between them; which of them was meant "
          "cannot be known.",
      .fix = "Put each record on a line of its own: jq -c . FILE > FIXED.jsonl",
      .severity = Severity::kError,
      .family = Family::kCore,
      .good = R"({"instruction":"Name a prime.","response":"Seven."})",
      .bad =
          R"({"instruction":"Name a prime.","response":"Seven."}{"instruction":"Add 1 and 1.","response":"2"})",
  };
};

}  // namespace

const CheckEntry& trailing_json() {
  return entry<TrailingJson>();
}

}  // namespace bmo::checks
