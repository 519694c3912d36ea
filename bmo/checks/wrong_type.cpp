// Says what it means that a field holds a value of another type.
#include "bmo/checks/checks.hpp"

namespace bmo::checks {
namespace {

struct WrongType {
  static constexpr CheckCard card{
      .id = "wrong_type",
      .code = "E_FIELD_TYPE",
      .title = "A field has the wrong type",
      .why =
          "The field holds a value of another type than its name says: an object "
          "where a text is needed, a text where a number is needed. Turning one into "
          "the other would be a guess.",
      .fix =
          "Write the value in the type that the message asks for, or give a mapping "
          "file that reads it from the right place: --map MAPPING.toml",
      .severity = Severity::kError,
      .family = Family::kCore,
      .good = R"({"instruction":"Name a prime.","response":"Seven."})",
      .bad = R"({"instruction":"Name a prime.","response":{"text":"Seven."}})",
  };
};

}  // namespace

const CheckEntry& wrong_type() {
  return entry<WrongType>();
}

}  // namespace bmo::checks
