// Finds where to cut, and counts how wide what stands before the byte becomes once escaped.
#include "bmo/base/pointed_excerpt.hpp"

#include <algorithm>

#include "bmo/base/text.hpp"

namespace bmo {
namespace {

constexpr std::size_t kBefore = 40;
constexpr std::size_t kShown = 80;

bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// The start of the character that holds byte `at`, looking back three bytes at most.
std::size_t character_start(std::string_view text, std::size_t at) {
  for (std::size_t back = 0; back < 3 && at > 0 && is_continuation(text[at]); ++back)
    --at;
  return at;
}

std::size_t characters(std::string_view valid) {
  return static_cast<std::size_t>(
      std::ranges::count_if(valid, [](char byte) { return !is_continuation(byte); }));
}

std::string escaped(std::string_view text) {
  return excerpt(text, text.size() * 8 + 16);
}

}  // namespace

PointedExcerpt excerpt_around(std::string_view record, std::uint64_t column) {
  if (column == 0 || column > record.size() + 1) return {.text = excerpt(record, kShown)};
  const std::size_t at = static_cast<std::size_t>(column - 1);
  std::size_t start = at > kBefore ? at - kBefore : 0;
  if (start > 0) start = character_start(record, start);
  std::size_t end = std::min(record.size(), start + kShown);
  if (end < record.size()) end = character_start(record, end);

  PointedExcerpt out;
  out.text = (start > 0 ? "..." : "") + escaped(record.substr(start, at - start));
  out.caret = characters(out.text) + 1;
  if (end > at) out.text += escaped(record.substr(at, end - at));
  if (end < record.size()) out.text += "...";
  return out;
}

}  // namespace bmo
