// List items by the first characters of a line.
#include "bmo/facts/list_lines.hpp"

#include <algorithm>

#include "bmo/base/text.hpp"
#include "bmo/facts/program_text.hpp"

namespace bmo::facts {
namespace {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

ListLine item(std::string_view line, std::size_t mark_size, std::uint32_t number = 0) {
  return {.is_item = true, .number = number, .text = trim_ascii(line.substr(mark_size))};
}

/// "12." "12)" "12:" "(12)" "#12"
ListLine read_number(std::string_view line) {
  std::size_t at = line.front() == '(' || line.front() == '#' ? 1 : 0;
  const std::size_t first = at;
  std::uint32_t number = 0;
  for (; at < line.size() && at < first + 3 && is_digit(line[at]); ++at)
    number = 10 * number + static_cast<std::uint32_t>(line[at] - '0');
  if (at == first || (at < line.size() && is_digit(line[at]))) return {.text = line};
  if (line.front() == '#') return item(line, at, number);
  const bool has_mark = at < line.size() && (line[at] == '.' || line[at] == ')' || line[at] == ':');
  const bool is_decimal = at + 1 < line.size() && is_digit(line[at + 1]);
  return has_mark && !is_decimal ? item(line, at + 1, number) : ListLine{.text = line};
}

}  // namespace

ListLine read_list_line(std::string_view line) {
  if (line.empty()) return {.text = line};
  const char first = line.front();
  if (first == '-' || first == '*') {
    const bool is_mark = line.size() == 1 || line[1] == ' ' || line[1] == '\t';
    return is_mark ? item(line, 1) : ListLine{.text = line};
  }
  if (line.starts_with("\xE2\x80\xA2") || line.starts_with("\xE2\x80\xA3")) return item(line, 3);
  if (is_letter(first) && line.size() > 1 && (line[1] == ')' || line[1] == '.')) {
    return line.size() == 2 || line[2] == ' ' ? item(line, 2) : ListLine{.text = line};
  }
  if (is_digit(first) || first == '(' || first == '#') return read_number(line);
  return {.text = line};
}

ListCount count_items(std::string_view text) {
  ListCount out;
  for_each_line(text, [&out](std::string_view line) {
    const ListLine read = read_list_line(line);
    if (!read.is_item || read.text.empty()) return;
    ++out.items;
    out.highest = std::max(out.highest, read.number);
  });
  return out;
}

}  // namespace bmo::facts
