// Sorts the ends of texts by their last line and what comes last in it.
#include "bmo/facts/ending_way.hpp"

#include "bmo/base/text.hpp"
#include "bmo/facts/ending_marks.hpp"
#include "bmo/facts/program_text.hpp"
#include "bmo/facts/words.hpp"

namespace bmo::facts {
namespace {

/// Lines up to this size are labels.
constexpr std::size_t kLabel = 12;

constexpr bool is_operator(char32_t c) {
  return c == '-' || c == '{' || c == '=' || c == '+' || c == '*' || c == '/' || c == '&' ||
         c == '|' || c == '<';
}

EndingPlace place_of_line(std::string_view text, std::string_view line) {
  const bool is_fenced = count_fences(text) > 0;
  if (!is_fenced && is_program_text(text)) return EndingPlace::kProgram;
  if (is_fenced) return EndingPlace::kFenced;
  if (line.starts_with('|')) return EndingPlace::kRow;
  if (line.starts_with('#')) return EndingPlace::kHeading;
  return is_list_item(line) ? EndingPlace::kItem : EndingPlace::kProse;
}

/// Are four of five of the lines above the last one closed that are items as it is, or are none?
bool is_below_stops(std::string_view text, std::string_view last) {
  const bool is_item = is_list_item(last);
  std::size_t lines = 0;
  std::size_t closed = 0;
  for_each_line(text, [&](std::string_view line) {
    if (line.data() >= last.data() || line.size() <= kLabel || line.starts_with('#')) return;
    const char32_t mark = final_mark(line);
    if (is_list_item(line) != is_item || mark == ':') return;
    ++lines;
    if (is_stop(mark) || mark == ';') ++closed;
  });
  return lines > 0 && 5 * closed >= 4 * lines;
}

}  // namespace

std::string_view place_text(EndingPlace place) {
  constexpr std::array<std::string_view, kNumEndingPlaces> kTexts = {
      "prose", "a list item", "a heading", "a table row", "program text", "text with code blocks",
  };
  return kTexts[static_cast<std::size_t>(place)];
}

std::string_view sign_text(EndingSign sign) {
  constexpr std::array<std::string_view, kNumEndingSigns> kTexts = {
      "a closing mark",
      "a colon or semicolon",
      "a closing quote or bracket",
      "a mark that announces more",
      "a number",
      "a word and no closing mark",
      "what is only the beginning of words",
      "a word that is met nowhere else",
      "a sign",
  };
  return kTexts[static_cast<std::size_t>(sign)];
}

EndingSign sign_of_ending(std::string_view text) {
  // Most texts end so, and their last line need not be found.
  if (!text.empty() && is_stop(static_cast<unsigned char>(text.back()))) return EndingSign::kStop;
  const std::string_view line = last_line(trim_ascii(text));
  if (line.empty()) return EndingSign::kOther;
  const char32_t mark = final_mark(line);
  if (is_stop(mark)) return EndingSign::kStop;
  if (is_soft_stop(mark) && mark != '}') return EndingSign::kColon;
  const char32_t last = last_code_point(line).code_point;
  if (is_closer(last) || last == '}') return EndingSign::kCloser;
  if (is_open_mark(mark) || is_operator(mark)) return EndingSign::kOpenMark;
  if (mark >= '0' && mark <= '9') return EndingSign::kNumber;
  return is_word_code_point(mark) ? EndingSign::kWord : EndingSign::kOther;
}

EndingWay way_of_ending(std::string_view response, EndingSign sign) {
  const std::string_view text = trim_ascii(response);
  const std::string_view line = last_line(text);
  return {.place = place_of_line(text, line),
          .sign = sign,
          .is_below_stops = is_below_stops(text, line)};
}

}  // namespace bmo::facts
