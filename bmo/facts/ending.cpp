// The rules after which a response looks cut off.
//
// They look at the end of the text alone, after closing quotes, brackets, marks of emphasis and
// emoji are taken off: rules about the lines within would flag lists, verse and code. Prose that
// closes none of its lines is left alone, since its author does not use final stops.
#include "bmo/facts/ending.hpp"

#include <algorithm>
#include <array>

#include "bmo/base/text.hpp"
#include "bmo/facts/ending_marks.hpp"
#include "bmo/facts/program_text.hpp"
#include "bmo/facts/words.hpp"

namespace bmo::facts {
namespace {

// Words that need another word after them; sorted. Words that may well come last ("it", "you",
// "with", "more") are not here. Capitals count: "Company A" is whole.
constexpr std::array kOpenWords = std::to_array<std::string_view>({
    "a",    "although", "an",      "and",     "as",    "because", "but",     "during",
    "e.g",  "either",   "i.e",     "into",    "its",   "my",      "neither", "nor",
    "of",   "onto",     "or",      "our",     "than",  "the",     "their",   "unless",
    "upon", "versus",   "whereas", "whether", "while", "whose",   "your",
});

// Words that seldom come last in a line of prose; sorted. In list items they may: "what to look
// for".
constexpr std::array kSeldomLast = std::to_array<std::string_view>({
    "about", "among",     "are",   "at",   "be",    "been", "between", "by",      "can",
    "could", "every",     "for",   "from", "had",   "has",  "have",    "his",     "if",
    "in",    "including", "is",    "may",  "might", "must", "on",      "shall",   "should",
    "such",  "that",      "these", "this", "those", "to",   "very",    "was",     "were",
    "when",  "where",     "which", "who",  "will",  "with", "within",  "without", "would",
});

// Words that are the first of a sentence where they stand alone in a line; sorted.
constexpr std::array kFirstWords = std::to_array<std::string_view>(
    {"After",  "Also",     "As",    "Finally",  "For",  "Furthermore", "Here",      "However",
     "If",     "In",       "It",    "Moreover", "Next", "Now",         "On",        "Overall",
     "Please", "Remember", "Since", "So",       "Then", "There",       "Therefore", "These",
     "They",   "This",     "Thus",  "To",       "We",   "When",        "With",      "You"});

// Those of them that end no list item either; sorted. Items may say "what to look for".
constexpr std::array kNeverLast = std::to_array<std::string_view>(
    {"are",  "at",    "be",  "been",      "between", "by",   "could", "every", "from",   "had",
     "has",  "have",  "his", "including", "is",      "may",  "might", "must",  "shall",  "should",
     "such", "these", "to",  "very",      "was",     "were", "which", "will",  "within", "would"});

template <std::size_t kSize>
bool is_one_of(const std::array<std::string_view, kSize>& words, std::string_view word) {
  return std::binary_search(words.begin(), words.end(), word);
}

/// "10. a"
bool is_one_word_item(std::string_view item) {
  const std::size_t space = item.find(' ');
  return space != std::string_view::npos && item.find(' ', space + 1) == std::string_view::npos;
}

bool has_lower_case(std::string_view line) {
  return std::any_of(line.begin(), line.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
  });
}

/// Does the stop at `at` stand behind the number of an item, " 2. "?
bool is_item_number(std::string_view line, std::size_t at) {
  const bool is_spaced = at + 1 < line.size() && line[at + 1] == ' ';
  std::size_t begin = at;
  while (begin > 0 && line[begin - 1] >= '0' && line[begin - 1] <= '9')
    --begin;
  return is_spaced && begin < at && at - begin <= 2 && (begin == 0 || line[begin - 1] == ' ');
}

/// Items behind numbers in one line, "1. ink 2. the best paper that there is", none a sentence.
bool is_numbered_line(std::string_view line) {
  if (line.find(';') != std::string_view::npos) return false;
  std::size_t numbers = 0;
  for (std::size_t at = line.find('.'); at != std::string_view::npos; at = line.find('.', at + 1)) {
    if (!is_item_number(line, at)) return false;
    ++numbers;
  }
  return numbers >= 3;
}

/// A line of names and things, "1. ink 2. paper" or "ink, paper, glue", closes no sentence, nor
/// does one of cells, notes or verses between bars.
bool is_enumeration(std::string_view line) {
  std::size_t marks = 0;
  for (std::size_t i = 1; i < line.size(); ++i) {
    const bool is_number = line[i] == '.' && line[i - 1] >= '0' && line[i - 1] <= '9';
    if (line[i] == ',' || line[i] == '/' || line[i] == '|' || is_number) ++marks;
  }
  if (marks < 3) return false;
  if (count_words(line, 4 * marks + 1) <= 4 * marks) return true;
  return std::ranges::count(line, '|') >= 3 || is_numbered_line(line);
}

/// "... worth rediscovering. #books # reading", "#AI revolution"
bool ends_in_hash_tag(std::string_view core) {
  const std::size_t at = core.rfind('#');
  if (at == std::string_view::npos || (at > 0 && core[at - 1] != ' ')) return false;
  return count_words(core.substr(at), 4) < 4;
}

/// "... that counts." - Winston Churchill
bool ends_in_author(std::string_view core) {
  // Looking for one byte is many times faster, and most lines have none of these.
  const bool may = core.find('-') != std::string_view::npos ||
                   core.find('\xE2') != std::string_view::npos ||
                   core.find('~') != std::string_view::npos;
  if (!may) return false;
  for (const std::string_view dash : {" - ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", "~"}) {
    const std::size_t at = core.rfind(dash);
    if (at != std::string_view::npos && count_words(core.substr(at), 5) < 5) return true;
  }
  const std::size_t at = core.rfind(" -");
  return at != std::string_view::npos && at + 2 < core.size() && core[at + 2] >= 'A' &&
         core[at + 2] <= 'Z' && count_words(core.substr(at), 5) < 5;
}

/// "Sincerely," and a name below it, or two.
bool is_signature(std::string_view text, std::string_view line) {
  for (int i = 0; i < 2; ++i) {
    if (line.empty() || count_words(line, 5) > 4) return false;
    text = text.substr(0, static_cast<std::size_t>(line.data() - text.data()));
    if (is_blank(text)) return false;
    line = last_line(text);
    if (line.ends_with(',')) return count_words(line, 7) <= 6;
  }
  return false;
}

// How the words of parting begin that end a letter, and what may follow "with" there; sorted.
constexpr std::array kPartings = std::to_array<std::string_view>(
    {"best", "cordially", "faithfully", "kind", "love", "regards", "respectfully", "sincerely",
     "truly", "warm", "warmly", "yours"});
constexpr std::array kPartWith = std::to_array<std::string_view>(
    {"best", "gratitude", "kind", "love", "regards", "respect", "warm"});

/// "... I remain hopeful. Yours sincerely, Ann": words of parting and a name in one line.
bool ends_in_parting(std::string_view core) {
  const std::size_t stop = core.find_last_of(".!?");
  if (stop == std::string_view::npos) return false;
  const std::string_view parting = core.substr(stop + 1);
  const std::size_t comma = parting.find(',');
  if (comma == std::string_view::npos || count_words(parting, 10) > 9) return false;
  Words words(parting);
  const std::string first = lower_ascii(words.next());
  if (first == "with") return is_one_of(kPartWith, lower_ascii(words.next()));
  return is_one_of(kPartings, first);
}

/// "1010 1101 0011"
bool ends_in_numbers(std::string_view core) {
  return core.size() - core.find_last_not_of("0123456789 ") > 9;
}

/// "... makes 24 / 3 = 8 time-outs": a result, with what it counts behind it.
bool ends_in_sum(std::string_view core) {
  const std::size_t at = core.rfind('=');
  return at != std::string_view::npos && count_words(core.substr(at), 5) < 5;
}

bool ends_in_address(std::string_view tail) {
  return tail.find("://") != std::string_view::npos || tail.starts_with("www.") ||
         tail.find('@') != std::string_view::npos;
}

/// What stands behind the last space of a line.
std::string_view tail_of(std::string_view core) {
  const std::size_t space = core.find_last_of(" \t");
  return space == std::string_view::npos ? core : core.substr(space + 1);
}

/// Lines that end without a stop for a reason: addresses, hash tags, sums, labels in capitals,
/// enumerations, authors of quotations, and all that closes with a quote or a bracket.
bool is_exempt(std::string_view line) {
  const std::string_view core = core_of(line);
  if (core.empty() || is_closer(static_cast<unsigned char>(line.back()))) return true;
  const std::string_view tail = tail_of(core);
  if (tail.starts_with('#') || ends_in_hash_tag(core) || ends_in_address(tail)) return true;
  if (ends_in_sum(core) || !has_lower_case(line)) return true;
  return is_enumeration(line) || ends_in_author(core) || ends_in_parting(core) ||
         ends_in_numbers(core);
}

/// "... which leaves 600 - 400 =": a sum without its result, or "**Tools** -": a dash before what
/// it announces.
bool ends_in_sign(std::string_view line) {
  if (line.size() < 3 || line[line.size() - 2] != ' ') return false;
  const char sign = line.back();
  const char before = line[line.size() - 3];
  if (sign == '+') return (before >= '0' && before <= '9') || before == ')';
  return sign == '=' || (sign == '-' && (before == '"' || before == ')' || before == '*'));
}

/// The mark of an item without the item.
bool is_bare_mark(std::string_view line) {
  return line == "-" || line == "*" || line == "\xE2\x80\xA2";
}

/// Does a sentence begin with the one word of the line? "\n\nThese", "\n\nNext,"
bool is_first_word(std::string_view line) {
  if (count_words(line, 2) != 1) return false;
  const std::string_view word = line.ends_with(',') ? line.substr(0, line.size() - 1) : line;
  return is_one_of(kFirstWords, word);
}

/// Is it a row of a table, without the bar that the row above it ends with?
bool is_open_row(std::string_view text, std::string_view line) {
  if (!line.starts_with('|') || line.ends_with('|') || line.data() == text.data()) return false;
  const auto before = static_cast<std::size_t>(line.data() - text.data());
  const std::string_view above = last_line(text.substr(0, before));
  return above.size() > 1 && above.starts_with('|') && above.ends_with('|');
}

/// Is a colon the last mark but for quotes and emphasis? One inside of brackets announces nothing.
bool announces(std::string_view line) {
  const std::string_view behind = line.substr(core_of(line).size());
  return behind.find_first_of(")]") == std::string_view::npos;
}

/// Looked for behind the last space, then behind the one before it, ...
std::string_view last_word(std::string_view line) {
  std::string_view last;
  while (last.empty() && !line.empty()) {
    const std::size_t space = line.rfind(' ');
    Words words(space == std::string_view::npos ? line : line.substr(space));
    for (std::string_view word = words.next(); !word.empty(); word = words.next())
      last = word;
    line = space == std::string_view::npos ? std::string_view() : line.substr(0, space);
  }
  return last;
}

/// "echo $a"
bool is_variable(std::string_view line, std::string_view word) {
  return !word.empty() && word.data() > line.data() && *(word.data() - 1) == '$';
}

/// Does the author close lines at all? Asked of all lines but the last; true where there are few. A
/// sum closes its line, unless `text` ends in a number as if that were the result.
bool closes_its_lines(std::string_view text) {
  const std::string_view core = core_of(text);
  const bool is_result = !core.empty() && core.back() >= '0' && core.back() <= '9';
  std::size_t lines = 0;
  std::size_t closed = 0;
  bool last_is_closed = false;
  for_each_line(text, [&](std::string_view line) {
    if (line.empty()) return;
    ++lines;
    const char32_t mark = final_mark(line);
    last_is_closed =
        is_stop(mark) || is_soft_stop(mark) || (!is_result && ends_in_sum(core_of(line)));
    if (last_is_closed) ++closed;
  });
  return lines < 3 || 2 * (closed - (last_is_closed ? 1U : 0U)) >= lines - 1;
}

/// A form: a short label comes last, and the line above it is one, too, filled in or not.
bool is_form(std::string_view text, std::string_view line) {
  constexpr std::size_t kWords = 6;
  if (count_words(line, kWords + 1) > kWords) return false;
  text = text.substr(0, static_cast<std::size_t>(line.data() - text.data()));
  const std::string_view above = is_blank(text) ? std::string_view() : last_line(text);
  const std::size_t colon = above.find(':');
  return colon != std::string_view::npos && count_words(above.substr(0, colon), kWords) < kWords;
}

/// Do at least three lines of the last one's kind stand before it, four of five of them closed, or
/// two that are both? The nearest of them must be closed: where two end open, both are meant to.
bool is_alone_open(std::string_view text, std::string_view last, bool is_item) {
  std::size_t siblings = 0;
  std::size_t closed = 0;
  bool is_nearest_closed = false;
  for_each_line(text, [&](std::string_view line) {
    if (line.data() < last.data() && is_list_item(line) && is_item)
      is_nearest_closed = is_stop(final_mark(line)) || final_mark(line) == ';';
    if (line.size() <= 12 || line.data() == last.data() || line.starts_with('#')) return;
    const char32_t mark = final_mark(line);
    if (is_list_item(line) != is_item || mark == ':') return;
    ++siblings;
    const bool is_closed = is_stop(mark) || mark == ';';
    if (is_closed) ++closed;
    if (line.data() < last.data()) is_nearest_closed = is_closed;
  });
  if (!is_nearest_closed) return false;
  return (siblings >= 3 && 5 * closed >= 4 * siblings) || (siblings == 2 && closed == 2);
}

/// Is it JSON by its first signs, with something still open at its end?
bool is_open_json(std::string_view text) {
  if (text.size() <= 40 || (text.front() != '{' && text.front() != '[')) return false;
  const std::size_t second = text.find_first_not_of(" \t\r\n", 1);
  if (second == std::string_view::npos) return false;
  const char c = text[second];
  const bool fits = text.front() == '{' ? c == '"' : c == '"' || c == '{' || c == '[';
  return fits && has_open_brackets(text, ProgramText::kJson);
}

Ending judge_prose(std::string_view text, std::string_view line) {
  const char32_t mark = final_mark(line);
  if (is_stop(mark)) return Ending::kWhole;
  const std::size_t words = count_words(text, 41);
  // Salutations ("Dear Ann,") are short lines.
  const bool is_open = is_open_mark(last_code_point(line).code_point);
  if (is_open && words > 8 && count_words(line, 5) == 5) return Ending::kDanglingMark;
  if (words > 8 && (ends_in_sign(line) || is_bare_mark(line))) return Ending::kDanglingMark;
  if (words > 20 && is_first_word(line)) return Ending::kDanglingWord;
  const bool is_heading = line.starts_with('#');
  if ((mark == ':' || mark == 0xFF1A) && words > 3 && !is_heading)
    return is_form(text, line) || !announces(line) ? Ending::kWhole : Ending::kOpenColon;
  if (is_soft_stop(mark) || is_heading) return Ending::kWhole;
  const bool is_item = is_list_item(line);
  const bool is_bare = core_of(line).size() == line.size();
  // "10. a" may be an item of its own.
  if (words > 8 && is_bare && !(is_item && is_one_word_item(line))) {
    const std::string_view last = last_word(line);
    if (is_one_of(kOpenWords, last) && !is_variable(line, last)) return Ending::kDanglingWord;
    const bool is_long = words > 20 && count_words(line, 6) == 6;
    if (is_long && (is_item ? is_one_of(kNeverLast, last) : is_one_of(kSeldomLast, last)))
      return Ending::kDanglingWord;
  }
  const std::size_t least_words = is_item ? 12 : 6;
  if (is_exempt(line) || is_signature(text, line)) return Ending::kWhole;
  if (words <= (is_item ? 40U : 20U) || count_words(line, least_words) < least_words) {
    return is_alone_open(text, line, is_item) ? Ending::kSiblingNoStop : Ending::kWhole;
  }
  if (!closes_its_lines(text)) return Ending::kWhole;
  return is_item ? Ending::kItemNoStop : Ending::kNoStop;
}

}  // namespace

std::string_view ending_text(Ending ending) {
  constexpr std::string_view kTexts[] = {
      "ends where it should",
      "opens a code fence that is never closed",
      "is JSON with brackets or texts still open",
      "is program text with brackets or blocks still open",
      "ends with a word that needs another",
      "ends with a mark that announces more: a comma, a dash, an open bracket, a sum without its "
      "result",
      "ends with a colon that announces nothing",
      "ends in a long sentence without a closing mark",
      "ends in a line without a closing mark, which the lines before it have",
      "ends in a long list item without a closing mark",
  };
  return kTexts[static_cast<std::size_t>(ending)];
}

Ending judge_ending(std::string_view response) {
  const std::string_view text = trim_ascii(response);
  if (text.empty()) return Ending::kWhole;
  const std::size_t fences = count_fences(text);
  if (fences % 2 != 0) return Ending::kOpenFence;
  if (is_open_json(text)) return Ending::kOpenJson;
  const std::string_view line = last_line(text);
  const char32_t mark = final_mark(line);
  if (is_stop(mark) && count_words(line, 5) == 5) return Ending::kWhole;
  if (line.starts_with("```")) return Ending::kWhole;
  if (line.starts_with('|'))
    return is_open_row(text, line) ? Ending::kSiblingNoStop : Ending::kWhole;
  if (fences == 0 && is_program_text(text)) {
    return is_open_program(text, line) ? Ending::kOpenCode : Ending::kWhole;
  }
  return judge_prose(text, line);
}

bool is_signed_off(std::string_view response) {
  const std::string_view text = trim_ascii(response);
  const std::string_view line = last_line(text);
  const std::string_view core = core_of(line);
  if (line.empty() || core.empty()) return false;
  const std::string_view tail = tail_of(core);
  return (tail.size() > 1 && tail.front() == '#') || ends_in_hash_tag(core) ||
         ends_in_address(tail) || ends_in_parting(core) || is_signature(text, line);
}

}  // namespace bmo::facts
