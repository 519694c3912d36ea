// Cuts at the start of a character.
#include "bmo/checks/kit/shown_end.hpp"

#include "bmo/base/text.hpp"
#include "bmo/facts/ending_marks.hpp"

namespace bmo::checks {

std::string shown_end(std::string_view text) {
  constexpr std::size_t kShown = 40;
  const std::string_view line = facts::last_line(text);
  if (line.size() <= kShown) return excerpt(line);
  std::size_t begin = line.size() - kShown;
  while ((static_cast<unsigned char>(line[begin]) & 0xC0U) == 0x80)
    ++begin;
  return "..." + excerpt(line.substr(begin));
}

}  // namespace bmo::checks
