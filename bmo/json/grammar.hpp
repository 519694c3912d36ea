// The pieces of JSON's grammar that both the fast and the diagnosing parser must agree on.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bmo::json {

inline bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}
inline bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Length of the number that `text` starts with; 0 where it starts with none.
std::size_t number_length(std::string_view text);

enum class EscapeFault : std::uint8_t { kNone, kUnknown, kHex, kLoneSurrogate, kCut };

/// One escape sequence, surrogate pairs taken together.
struct Escape {
  EscapeFault fault = EscapeFault::kNone;
  std::size_t length = 0;  ///< Bytes of the sequence; meaningful where there is no fault.
  char32_t code_point = 0;
};

/// Reads the escape whose backslash stands at `at`; `text` ends where the string may end.
Escape read_escape(std::string_view text, std::size_t at);

/// Are all escapes of a string's inside sound?
bool are_escapes_valid(std::string_view inside);

/// Writes the unescaped text of a string's inside (sound escapes, at least one) to `out`, which has
/// room for inside.size() bytes, and returns its length.
std::size_t unescape(std::string_view inside, char* out);

}  // namespace bmo::json
