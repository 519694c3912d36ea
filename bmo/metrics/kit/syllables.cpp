// Vowels in groups, marks before spaces.
#include "bmo/metrics/kit/syllables.hpp"

#include <algorithm>

#include "bmo/base/text.hpp"

namespace bmo::metrics {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool is_vowel(char c) {
  return std::string_view("aeiouy").find(c) != std::string_view::npos;
}

bool ends_sentence(char c) {
  return c == '.' || c == '!' || c == '?';
}

/// Closing quotes and brackets behind the mark belong to the sentence.
bool closes(char c) {
  return c == '"' || c == '\'' || c == ')' || c == '*' || c == ']';
}

}  // namespace

std::uint32_t count_syllables(std::string_view word) {
  std::uint32_t groups = 0;
  bool in_group = false;
  for (const char letter : word) {
    const bool vowel = is_vowel(lower(letter));
    groups += vowel && !in_group ? 1 : 0;
    in_group = vowel;
  }
  const std::size_t size = word.size();
  const bool silent_e = size > 2 && lower(word[size - 1]) == 'e' &&
                        !is_vowel(lower(word[size - 2])) && lower(word[size - 2]) != 'l';
  const bool silent_ed = size > 3 && lower(word[size - 2]) == 'e' && lower(word[size - 1]) == 'd' &&
                         lower(word[size - 3]) != 't' && lower(word[size - 3]) != 'd' &&
                         !is_vowel(lower(word[size - 3]));
  if (groups > 1 && (silent_e || silent_ed)) --groups;
  return std::max<std::uint32_t>(groups, 1);
}

std::uint32_t count_sentences(std::string_view text) {
  std::uint32_t count = 0;
  bool open = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool is_letter = lower(c) >= 'a' && lower(c) <= 'z';
    open = open || is_letter || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    if (!open) continue;
    std::size_t behind = i + 1;
    while (behind < text.size() && closes(text[behind]))
      ++behind;
    const bool at_space = behind >= text.size() || text[behind] == ' ' || text[behind] == '\n';
    if (c != '\n' && !(ends_sentence(c) && at_space)) continue;
    ++count;
    open = false;
  }
  return count + (open ? 1 : 0);
}

}  // namespace bmo::metrics
