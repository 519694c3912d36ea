// Takes off from the end of a text what closes nothing.
#include "bmo/facts/ending_marks.hpp"

#include "bmo/base/text.hpp"

namespace bmo::facts {
namespace {

template <typename Drops>
std::string_view strip_end(std::string_view text, Drops drops) {
  while (!text.empty()) {
    const LastMark last = last_code_point(text);
    if (!drops(last.code_point)) break;
    text = text.substr(0, last.begin);
  }
  return text;
}

}  // namespace

LastMark last_code_point(std::string_view text) {
  std::size_t begin = text.size() - 1;
  while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80)
    --begin;
  std::size_t at = begin;
  return {next_code_point(text, at), begin};
}

std::string_view core_of(std::string_view line) {
  return strip_end(strip_end(line, is_ornament), is_closer);
}

char32_t final_mark(std::string_view line) {
  const std::string_view core = core_of(line);
  if (!core.empty()) return last_code_point(core).code_point;
  return line.empty() ? 0 : last_code_point(line).code_point;
}

bool is_list_item(std::string_view line) {
  if (line.starts_with("- ") || line.starts_with("* ") || line.starts_with("\xE2\x80\xA2")) {
    return true;
  }
  const std::size_t digits = line.find_first_not_of("0123456789");
  return digits > 0 && digits <= 3 && digits < line.size() &&
         (line[digits] == '.' || line[digits] == ')');
}

std::string_view last_line(std::string_view text) {
  text = strip_end(text, [](char32_t c) { return c <= ' ' || c == 0xA0; });
  // From the front: looking for one byte forwards is many times faster than for two backwards.
  for (const char line_end : {'\n', '\r'}) {
    for (std::size_t at = text.find(line_end); at != std::string_view::npos;
         at = text.find(line_end)) {
      text.remove_prefix(at + 1);
    }
  }
  return trim_ascii(text);
}

}  // namespace bmo::facts
