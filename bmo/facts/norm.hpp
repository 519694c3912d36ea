// Brings a text into the form in which texts are compared: its words alone, folded.
#pragma once
#include <string>
#include <string_view>

namespace bmo::facts {

/// Appends the `norm` of `text`: NFKC, case folded, words (see words.hpp) joined by one space; the
/// lines that hold a word stay apart, joined by '\n', so that frequent lines can be taken out.
/// `folded` is scratch and afterwards holds the folded text where `text` is not all ASCII.
void append_norm(std::string_view text, std::string& folded, std::string& out);

/// Calls `visit` with each line of a norm.
template <typename Visit>
void for_each_norm_line(std::string_view norm, Visit visit) {
  while (!norm.empty()) {
    const std::size_t end = norm.find('\n');
    visit(norm.substr(0, end));
    if (end == std::string_view::npos) return;
    norm.remove_prefix(end + 1);
  }
}

/// Calls `visit` with each word of a norm.
template <typename Visit>
void for_each_norm_word(std::string_view norm, Visit visit) {
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= norm.size(); ++at) {
    if (at < norm.size() && norm[at] != ' ' && norm[at] != '\n') continue;
    if (at > begin) visit(norm.substr(begin, at - begin));
    begin = at + 1;
  }
}

}  // namespace bmo::facts
