// Sums hashes of what is found: order does not count, multiplicity does.
#include "bmo/facts/guards.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <optional>
#include <vector>

#include "bmo/base/fold.hpp"
#include "bmo/base/hash.hpp"
#include "bmo/base/text.hpp"
#include "bmo/facts/guard_words.hpp"
#include "bmo/facts/norm.hpp"
#include "bmo/facts/words.hpp"

namespace bmo::facts {
namespace {

constexpr std::uint64_t kNumberSeed = 1;
constexpr std::uint64_t kSignSeed = 2;
constexpr std::uint64_t kNegationSeed = 3;

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// "1,250.50" -> the hash of "1250.50"; `at` stands on the first digit and moves behind the last.
std::uint64_t read_number(std::string_view text, std::size_t& at) {
  std::array<char, 64> digits;
  std::size_t size = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    const bool inner = (c == '.' || c == ',') && at + 1 < text.size() && is_digit(text[at + 1]);
    if (!is_digit(c) && !inner) break;
    if (c != ',' && size < digits.size()) digits[size++] = c;
  }
  return hash64({digits.data(), size}, kNumberSeed);
}

/// The nearest character before `at` (or from it on) that is no space.
char neighbour(std::string_view text, std::size_t at, bool before) {
  if (before) {
    while (at > 0 && text[at - 1] == ' ')
      --at;
    return at > 0 ? text[at - 1] : '\n';
  }
  while (at < text.size() && text[at] == ' ')
    ++at;
  return at < text.size() ? text[at] : '\n';
}

bool is_operand(char c) {
  return is_digit(c) || c == '(' || c == ')';
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// "2 * x" and "2*x", but neither "* item" nor "some *stressed* word".
bool is_product(std::string_view text, std::size_t at) {
  const auto is_factor = [](char c) { return is_operand(c) || is_letter(c); };
  const bool space_before = at > 0 && text[at - 1] == ' ';
  const bool space_behind = at + 1 < text.size() && text[at + 1] == ' ';
  return space_before == space_behind && is_factor(neighbour(text, at, true)) &&
         is_factor(neighbour(text, at + 1, false));
}

/// "3 - x", "(a)/b" and "-5", but neither "well-known" nor "- item" nor "and/or".
bool is_difference_or_quotient(std::string_view text, std::size_t at) {
  const char before = neighbour(text, at, true);
  const char behind = neighbour(text, at + 1, false);
  const bool is_negative = text[at] == '-' && at + 1 < text.size() && is_digit(text[at + 1]) &&
                           (at == 0 || text[at - 1] == ' ' || text[at - 1] == '(');
  const bool has_both =
      (is_operand(before) || is_letter(before)) && (is_operand(behind) || is_letter(behind));
  return is_negative || (has_both && (is_operand(before) || is_operand(behind)));
}

/// Signs that change what is asked; '-', '*' and '/' only between operands, since they also join
/// words and mark lists.
bool is_sign(std::string_view text, std::size_t at) {
  switch (text[at]) {
    case '+':
    case '=':
    case '<':
    case '>':
    case '^':
    case '%':
    case '$':
    case '~':
      return true;
    case '*':
      return is_product(text, at);
    case '-':
    case '/':
      return is_difference_or_quotient(text, at);
    default:
      return false;
  }
}

constexpr std::array<bool, 256> kSpeaks = [] {
  std::array<bool, 256> speaks{};
  for (const char c : std::string_view("0123456789+=<>^%$~-*/"))
    speaks[static_cast<std::size_t>(c)] = true;
  return speaks;
}();

/// Which of the eight characters from `at` on may be digits or signs: letters and spaces, of which
/// a text mostly consists, are not. The uppermost bit of each byte.
std::uint64_t find_marks(std::string_view text, std::size_t at) {
  constexpr std::uint64_t kEach = 0x0101010101010101U;
  constexpr std::uint64_t kHigh = 0x80 * kEach;
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, text.data() + at, std::min<std::size_t>(8, text.size() - at));
  if constexpr (std::endian::native == std::endian::big) bytes = __builtin_bswap64(bytes);
  const std::uint64_t low = bytes & ~kHigh;
  // From 0x21 to 0x3F lie the digits, and all signs but two.
  const std::uint64_t is_mark = (low + 0x5F * kEach) & ~(low + 0x40 * kEach);
  const auto is = [low](std::uint64_t c) { return ~((low ^ c * kEach) + 0x7F * kEach); };
  return (is_mark | is('^') | is('~')) & ~bytes & kHigh;
}

std::uint64_t numbers_and_signs(std::string_view text) {
  std::uint64_t sum = 0;
  std::size_t read = 0;  // Numbers are read as a whole.
  for (std::size_t part = 0; part < text.size(); part += 8) {
    for (std::uint64_t marks = find_marks(text, part); marks != 0; marks &= marks - 1) {
      std::size_t at = part + static_cast<std::size_t>(std::countr_zero(marks)) / 8;
      if (at < read || !kSpeaks[static_cast<unsigned char>(text[at])]) continue;
      if (is_digit(text[at])) {
        sum += read_number(text, at);
        read = at;
      } else if (is_sign(text, at)) {
        sum += hash64(text.substr(at, 1), kSignSeed);
      }
    }
  }
  return sum;
}

std::uint64_t number_words_and_negation(std::string_view norm) {
  std::uint64_t sum = 0;
  bool odd = false;
  for_each_norm_word(norm, [&](std::string_view word) {
    const std::optional<GuardWord> said = find_guard_word(word);
    if (said && said->is_number()) sum += hash64(said->digits, kNumberSeed);
    if (said ? !said->is_number() : word.ends_with("n't")) odd = !odd;
  });
  return odd ? sum + hash64("not", kNegationSeed) : sum;
}

bool ends_sentence(std::string_view gap) {
  return gap.find_first_of(".!?:;\n\"(|>*#") != std::string_view::npos ||
         gap.find("\xE2\x80\x9C") != std::string_view::npos ||  // An opening quotation mark.
         gap.find("\xE3\x80\x82") != std::string_view::npos;    // An ideographic full stop.
}

bool is_capitalised(std::string_view word) {
  const auto byte = static_cast<unsigned char>(word[0]);
  if (byte < 0x80) return byte >= 'A' && byte <= 'Z';
  std::size_t at = 0;
  return is_upper(next_code_point(word, at));
}

bool is_pronoun(std::string_view word) {
  return word == "I" || word.starts_with("I'") || word.starts_with("I\xE2\x80\x99");
}

}  // namespace

std::uint64_t read_amounts(std::string_view text, std::string_view norm) {
  if (is_ascii(text)) return numbers_and_signs(text) + number_words_and_negation(norm);
  std::string folded;
  append_folded(text, folded);
  return numbers_and_signs(folded) + number_words_and_negation(norm);
}

void append_names(std::string_view text, std::string& out) {
  const std::size_t before = out.size();
  std::size_t num_words = 0;
  std::size_t num_names = 0;
  std::string folded;
  Words words(text);
  const char* last_end = nullptr;
  for (std::string_view word = words.next(); !word.empty(); word = words.next()) {
    ++num_words;
    const bool starts = last_end == nullptr ||
                        ends_sentence({last_end, static_cast<std::size_t>(word.data() - last_end)});
    last_end = word.data() + word.size();
    if (starts || !is_capitalised(word) || is_pronoun(word)) continue;
    if (num_names++ > 0) out += ' ';
    append_norm(word, folded, out);
  }
  if (2 * num_names > num_words) out.resize(before);
}

void append_pattern(std::string_view norm, std::string_view names, std::string& out) {
  std::vector<std::string_view> known;
  for_each_norm_word(names, [&known](std::string_view name) { known.push_back(name); });
  for_each_norm_word(norm, [&](std::string_view word) {
    const bool has_digit = std::any_of(word.begin(), word.end(), is_digit);
    const std::optional<GuardWord> said = find_guard_word(word);
    if (has_digit || (said && said->is_number())) {
      out += '0';
    } else if (std::find(known.begin(), known.end(), word) != known.end()) {
      out += '@';
    } else {
      out += word;
    }
    out += ' ';
  });
}

}  // namespace bmo::facts
