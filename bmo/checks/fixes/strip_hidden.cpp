// Takes invisible and control characters out of texts.
#include "bmo/base/text.hpp"
#include "bmo/checks/fixes.hpp"
#include "bmo/checks/kit/hidden.hpp"

namespace bmo::checks::fixes {
namespace {

struct StripHidden {
  static constexpr FixCard card{
      .id = "strip_hidden",
      .code = "W_HIDDEN",
      .title = "Take out invisible and control characters",
      .why =
          "Nobody who reads the text sees them; a tokenizer does. Joiners that a script or an "
          "emoji "
          "needs stay.",
      .safety = Safety::kSafe,
      .order = 20,
      .before = R"({"instruction":"Name a prime.","response":"Sev\u200ben."})",
      .after = R"({"instruction":"Name a prime.","response":"Seven."})",
  };

  static bool mend(std::string_view text, const TextPlace& /*place*/, std::string& out) {
    const Hidden first = find_hidden(text);
    if (first.kind == HiddenKind::kSeen) return false;
    out = text.substr(0, first.at);
    for (std::size_t at = first.at; at < text.size();) {
      const std::size_t begin = at;
      const char32_t code_point = next_code_point(text, at);
      if (hidden_kind_of(code_point, text, begin, at) == HiddenKind::kSeen)
        out += text.substr(begin, at - begin);
    }
    return true;
  }
};

}  // namespace

const FixEntry& strip_hidden() {
  return fix_entry<StripHidden>();
}

}  // namespace bmo::checks::fixes
