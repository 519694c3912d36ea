// Cuts the headings of a prompt template, and in answers what follows them.
#include "bmo/base/text.hpp"
#include "bmo/checks/fixes.hpp"
#include "bmo/checks/kit/residue.hpp"

namespace bmo::checks::fixes {
namespace {

std::string_view line_of(std::string_view text) {
  return trim_ascii(text.substr(0, text.find('\n')));
}

std::string_view behind_line(std::string_view text) {
  const std::size_t end = text.find('\n');
  return end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
}

/// The byte where the first line that is a heading begins, or the text's size.
std::size_t heading_in(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = text.substr(at);
    if (is_template_heading(line_of(rest))) return at;
    at += rest.size() - behind_line(rest).size();
  }
  return text.size();
}

struct CutResidue {
  static constexpr FixCard card{
      .id = "cut_residue",
      .code = "W_TEMPLATE_RESIDUE",
      .title = "Cut the headings of a prompt template",
      .why =
          "A heading at the top of a text is cut alone. One further down an answer begins another "
          "turn, which the generator went on to write: it is cut with all that follows.",
      .safety = Safety::kWords,
      .order = 50,
      .before = R"({"instruction":"### Instruction:\nName a prime.",)"
                R"("response":"Seven.\n### Instruction:\nName another one."})",
      .after = R"({"instruction":"Name a prime.","response":"Seven."})",
  };

  static bool mend(std::string_view text, const TextPlace& place, std::string& out) {
    std::string_view rest = text;
    while (!rest.empty() && is_template_heading(line_of(rest)))
      rest = behind_line(rest);
    if (place.is_response) rest = trim_ascii(rest.substr(0, heading_in(rest)));
    if (rest.size() == text.size() || is_blank(rest)) return false;
    out = rest;
    return true;
  }
};

}  // namespace

const FixEntry& cut_residue() {
  return fix_entry<CutResidue>();
}

}  // namespace bmo::checks::fixes
