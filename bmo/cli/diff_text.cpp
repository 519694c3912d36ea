// Lines that both texts begin and end with are left out; what lies between them has changed.
#include "bmo/cli/diff_text.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "bmo/base/text.hpp"

namespace bmo::cli {
namespace {

constexpr std::size_t kLongestLine = 160;
constexpr std::size_t kMostLines = 12;

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> out;
  while (true) {
    const std::size_t end = text.find('\n');
    out.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return out;
    text.remove_prefix(end + 1);
  }
}

/// What is the same at the ends of a long line is cut, so that the change is in sight.
std::string_view around(std::string_view line, std::string_view other) {
  if (line.size() <= kLongestLine) return line;
  const auto differ = std::mismatch(line.begin(), line.end(), other.begin(), other.end());
  auto from = static_cast<std::size_t>(differ.first - line.begin());
  from = from > kLongestLine / 2 ? from - kLongestLine / 2 : 0;
  while (from > 0 && (static_cast<unsigned char>(line[from]) & 0xC0U) == 0x80U)
    --from;
  return line.substr(from);
}

std::string shown(std::string_view line) {
  const std::string_view bare = line.substr(0, line.find_last_not_of(' ') + 1);
  std::string out = excerpt(bare, kLongestLine);
  for (std::size_t i = bare.size(); i < line.size(); ++i)
    out += "\u00B7";
  return out;
}

/// Lines [first, last) of one side.
std::string side(char sign, const std::vector<std::string_view>& lines, std::size_t first,
                 std::size_t last, const std::vector<std::string_view>& others, Tone tone,
                 const Style& style) {
  std::string out;
  const std::size_t stop = std::min(last, first + kMostLines);
  for (std::size_t i = first; i < stop; ++i) {
    const std::string_view other = i < others.size() ? others[i] : std::string_view();
    out += style.paint(tone, fmt::format("{} {}", sign, shown(around(lines[i], other)))) + "\n";
  }
  if (stop < last) out += fmt::format("  ... {} more lines\n", last - stop);
  return out;
}

}  // namespace

std::string diff_text(const app::PairChange& change, const Style& style) {
  const std::vector<std::string_view> before = lines_of(change.before);
  const std::vector<std::string_view> after = lines_of(change.after);
  const std::size_t shorter = std::min(before.size(), after.size());
  std::size_t head = 0;
  while (head < shorter && before[head] == after[head])
    ++head;
  std::size_t tail = 0;
  while (tail < shorter - head &&
         before[before.size() - 1 - tail] == after[after.size() - 1 - tail])
    ++tail;
  std::string place = excerpt(change.file, 400);
  if (change.line != 0) place += fmt::format(":{}", change.line);
  std::string out = style.paint(Tone::kBold, fmt::format("{} {} ({}): {}", place, change.field,
                                                         excerpt(change.id), change.fix));
  out += '\n';
  if (head > 0) out += fmt::format("  {}\n", shown(before[head - 1]));
  out += side('-', before, head, before.size() - tail, after, Tone::kRed, style);
  out += side('+', after, head, after.size() - tail, before, Tone::kGreen, style);
  if (tail > 0) out += fmt::format("  {}\n", shown(before[before.size() - tail]));
  return out;
}

}  // namespace bmo::cli
