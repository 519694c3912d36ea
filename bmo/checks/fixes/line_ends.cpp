// Writes line ends as one byte.
#include "bmo/checks/fixes.hpp"

namespace bmo::checks::fixes {
namespace {

struct LineEnds {
  static constexpr FixCard card{
      .id = "line_ends",
      .code = "",
      .title = "Write every line end as \\n",
      .why =
          "Line ends of Windows are two characters to a tokenizer, and a model that learns both "
          "kinds mixes them.",
      .safety = Safety::kSafe,
      .order = 30,
      .before = R"({"instruction":"Name a prime.\r\nWhy?","response":"Seven."})",
      .after = R"({"instruction":"Name a prime.\nWhy?","response":"Seven."})",
  };

  static bool mend(std::string_view text, const TextPlace& /*place*/, std::string& out) {
    if (text.find('\r') == std::string_view::npos) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const bool before_line_end = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
      if (!before_line_end) out += text[i] == '\r' ? '\n' : text[i];
    }
    return true;
  }
};

}  // namespace

const FixEntry& line_ends() {
  return fix_entry<LineEnds>();
}

}  // namespace bmo::checks::fixes
