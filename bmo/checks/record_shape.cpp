// Says what it means that a record is no object with named fields.
#include "bmo/checks/checks.hpp"

namespace bmo::checks {
namespace {

struct RecordShape {
  static constexpr CheckCard card{
      .id = "record_shape",
      .code = "E_ROW_SHAPE",
      .title = "The record is not an object with named fields",
      .why =
          "A record must be one JSON object such as {\"instruction\": ..., \"response\": "
          "...}. A list, a text or a number has no field names, so nothing says which "
          "part is the response.",
      .fix = "Write the record as an object with named fields.",
      .severity = Severity::kError,
      .family = Family::kCore,
      .good = R"({"instruction":"Name a prime.","response":"Seven."})",
      .bad = R"(["Name a prime.","Seven."])",
  };
};

}  // namespace

const CheckEntry& record_shape() {
  return entry<RecordShape>();
}

}  // namespace bmo::checks
