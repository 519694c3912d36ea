// Marks of blanks by their brackets and their words.
#include "bmo/checks/kit/blanks.hpp"

#include <algorithm>
#include <vector>

#include "bmo/base/text.hpp"
#include "bmo/checks/kit/byte_set.hpp"
#include "bmo/checks/kit/tasks.hpp"
#include "bmo/facts/program_text.hpp"

namespace bmo::checks {
namespace {

constexpr ByteSet kBlankBytes("[{<$%");

constexpr auto kBlankHeads = word_set({
    "your",     "insert",    "add",         "enter",        "name",     "company",
    "date",     "recipient", "recipient's", "sender",       "address",  "title",
    "link",     "url",       "number",      "phone",        "email",    "city",
    "state",    "todo",      "tbd",         "placeholder",  "customer", "client",
    "product",  "amount",    "time",        "location",     "position", "signature",
    "employer", "manager",   "receiver",    "organization", "event",    "school",
});
constexpr auto kEmptyAnswers = word_set({
    "n/a",
    "none",
    "null",
    "nan",
    "nooutput",
    "noinput",
    "undefined",
    "tbd",
    "todo",
    "na",
});
constexpr auto kLoremIpsum = phrase_set({"lorem ipsum"});
constexpr auto kMarkWords = word_set({"todo", "tbd", "xxx", "xxxx", "xxxxx", "xxxxxx", "lorem"});
constexpr auto kOutputs =
    word_set({"output", "print", "printed", "value", "result", "return", "returns"});

constexpr bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
constexpr bool is_letter(char c) {
  return is_upper(c) || (c >= 'a' && c <= 'z');
}
constexpr bool is_name_byte(char c) {
  return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == ' ' || c == '-';
}

/// What lies between marks on one line, of at most `most` bytes; empty: nothing.
std::string_view between(std::string_view text, std::string_view open, std::string_view close,
                         std::size_t most) {
  const std::string_view head = text.substr(open.size(), most + close.size());
  const std::size_t end = std::min(head.find(close), head.find('\n'));
  if (end == std::string_view::npos || head.substr(end, close.size()) != close) return {};
  return head.substr(0, end);
}

bool is_name(std::string_view text) {
  text = trim_ascii(text);
  return !text.empty() && is_letter(text.front()) &&
         std::all_of(text.begin(), text.end(), is_name_byte);
}

/// SERIAL_NUMBER_HERE: capitals with a mark between words.
bool is_shouted_name(std::string_view text) {
  return text.size() >= 4 && text.find_first_of("_ ") != std::string_view::npos &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_upper(c) || c == '_' || c == ' '; });
}

std::uint64_t first_word_key(std::string_view text) {
  const std::size_t end = text.find_first_of(" ,:/]");
  return word_key(text.substr(0, end));
}

Blank marked(std::string_view text, std::size_t size, bool is_strong) {
  return {.text = text.substr(0, size), .is_strong = is_strong};
}

Blank square_blank(std::string_view text) {
  const std::string_view inside = between(text, "[", "]", 50);
  if (inside.empty() || text.substr(inside.size() + 2).starts_with('(')) return {};  // A link.
  return kBlankHeads.contains(first_word_key(inside)) ? marked(text, inside.size() + 2, false)
                                                      : Blank{};
}

Blank angle_blank(std::string_view text) {
  const std::string_view inside = between(text, "<", ">", 40);
  if (inside.empty()) return {};
  const std::uint64_t head = first_word_key(inside);
  if (kEmptyAnswers.contains(word_key(inside)) || inside == "no input" || inside == "no output") {
    return marked(text, inside.size() + 2, true);
  }
  if (is_shouted_name(inside)) return marked(text, inside.size() + 2, true);
  const bool is_blank = head == word_key("insert") || head == word_key("your");
  return is_blank ? marked(text, inside.size() + 2, false) : Blank{};
}

Blank blank_at(std::string_view text) {
  if (text.starts_with('[')) return square_blank(text);
  if (text.starts_with('<')) return angle_blank(text);
  if (text.starts_with("{{")) {
    const std::string_view inside = between(text, "{{", "}}", 40);
    return is_name(inside) ? marked(text, inside.size() + 4, true) : Blank{};
  }
  if (text.starts_with("${")) {
    const std::string_view inside = between(text, "${", "}", 40);
    return is_name(inside) ? marked(text, inside.size() + 3, true) : Blank{};
  }
  if (text.starts_with("%%")) {
    const std::string_view inside = between(text, "%%", "%%", 40);
    return is_name(inside) ? marked(text, inside.size() + 4, true) : Blank{};
  }
  return {};
}

Blank bracket_blank(std::string_view text) {
  Blank weak;
  for (std::size_t at = kBlankBytes.find(text); at != std::string_view::npos;
       at = kBlankBytes.find(text, at + 1)) {
    const Blank blank = blank_at(text.substr(at));
    if (blank.is_strong) return blank;
    if (blank && !weak) weak = blank;
  }
  return weak;
}

/// Marks of unfinished work in capitals, and sample text.
Blank word_blank(const TextView& response) {
  for (std::size_t i = 0; i < response.words.size(); ++i) {
    const Word& word = response.words[i];
    if (!kMarkWords.contains(word)) continue;
    const std::string_view text = word.in(response.text);
    if (text == "TODO" || text == "TBD") return {.text = text, .is_strong = true};
    if (text.size() >= 3 && text.size() <= 6 &&
        text == std::string_view("XXXXXX").substr(0, text.size())) {
      return {.text = text};
    }
    if (kLoremIpsum.match_at(response.words, i)) return {.text = text, .is_strong = true};
  }
  return {};
}

/// The whole answer is "None", "N/A" or the like.
Blank whole_blank(const Exchange& exchange) {
  const std::string_view text = trim_ascii(exchange.response.text);
  if (text.size() > 12 || kOutputs.any_of(exchange.asked_words)) return {};
  const std::string_view bare = text.ends_with('.') ? text.substr(0, text.size() - 1) : text;
  const bool is_one = kEmptyAnswers.contains(word_key(bare));
  return is_one ? Blank{.text = text, .is_strong = true} : Blank{};
}

}  // namespace

Blank find_blank(const Exchange& exchange) {
  const TextView& response = exchange.response;
  if (const Blank whole = whole_blank(exchange)) return whole;
  const bool may_be_marked = (response.bytes & facts::kOpeningByte) != 0;
  const Blank word = word_blank(response);
  if (!may_be_marked && !word) return {};
  const bool is_code = is_about_code(exchange.asked_words) ||
                       response.text.find("```") != std::string_view::npos ||
                       response.text.find(";\n") != std::string_view::npos;
  Blank blank;
  if (!is_code && may_be_marked) blank = bracket_blank(response.text);
  if (blank.is_strong) return blank;
  // In a program such a word marks work for later, and that is what was asked for.
  if (word && is_code && facts::is_program_text(response.text)) return {};
  return word.is_strong || !blank ? word : blank;
}

}  // namespace bmo::checks
