// A scan that knows only strings and brackets.
#include "bmo/formats/kit/json_list.hpp"

namespace bmo::formats::kit {
namespace {

/// The index behind the string that begins at `at`.
std::size_t skip_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return at + 1;
}

/// The index behind the object that begins `text`.
std::size_t object_end(std::string_view text) {
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

}  // namespace

std::string_view without_single_brackets(std::string_view text) {
  if (!text.starts_with("[{") || text.back() != ']') return text;
  const std::string_view inner = text.substr(1, text.size() - 2);
  return object_end(inner) == inner.size() ? inner : text;
}

}  // namespace bmo::formats::kit
