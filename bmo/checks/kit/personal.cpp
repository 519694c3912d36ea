// One pass over the runs of digits of a text, and one over its @ signs.
#include "bmo/checks/kit/personal.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "bmo/base/text.hpp"
#include "bmo/checks/kit/national_ids.hpp"
#include "bmo/facts/byte_masks.hpp"

namespace bmo::checks {
namespace {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr bool is_alphanumeric(char c) {
  return is_digit(c) || is_letter(c);
}

/// Digits with single spaces, hyphens, dots or brackets between them.
struct DigitRun {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::array<char, 24> digits{};
  std::size_t size = 0;  ///< Digits; more than fit: too long to be anything.
  std::array<std::uint8_t, 8> groups{};
  std::size_t num_groups = 0;
  bool has_dot = false;
  bool has_bracket = false;
  std::string_view all() const { return {digits.data(), std::min(size, digits.size())}; }
};

bool is_separator(char c) {
  return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')';
}

/// Reads the run at a digit. One separator may stand between two digits, two where one is a
/// bracket.
DigitRun read_run(std::string_view text, std::size_t begin) {
  DigitRun run{.begin = begin, .end = begin};
  std::size_t in_group = 0;
  const auto close_group = [&] {
    if (in_group > 0 && run.num_groups < run.groups.size()) {
      run.groups[run.num_groups] = static_cast<std::uint8_t>(std::min<std::size_t>(in_group, 255));
    }
    run.num_groups += in_group > 0 ? 1 : 0;
    in_group = 0;
  };
  for (std::size_t at = begin; at < text.size();) {
    if (is_digit(text[at])) {
      if (run.size < run.digits.size()) run.digits[run.size] = text[at];
      ++run.size;
      ++in_group;
      run.end = ++at;
      continue;
    }
    std::size_t next = at;
    while (next < text.size() && next < at + 2 && is_separator(text[next]))
      ++next;
    if (next == at || next >= text.size() || !is_digit(text[next])) break;
    const std::string_view gap = text.substr(at, next - at);
    run.has_dot = run.has_dot || gap.find('.') != std::string_view::npos;
    run.has_bracket = run.has_bracket || gap.find_first_of("()") != std::string_view::npos;
    if (gap.size() == 2 && !run.has_bracket) break;
    close_group();
    at = next;
  }
  close_group();
  return run;
}

/// Is the run a word of its own, or part of a name such as "A4111..."?
bool stands_alone(std::string_view text, const DigitRun& run) {
  const bool before =
      run.begin == 0 || (!is_alphanumeric(text[run.begin - 1]) && text[run.begin - 1] != '.' &&
                         text[run.begin - 1] != '_' && text[run.begin - 1] != '/');
  return before &&
         (run.end >= text.size() || (!is_alphanumeric(text[run.end]) && text[run.end] != '_'));
}

/// Beginnings that issuers have, with their lengths.
bool is_issued(std::string_view digits) {
  const std::size_t size = digits.size();
  const int two = 10 * (digits[0] - '0') + (digits[1] - '0');
  if (digits[0] == '4') return size == 13 || size == 16 || size == 19;
  if (two >= 51 && two <= 55) return size == 16;
  if (two >= 22 && two <= 27) return size == 16;
  if (two == 34 || two == 37) return size == 15;
  if (two == 60 || two == 64 || two == 65) return size == 16;
  if (two == 35) return size == 16;
  return (two == 30 || two == 36 || two == 38) && size == 14;
}

bool is_card(const DigitRun& run) {
  if (run.size < 13 || run.size > 19 || run.has_dot || run.has_bracket) return false;
  const std::string_view digits = run.all();
  // Written in one piece, in fours, or as 4-6-5.
  const bool is_grouped = run.num_groups == 1 || run.groups[0] == 4;
  const bool is_one_digit =
      std::all_of(digits.begin(), digits.end(), [&](char c) { return c == digits[0]; });
  return is_grouped && !is_one_digit && is_issued(digits) && passes_luhn(digits);
}

/// A word before a number that makes it a telephone number.
bool names_phone(std::string_view before) {
  constexpr std::array kWords = std::to_array<std::string_view>(
      {"phone", "call", "tel", "tel.", "mobile", "cell", "fax", "number is", "dial", "whatsapp",
       "sms", "reach", "text", "contact"});
  const std::string near =
      lower_ascii(before.substr(before.size() - std::min<std::size_t>(before.size(), 32)));
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view word) { return near.find(word) != std::string::npos; });
}

bool has_groups(const DigitRun& run, std::initializer_list<std::uint8_t> sizes) {
  return run.num_groups == sizes.size() &&
         std::equal(sizes.begin(), sizes.end(), run.groups.begin());
}

bool is_phone(std::string_view text, const DigitRun& run) {
  if (run.size < 7 || run.size > 15 || run.num_groups > 6) return false;
  const std::string_view before = text.substr(0, run.begin);
  const bool has_plus = before.ends_with('+') || before.ends_with("+(");
  if (has_plus) return run.size >= 9 && run.num_groups >= 1;
  const bool in_brackets = before.ends_with('(') && run.has_bracket;
  if (in_brackets && has_groups(run, {3, 3, 4})) return true;
  // 617-555-0119; dots and spaces alone are too common elsewhere.
  const bool is_american = has_groups(run, {3, 3, 4}) || has_groups(run, {1, 3, 3, 4});
  if (is_american && run.digits[0] != '0') {
    return text.substr(run.begin, run.end - run.begin).find('-') != std::string_view::npos ||
           names_phone(before);
  }
  return run.size >= 9 && run.num_groups >= 2 && run.digits[0] == '0' && names_phone(before);
}

/// Four numbers up to 255; those of private and reserved networks are nobody's.
bool is_ip_address(std::string_view text, const DigitRun& run) {
  if (run.num_groups != 4 || run.size > 12 || !run.has_dot) return false;
  const std::string_view written = text.substr(run.begin, run.end - run.begin);
  if (written.find_first_not_of("0123456789.") != std::string_view::npos) return false;
  int numbers[4] = {};
  std::size_t at = 0;
  for (std::size_t group = 0; group < 4; ++group) {
    if (run.groups[group] > 3 || (run.groups[group] > 1 && run.digits[at] == '0')) return false;
    for (int i = 0; i < run.groups[group]; ++i)
      numbers[group] = 10 * numbers[group] + (run.digits[at++] - '0');
    if (numbers[group] > 255) return false;
  }
  const bool is_private = numbers[0] == 0 || numbers[0] == 10 || numbers[0] == 127 ||
                          numbers[0] == 255 || (numbers[0] == 192 && numbers[1] == 168) ||
                          (numbers[0] == 169 && numbers[1] == 254) ||
                          (numbers[0] == 172 && numbers[1] >= 16 && numbers[1] <= 31);
  // "version 1.2.3.4": numbers below ten throughout.
  const bool is_version =
      std::all_of(std::begin(numbers), std::end(numbers), [](int n) { return n < 20; });
  return !is_private && !is_version;
}

PersonalKind kind_of(std::string_view text, const DigitRun& run) {
  if (!stands_alone(text, run)) return PersonalKind::kNone;
  if (is_card(run)) return PersonalKind::kCard;
  if (is_national_id(text, run.begin, run.all())) return PersonalKind::kNationalId;
  if (is_ip_address(text, run)) return PersonalKind::kAddress;
  return is_phone(text, run) ? PersonalKind::kPhone : PersonalKind::kNone;
}

/// Where the number begins, with the plus and the bracket of a telephone number.
std::size_t begin_of(std::string_view text, const DigitRun& run) {
  std::size_t begin = run.begin;
  while (begin > 0 && (text[begin - 1] == '+' || (text[begin - 1] == '(' && run.has_bracket)))
    --begin;
  return begin;
}

void keep_dearer(Personal& best, PersonalKind kind, std::size_t at, std::size_t end) {
  const bool is_dearer = kind != PersonalKind::kNone && (!best || kind < best.kind);
  if (is_dearer) best = {.kind = kind, .at = at, .size = end - at};
}

/// Reads an IBAN at two capitals, its letters and digits with single spaces between groups, and
/// returns where it ends; 0 where there is none.
std::size_t iban_end(std::string_view text, std::size_t at) {
  std::array<char, 34> bytes{};
  std::size_t size = 0;
  for (std::size_t i = at; i < text.size() && size < bytes.size(); ++i) {
    if (text[i] == ' ' && i + 1 < text.size() && is_alphanumeric(text[i + 1])) continue;
    const bool fits = is_digit(text[i]) || (text[i] >= 'A' && text[i] <= 'Z');
    if (!fits) break;
    bytes[size++] = text[i];
    if (size >= 15 && is_iban({bytes.data(), size})) return i + 1;
  }
  return 0;
}

/// Bit i says whether byte i of a block is a digit.
std::uint64_t digits_in(const char* block) {
  return facts::bits_of_block(block, [](facts::ByteLane bytes) {
    const facts::ByteLane from_zero = bytes - static_cast<unsigned char>('0');
    return reinterpret_cast<facts::ByteLane>(from_zero < 10);
  });
}

/// The first digit from `at` on; the text's size: there is none.
std::size_t next_digit(std::string_view text, std::size_t at) {
  constexpr std::size_t kBlock = 64;
  for (; at + kBlock <= text.size(); at += kBlock) {
    const std::uint64_t digits = digits_in(text.data() + at);
    if (digits != 0) return at + static_cast<std::size_t>(std::countr_zero(digits));
  }
  while (at < text.size() && !is_digit(text[at]))
    ++at;
  return at;
}

void find_in_digits(std::string_view text, Personal& best) {
  for (std::size_t at = next_digit(text, 0); at < text.size(); at = next_digit(text, at)) {
    const bool may_be_iban = at >= 2 && at + 1 < text.size() && is_digit(text[at + 1]) &&
                             text[at - 1] >= 'A' && text[at - 1] <= 'Z' && text[at - 2] >= 'A' &&
                             text[at - 2] <= 'Z' && (at < 3 || !is_alphanumeric(text[at - 3]));
    const std::size_t account_end = may_be_iban ? iban_end(text, at - 2) : 0;
    if (account_end != 0) keep_dearer(best, PersonalKind::kAccount, at - 2, account_end);
    const DigitRun run = read_run(text, at);
    if (run.size >= 4) keep_dearer(best, kind_of(text, run), begin_of(text, run), run.end);
    at = run.end;  // No digit stands there.
  }
}

bool is_local_byte(char c) {
  return is_alphanumeric(c) || c == '.' || c == '_' || c == '+' || c == '-' || c == '%';
}

/// name@host.tld around the sign at `sign`; kNone where there is none.
Personal email_at(std::string_view text, std::size_t sign) {
  std::size_t begin = sign;
  while (begin > 0 && sign - begin < 64 && is_local_byte(text[begin - 1]))
    --begin;
  std::size_t end = sign + 1;
  std::size_t last_dot = 0;
  while (end < text.size() &&
         (is_alphanumeric(text[end]) || text[end] == '-' || text[end] == '.')) {
    if (text[end] == '.') last_dot = end;
    ++end;
  }
  if (last_dot + 1 == end) {  // The stop of a sentence.
    end = last_dot;
    last_dot = text.substr(0, end).rfind('.');
  }
  if (begin == sign || last_dot <= sign + 1 || last_dot == std::string_view::npos) return {};
  const std::string_view top = text.substr(last_dot + 1, end - last_dot - 1);
  const bool is_top =
      top.size() >= 2 && top.size() <= 24 && std::all_of(top.begin(), top.end(), is_letter);
  if (!is_top) return {};
  return {.kind = PersonalKind::kEmail, .at = begin, .size = end - begin};
}

}  // namespace

std::string_view personal_name(PersonalKind kind) {
  constexpr std::string_view kNames[] = {"found nothing",           "found a card number",
                                         "found an IBAN",           "found a national id number",
                                         "found an e-mail address", "found a telephone number",
                                         "found an IP address"};
  return kNames[static_cast<std::size_t>(kind)];
}

bool passes_luhn(std::string_view digits) {
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    int digit = digits[digits.size() - 1 - i] - '0';
    if (i % 2 == 1) digit = digit > 4 ? 2 * digit - 9 : 2 * digit;
    sum += digit;
  }
  return sum % 10 == 0;
}

bool is_iban(std::string_view text) {
  struct Country {
    std::string_view code;
    std::size_t size;
  };
  constexpr std::array kCountries = std::to_array<Country>({
      {"AT", 20}, {"BE", 16}, {"BG", 22}, {"CH", 21}, {"CY", 28}, {"CZ", 24}, {"DE", 22},
      {"DK", 18}, {"EE", 20}, {"ES", 24}, {"FI", 18}, {"FR", 27}, {"GB", 22}, {"GR", 27},
      {"HR", 21}, {"HU", 28}, {"IE", 22}, {"IL", 23}, {"IS", 26}, {"IT", 27}, {"LI", 21},
      {"LT", 20}, {"LU", 20}, {"LV", 21}, {"MC", 27}, {"MT", 31}, {"NL", 18}, {"NO", 15},
      {"PL", 28}, {"PT", 25}, {"RO", 24}, {"RS", 22}, {"SA", 24}, {"SE", 24}, {"SI", 19},
      {"SK", 24}, {"TR", 26}, {"UA", 29}, {"AE", 23},
  });
  const auto* const country = std::find_if(
      kCountries.begin(), kCountries.end(),
      [text](const Country& c) { return text.starts_with(c.code) && text.size() == c.size; });
  if (country == kCountries.end()) return false;
  unsigned rest = 0;
  const auto add = [&rest](char c) {
    const auto value = static_cast<unsigned>(is_digit(c) ? c - '0' : c - 'A' + 10);
    rest = (rest * (value > 9 ? 100U : 10U) + value) % 97;
  };
  for (const char c : text.substr(4))
    add(c);
  for (const char c : text.substr(0, 4))
    add(c);
  return rest == 1;
}

Personal find_personal(std::string_view text, facts::ByteKinds bytes) {
  Personal best;
  if ((bytes & facts::kDigitByte) != 0) find_in_digits(text, best);
  if ((bytes & facts::kAtByte) == 0) return best;
  for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    const Personal found = email_at(text, at);
    if (!found) continue;
    keep_dearer(best, found.kind, found.at, found.at + found.size);
    break;
  }
  return best;
}

}  // namespace bmo::checks
