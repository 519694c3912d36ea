// Numbers and escape sequences by RFC 8259.
#include "bmo/json/grammar.hpp"

#include <algorithm>
#include <cstring>

namespace bmo::json {
namespace {

std::size_t skip_digits(std::string_view text, std::size_t at) {
  while (at < text.size() && is_digit(text[at]))
    ++at;
  return at;
}

/// The end of "(.digits)" at `at`, `at` itself where there is none, npos where it is broken.
std::size_t skip_fraction(std::string_view text, std::size_t at) {
  if (at >= text.size() || text[at] != '.') return at;
  const std::size_t end = skip_digits(text, at + 1);
  return end == at + 1 ? std::string_view::npos : end;
}

std::size_t skip_exponent(std::string_view text, std::size_t at) {
  if (at >= text.size() || (text[at] != 'e' && text[at] != 'E')) return at;
  std::size_t start = at + 1;
  if (start < text.size() && (text[start] == '+' || text[start] == '-')) ++start;
  const std::size_t end = skip_digits(text, start);
  return end == start ? std::string_view::npos : end;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// The four hex digits at `at`; -1: some are no hex digits; -2: the text ends before them.
std::int32_t hex4(std::string_view text, std::size_t at) {
  std::int32_t value = 0;
  for (std::size_t i = at; i < at + 4; ++i) {
    if (i >= text.size()) return -2;
    const int digit = hex_value(text[i]);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

Escape unicode_escape(std::string_view text, std::size_t at) {
  const std::int32_t unit = hex4(text, at + 2);
  if (unit < 0) return {unit == -2 ? EscapeFault::kCut : EscapeFault::kHex};
  if (unit < 0xD800 || unit > 0xDFFF) return {EscapeFault::kNone, 6, static_cast<char32_t>(unit)};
  if (unit > 0xDBFF) return {EscapeFault::kLoneSurrogate};
  if (at + 6 >= text.size()) return {EscapeFault::kLoneSurrogate};
  if (text.substr(at + 6, 2) != "\\u") return {EscapeFault::kLoneSurrogate};
  const std::int32_t low = hex4(text, at + 8);
  if (low < 0xDC00 || low > 0xDFFF) return {EscapeFault::kLoneSurrogate};
  const std::int32_t code = 0x10000 + (unit - 0xD800) * 0x400 + (low - 0xDC00);
  return {EscapeFault::kNone, 12, static_cast<char32_t>(code)};
}

/// What `\c` stands for; 0 where it is no escape.
char simple_escape(char c) {
  switch (c) {
    case '"':
    case '\\':
    case '/':
      return c;
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return 0;
  }
}

char* write_utf8(char32_t c, char* out) {
  const auto put = [&out](char32_t byte) { *out++ = static_cast<char>(byte); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | c >> 6U);
    put(0x80 | (c & 0x3FU));
  } else if (c < 0x10000) {
    put(0xE0 | c >> 12U);
    put(0x80 | (c >> 6U & 0x3FU));
    put(0x80 | (c & 0x3FU));
  } else {
    put(0xF0 | c >> 18U);
    put(0x80 | (c >> 12U & 0x3FU));
    put(0x80 | (c >> 6U & 0x3FU));
    put(0x80 | (c & 0x3FU));
  }
  return out;
}

}  // namespace

std::size_t number_length(std::string_view text) {
  std::size_t at = !text.empty() && text[0] == '-' ? 1 : 0;
  if (at >= text.size() || !is_digit(text[at])) return 0;
  at = text[at] == '0' ? at + 1 : skip_digits(text, at);
  at = skip_fraction(text, at);
  if (at == std::string_view::npos) return 0;
  at = skip_exponent(text, at);
  return at == std::string_view::npos ? 0 : at;
}

Escape read_escape(std::string_view text, std::size_t at) {
  if (at + 1 >= text.size()) return {EscapeFault::kCut};
  const char kind = text[at + 1];
  if (kind == 'u') return unicode_escape(text, at);
  const char value = simple_escape(kind);
  if (value == 0) return {EscapeFault::kUnknown};
  return {EscapeFault::kNone, 2, static_cast<char32_t>(value)};
}

bool are_escapes_valid(std::string_view inside) {
  std::size_t at = inside.find('\\');
  while (at != std::string_view::npos) {
    const Escape escape = read_escape(inside, at);
    if (escape.fault != EscapeFault::kNone) return false;
    at = inside.find('\\', at + escape.length);
  }
  return true;
}

std::size_t unescape(std::string_view inside, char* out) {
  char* to = out;
  std::size_t from = 0;
  while (from < inside.size()) {
    const std::size_t stop = std::min(inside.find('\\', from), inside.size());
    std::memcpy(to, inside.data() + from, stop - from);
    to += stop - from;
    from = stop;
    if (stop == inside.size()) break;
    const Escape escape = read_escape(inside, stop);
    to = write_utf8(escape.code_point, to);
    from += escape.length;
  }
  return static_cast<std::size_t>(to - out);
}

}  // namespace bmo::json
