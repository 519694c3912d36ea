// Decodes records that were written as Windows-1252.
#include "bmo/base/text.hpp"
#include "bmo/checks/fixes.hpp"
#include "bmo/checks/kit/garbled.hpp"

namespace bmo::checks::fixes {
namespace {

struct DecodeBytes {
  static constexpr FixCard card{
      .id = "decode_bytes",
      .code = "E_UTF8",
      .title = "Decode records that are Windows-1252 or Latin-1",
      .why =
          "The record is no UTF-8 and holds no letter that is, and each of its bytes is a "
          "character of Windows-1252, which holds Latin-1's letters. Written as Windows-1252 "
          "again, the text has the bytes that it came with. Where letters of both kinds stand "
          "in one record, or one looks cut, nothing is done.",
      .safety = Safety::kSafe,
      .order = 5,
      .before = "{\"instruction\":\"Translate: coffee\",\"response\":\"caf\xE9\"}",
      .after = R"({"instruction":"Translate: coffee","response":"café"})",
  };

  static bool mend(const RecordBytes& record, std::string& out) {
    return decode_windows_1252(record.bytes, out);
  }
};

}  // namespace

const FixEntry& decode_bytes() {
  return fix_entry<DecodeBytes>();
}

}  // namespace bmo::checks::fixes
