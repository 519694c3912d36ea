// Says what it means that a record lacks a field of a pair.
#include "bmo/checks/checks.hpp"

namespace bmo::checks {
namespace {

struct MissingField {
  static constexpr CheckCard card{
      .id = "missing_field",
      .code = "E_MISSING_FIELD",
      .title = "A field that every pair needs is missing",
      .why =
          "No known layout fits the fields of this record, or the layout that fits "
          "lacks one of its fields. The message names the fields that were found.",
      .fix =
          "Add the field, or say which field holds what in a mapping file: bmo export "
          "FILE --map MAPPING.toml ...",
      .severity = Severity::kError,
      .family = Family::kCore,
      .good = R"({"instruction":"Name a prime.","response":"Seven."})",
      .bad = R"({"instruction":"Name a prime."})",
  };
};

}  // namespace

const CheckEntry& missing_field() {
  return entry<MissingField>();
}

}  // namespace bmo::checks
