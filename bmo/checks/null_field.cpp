// Says what it means that a needed field is null.
#include "bmo/checks/checks.hpp"

namespace bmo::checks {
namespace {

struct NullField {
  static constexpr CheckCard card{
      .id = "null_field",
      .code = "E_NULL_FIELD",
      .title = "A needed field is null",
      .why =
          "Null where a text is needed becomes the text \"None\" in some trainers and "
          "stops others.",
      .fix = "Write the text, or remove the record.",
      .severity = Severity::kError,
      .family = Family::kCore,
      .good = R"({"instruction":"Name a prime.","response":"Seven."})",
      .bad = R"({"instruction":"Name a prime.","response":null})",
  };
};

}  // namespace

const CheckEntry& null_field() {
  return entry<NullField>();
}

}  // namespace bmo::checks
