// The last marks of a text and of its lines, below quotes, brackets, emphasis and emoji.
#pragma once
#include <cstddef>
#include <string_view>

namespace bmo::facts {

/// Does it close a sentence, in any script?
constexpr bool is_stop(char32_t c) {
  return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x3002 || c == 0xFF01 ||
         c == 0xFF1F || c == 0x0964 || c == 0x06D4 || c == 0x061F;
}

/// Does it close a line without closing a sentence?
constexpr bool is_soft_stop(char32_t c) {
  return c == ';' || c == ':' || c == '}' || c == 0xFF1B || c == 0xFF1A;
}

constexpr bool is_open_mark(char32_t c) {
  return c == ',' || c == '(' || c == '[' || c == 0xFF0C || c == 0x3001 || c == 0x2013 ||
         c == 0x2014;
}

/// May it stand behind the last mark of a sentence?
constexpr bool is_closer(char32_t c) {
  return c == '*' || c == '_' || c == '`' || c == '"' || c == '\'' || c == ')' || c == ']' ||
         c == '>' || c == ' ' || c == 0x201D || c == 0x2019 || c == 0xBB || c == 0x300D ||
         c == 0x300F || c == 0xFF09 || c == 0x3011 || c == 0x300B;
}

/// Emoji, arrows and what cannot be seen.
constexpr bool is_ornament(char32_t c) {
  return (c >= 0x1F000 && c <= 0x1FAFF) || (c >= 0x2190 && c <= 0x27BF) ||
         (c >= 0x2B00 && c <= 0x2BFF) || c == 0xFE0F || c == 0x200B || c == 0x200D || c == 0xFEFF ||
         c == 0xA0 || c <= ' ';
}

struct LastMark {
  char32_t code_point = 0;
  std::size_t begin = 0;
};

/// The last character of a text that is not empty.
LastMark last_code_point(std::string_view text);

/// What a line says without what may stand behind its last mark.
std::string_view core_of(std::string_view line);

/// The last mark of that; of the line itself where nothing is left; 0: it is empty.
char32_t final_mark(std::string_view line);

bool is_list_item(std::string_view line);

/// The last line of `text` that is not blank, trimmed.
std::string_view last_line(std::string_view text);

}  // namespace bmo::facts
