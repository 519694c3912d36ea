// Says what it means that a record holds bytes that are no UTF-8.
#include "bmo/checks/checks.hpp"

namespace bmo::checks {
namespace {

struct InvalidUtf8 {
  static constexpr CheckCard card{
      .id = "invalid_utf8",
      .code = "E_UTF8",
      .title = "The record is not valid UTF-8",
      .why =
          "Some byte cannot stand where it stands in UTF-8. Often the text was "
          "written in Latin-1 or Windows-1252, or cut in the middle of a letter. A "
          "trainer would stop there or train on a replacement sign.",
      .fix = "Convert the file: iconv -f WINDOWS-1252 -t UTF-8 FILE > FIXED",
      .severity = Severity::kError,
      .family = Family::kCore,
      .good = R"({"instruction":"Translate into French: coffee","response":"café"})",
      .bad = "{\"instruction\":\"Translate: coffee\",\"response\":\"caf\xE9\"}",
  };
};

}  // namespace

const CheckEntry& invalid_utf8() {
  return entry<InvalidUtf8>();
}

}  // namespace bmo::checks
