// Cuts a text into words the way every count of words in bmo means it.
#pragma once
#include <cstdint>
#include <string_view>

namespace bmo::facts {

/// A letter, mark or digit of any script, judged by ranges of code points (no tables): beyond ASCII
/// everything is one that is not white space, punctuation, a symbol or an emoji.
bool is_word_code_point(char32_t c);
/// A Han, Hiragana or Katakana character: a word by itself.
bool is_single_character_word(char32_t c);

/// Walks the words of a text: runs of word code points, joined by single ' ’ _ - inside. A Han,
/// Hiragana or Katakana character is a word by itself. Borrows the text.
class Words {
 public:
  explicit Words(std::string_view text) : text_(text) {}
  /// The next word, empty at the end.
  std::string_view next();

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

/// How many words `text` has; stops counting at `limit`.
std::size_t count_words(std::string_view text, std::size_t limit);

}  // namespace bmo::facts
