// Control characters, zero-width characters, marks of direction and tags.
#include "bmo/checks/kit/hidden.hpp"

#include "bmo/base/text.hpp"

namespace bmo::checks {
namespace {

constexpr bool is_ascii_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Joiners belong to many scripts and to emoji; between ASCII letters they belong to none.
bool stands_in_latin(std::string_view text, std::size_t begin, std::size_t end) {
  const bool before = begin == 0 || is_ascii_letter(text[begin - 1]) || text[begin - 1] == ' ';
  return before && end < text.size() && is_ascii_letter(text[end]);
}

}  // namespace

HiddenKind hidden_kind_of(char32_t c, std::string_view text, std::size_t begin, std::size_t end) {
  if (c >= 0xE0000 && c <= 0xE007F) return HiddenKind::kHiddenText;
  if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069)) return HiddenKind::kDirection;
  if (c == 0x7F || (c >= 0x80 && c <= 0x9F) || (c < ' ' && c != '\t' && c != '\n' && c != '\r'))
    return HiddenKind::kControl;
  if (c == 0x200B || c == 0x2060 || c == 0xFEFF) return HiddenKind::kZeroWidth;
  if (c == 0x200C || c == 0x200D)
    return stands_in_latin(text, begin, end) ? HiddenKind::kZeroWidth : HiddenKind::kSeen;
  return HiddenKind::kSeen;
}

Hidden find_hidden(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto c = static_cast<unsigned char>(text[at]);
    if (c >= ' ' && c < 0x7F) {
      ++at;
      continue;
    }
    const std::size_t begin = at;
    const char32_t code_point = next_code_point(text, at);
    const HiddenKind kind = hidden_kind_of(code_point, text, begin, at);
    if (kind != HiddenKind::kSeen) return {kind, code_point, begin};
  }
  return {};
}

}  // namespace bmo::checks
