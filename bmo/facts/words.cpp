// Word boundaries without tables.
#include "bmo/facts/words.hpp"

#include <array>

#include "bmo/base/text.hpp"

namespace bmo::facts {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// Blocks that hold punctuation, symbols and emoji; all else beyond ASCII is taken for letters.
constexpr Range kNoWords[] = {
    {0x80, 0xA9},       {0xAB, 0xB4},     {0xB6, 0xB9},     {0xBB, 0xBF},     {0xD7, 0xD7},
    {0xF7, 0xF7},       {0x1680, 0x1680}, {0x2000, 0x206F}, {0x20A0, 0x20CF}, {0x2190, 0x2BFF},
    {0x3000, 0x3004},   {0x3008, 0x3020}, {0x3030, 0x3030}, {0xFE0E, 0xFE6F}, {0xFEFF, 0xFF0F},
    {0xFF1A, 0xFF20},   {0xFF3B, 0xFF40}, {0xFF5B, 0xFF65}, {0xFFE0, 0xFFFD}, {0x1F000, 0x1FAFF},
    {0xE0000, 0xE01EF},
};

constexpr bool is_ascii_word(char32_t c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

constexpr auto kAsciiWord = [] {
  std::array<bool, 256> out{};
  for (unsigned c = 0; c < 128; ++c)
    out[c] = is_ascii_word(c);
  return out;
}();

/// Where the run of ASCII letters and digits from `at` on ends.
std::size_t end_of_run(std::string_view text, std::size_t at) {
  while (at < text.size() && kAsciiWord[static_cast<unsigned char>(text[at])])
    ++at;
  return at;
}

/// The same as next_code_point, for the most frequent characters here.
char32_t take_character(std::string_view text, std::size_t& at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte >= 0x80) return next_code_point(text, at);
  ++at;
  return byte;
}

constexpr bool is_joiner(char32_t c) {
  return c == '\'' || c == 0x2019 || c == '_' || c == '-';
}

}  // namespace

bool is_single_character_word(char32_t c) {
  if (c < 0x3040) return false;
  return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x4DBF) ||
         (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0x20000 && c <= 0x3134F);
}

bool is_word_code_point(char32_t c) {
  if (c < 0x80) return is_ascii_word(c);
  for (const Range& range : kNoWords) {
    if (c >= range.first && c <= range.last) return false;
  }
  return true;
}

std::string_view Words::next() {
  std::size_t begin = 0;
  char32_t c = 0;
  do {
    if (at_ >= text_.size()) return {};
    begin = at_;
    c = take_character(text_, at_);
  } while (!is_word_code_point(c));
  if (is_single_character_word(c)) return text_.substr(begin, at_ - begin);

  std::size_t end = end_of_run(text_, at_);
  bool after_joiner = false;
  for (std::size_t ahead = end; ahead < text_.size();) {
    c = take_character(text_, ahead);
    if (is_word_code_point(c) && !is_single_character_word(c)) {
      ahead = end = end_of_run(text_, ahead);
      after_joiner = false;
    } else if (is_joiner(c) && !after_joiner) {
      after_joiner = true;
    } else {
      break;
    }
  }
  at_ = end;
  return text_.substr(begin, end - begin);
}

std::size_t count_words(std::string_view text, std::size_t limit) {
  Words words(text);
  std::size_t count = 0;
  while (count < limit && !words.next().empty())
    ++count;
  return count;
}

}  // namespace bmo::facts
