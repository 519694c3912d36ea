// Says what it means that a record is not JSON.
#include "bmo/checks/checks.hpp"

namespace bmo::checks {
namespace {

struct UnreadableJson {
  static constexpr CheckCard card{
      .id = "unreadable_json",
      .code = "E_JSON_SYNTAX",
      .title = "The record is not valid JSON",
      .why =
          "One character breaks the grammar of JSON at the place shown: a comma after the "
          "last value, a comment, NaN, single quotes, or a raw tab or line end inside "
          "a text. What the record meant cannot be known, so it is set aside.",
      .fix =
          "Correct the record at the column shown, or write the file again with a "
          "JSON writer such as json.dumps(record), which escapes what must be; then run "
          "the same command again.",
      .severity = Severity::kError,
      .family = Family::kCore,
      .good = R"({"instruction":"Name a prime.","response":"Seven."})",
      .bad = R"({"instruction":"Name a prime.","response":"Seven.",})",
  };
};

}  // namespace

const CheckEntry& unreadable_json() {
  return entry<UnreadableJson>();
}

}  // namespace bmo::checks
