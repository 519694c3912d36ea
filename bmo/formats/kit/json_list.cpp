// A scan that knows only strings and brackets.
#include "bmo/formats/kit/json_list.hpp"

#include <algorithm>

namespace bmo::formats::kit {
namespace {

/// The index behind the string that begins at `at`.
std::size_t skip_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return at + 1;
}

}  // namespace

void append_one_line(std::string& out, std::string_view value) {
  const auto is_suspect = [](char c) {
    return c == '\n' || c == '\r' || c == '\xE2' || c == '\xC2';
  };
  if (std::none_of(value.begin(), value.end(), is_suspect)) {
    out += value;
    return;
  }
  for (std::size_t at = 0; at < value.size(); ++at) {
    const std::string_view rest = value.substr(at);
    if (value[at] == '\n' || value[at] == '\r') {
      out += ' ';
    } else if (rest.starts_with("\xE2\x80\xA8") || rest.starts_with("\xE2\x80\xA9")) {
      out += rest[2] == '\xA8' ? "\\u2028" : "\\u2029";
      at += 2;
    } else if (rest.starts_with("\xC2\x85")) {
      out += "\\u0085";
      ++at;
    } else {
      out += value[at];
    }
  }
}

std::size_t value_end(std::string_view text) {
  if (text.starts_with('"')) return skip_string(text, 0);
  std::size_t depth = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"') {
      at = skip_string(text, at);
      continue;
    }
    ++at;
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && --depth == 0) return at;
  }
  return text.size();
}

std::string_view without_single_brackets(std::string_view text) {
  if (!text.starts_with("[{") || text.back() != ']') return text;
  const std::string_view inner = text.substr(1, text.size() - 2);
  return value_end(inner) == inner.size() ? inner : text;
}

}  // namespace bmo::formats::kit
