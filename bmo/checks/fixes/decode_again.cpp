// Decodes text again that was decoded as Windows-1252.
#include "bmo/checks/fixes.hpp"
#include "bmo/checks/kit/garbled.hpp"

namespace bmo::checks::fixes {
namespace {

struct DecodeAgain {
  static constexpr FixCard card{
      .id = "decode_again",
      .code = "W_MOJIBAKE",
      .title = "Decode garbled characters again",
      .why =
          "UTF-8 that was read as Windows-1252 can be turned back, character by character, "
          "wherever "
          "the bytes behind it are valid UTF-8.",
      .safety = Safety::kSafe,
      .order = 10,
      .before = R"({"instruction":"What is dÃ©jÃ  vu?","response":"A feeling."})",
      .after = R"({"instruction":"What is déjà vu?","response":"A feeling."})",
  };

  static bool mend(std::string_view text, const TextPlace& /*place*/, std::string& out) {
    return ungarble(text, out);
  }
};

}  // namespace

const FixEntry& decode_again() {
  return fix_entry<DecodeAgain>();
}

}  // namespace bmo::checks::fixes
