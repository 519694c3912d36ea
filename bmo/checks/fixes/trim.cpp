// Takes white space off the ends of texts.
#include "bmo/base/text.hpp"
#include "bmo/checks/fixes.hpp"

namespace bmo::checks::fixes {
namespace {

/// The first of several indented lines keeps its indent, which in program text has a meaning.
std::string_view trimmed(std::string_view text) {
  std::string_view kept = trim_ascii(text);
  const bool is_indented =
      kept.find("\n ") != std::string_view::npos || kept.find("\n\t") != std::string_view::npos;
  if (!is_indented) return kept;
  auto begin = static_cast<std::size_t>(kept.data() - text.data());
  const std::size_t end = begin + kept.size();
  while (begin > 0 && (text[begin - 1] == ' ' || text[begin - 1] == '\t'))
    --begin;
  return text.substr(begin, end - begin);
}

struct Trim {
  static constexpr FixCard card{
      .id = "trim",
      .code = "",
      .title = "Take blank lines and spaces off both ends of a text",
      .why =
          "Templates put a space or a line end of their own before a text; a second one makes "
          "another token, which the model learns to begin with.",
      .safety = Safety::kSafe,
      .order = 60,
      .before = R"({"instruction":" Name a prime. ","response":"\n\n  Seven.\n"})",
      .after = R"({"instruction":"Name a prime.","response":"Seven."})",
  };

  static bool mend(std::string_view text, const TextPlace& /*place*/, std::string& out) {
    const std::string_view kept = trimmed(text);
    if (kept.size() == text.size()) return false;
    out = kept;
    return true;
  }
};

}  // namespace

const FixEntry& trim() {
  return fix_entry<Trim>();
}

}  // namespace bmo::checks::fixes
