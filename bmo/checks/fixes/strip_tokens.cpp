// Takes tokens of chat templates off the ends of texts.
#include "bmo/base/text.hpp"
#include "bmo/checks/fixes.hpp"
#include "bmo/checks/kit/control_tokens.hpp"

namespace bmo::checks::fixes {
namespace {

struct StripTokens {
  static constexpr FixCard card{
      .id = "strip_tokens",
      .code = "W_CONTROL_TOKEN",
      .title = "Take control tokens off both ends of a text",
      .why =
          "They were left by an export that had rendered a template, and the trainer's template "
          "adds its own. Those within a text are left to a person: the text may be about them.",
      .safety = Safety::kSafe,
      .order = 40,
      .before = R"({"instruction":"<s>Name a prime.","response":"Seven.<|im_end|>\n</s>"})",
      .after = R"({"instruction":"Name a prime.","response":"Seven."})",
  };

  static bool mend(std::string_view text, const TextPlace& /*place*/, std::string& out) {
    std::string_view rest = text;
    while (true) {
      const std::string_view bare = trim_ascii(rest);
      std::string_view token = token_at(bare);
      if (!token.empty()) {
        rest = bare.substr(token.size());
        continue;
      }
      token = token_ending(bare);
      if (token.empty()) break;
      rest = bare.substr(0, bare.size() - token.size());
    }
    if (rest.size() == text.size()) return false;
    out = trim_ascii(rest);
    return true;
  }
};

}  // namespace

const FixEntry& strip_tokens() {
  return fix_entry<StripTokens>();
}

}  // namespace bmo::checks::fixes
