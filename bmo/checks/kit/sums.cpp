// Sums around equals signs: the numbers before the sign, worked out, against the one behind it.
#include "bmo/checks/kit/sums.hpp"

#include <charconv>
#include <cmath>
#include <optional>
#include <vector>

namespace bmo::checks {
namespace {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

struct Number {
  double value = 0;
  double unit = 1;  ///< Of the last digit: 0.01 in 3.14.
  std::size_t end = 0;
};

/// A number at `at`, "$1,234.50" or "12%"; nullopt: there is none.
std::optional<Number> read_number(std::string_view text, std::size_t at) {
  char digits[32];
  std::size_t size = 0;
  double unit = 1;
  bool has_point = false;
  if (at < text.size() && text[at] == '$') ++at;
  if (at < text.size() && text[at] == '-') digits[size++] = text[at++];
  const std::size_t first = at;
  for (; at < text.size() && size < sizeof digits; ++at) {
    const char c = text[at];
    const bool before_digit = at + 1 < text.size() && is_digit(text[at + 1]);
    if (is_digit(c)) {
      digits[size++] = c;
      if (has_point) unit /= 10;
    } else if (c == '.' && before_digit && !has_point) {
      digits[size++] = c;
      has_point = true;
    } else if (c != ',' || !before_digit || at == first) {
      break;
    }
  }
  double value = 0;
  const auto read = std::from_chars(digits, digits + size, value);
  if (at == first || read.ec != std::errc() || read.ptr != digits + size) return std::nullopt;
  return Number{.value = value, .unit = unit, .end = at};
}

void skip_spaces(std::string_view text, std::size_t& at) {
  while (at < text.size() && text[at] == ' ')
    ++at;
}

/// The operation at `at`, which is moved behind it; 0: none.
char read_operation(std::string_view text, std::size_t& at) {
  if (at >= text.size()) return 0;
  const std::string_view rest = text.substr(at);
  if (rest.starts_with("\xC3\x97") || rest.starts_with("\xC3\xB7")) {
    at += 2;
    return rest[1] == '\x97' ? '*' : '/';
  }
  const char c = rest.front();
  const bool is_one = c == '+' || c == '-' || c == '*' || c == '/';
  const bool is_letter_times = c == 'x' && rest.size() > 1 && rest[1] == ' ';
  if (!is_one && !is_letter_times) return 0;
  ++at;
  return is_letter_times ? '*' : c;
}

struct Statement {
  double value = 0;
  std::size_t end = 0;  ///< Behind the last number.
  std::size_t operations = 0;
};

/// Works out "a op b op c" from `at`, products first.
std::optional<Statement> work_out(std::string_view text, std::size_t at) {
  const std::optional<Number> first = read_number(text, at);
  if (!first) return std::nullopt;
  Statement out{.end = first->end};
  double sum = 0;
  double product = first->value;
  for (;;) {
    std::size_t next = out.end;
    skip_spaces(text, next);
    const char operation = read_operation(text, next);
    skip_spaces(text, next);
    const std::optional<Number> number = operation != 0 ? read_number(text, next) : std::nullopt;
    if (!number) break;
    if (operation == '*') product *= number->value;
    if (operation == '/') product = number->value == 0 ? std::nan("") : product / number->value;
    if (operation == '+' || operation == '-') {
      sum += product;
      product = operation == '-' ? -number->value : number->value;
    }
    out.end = number->end;
    ++out.operations;
  }
  out.value = sum + product;
  return out.operations == 0 ? std::nullopt : std::optional(out);
}

/// Where the sum before the sign at `equals` begins: the first of the numbers, signs and spaces.
std::size_t begin_of_sum(std::string_view text, std::size_t equals) {
  std::size_t begin = equals;
  while (begin > 0 && equals - begin < 80) {
    const char c = text[begin - 1];
    const bool is_sign = c == '+' || c == '-' || c == '*' || c == '/' || c == ' ' || c == '.' ||
                         c == ',' || c == '$' || c == 'x' || c == '\xC3' || c == '\x97' ||
                         c == '\xB7';
    if (!is_digit(c) && !is_sign) break;
    --begin;
  }
  return begin;
}

/// May a sum begin here, or does the text before belong to it: "f(x) + 2 = 3", "2^2 + 1 = 5"?
bool stands_free(std::string_view text, std::size_t begin) {
  if (begin == 0) return true;
  const char before = text[begin - 1];
  if (before == '\n' || before == ':' || before == '"' || before == '=') return true;
  // Behind a word, but not behind a letter: "x + 2 = 3" is an equation.
  return text[begin] == ' ' && is_letter(before) && begin >= 2 && is_letter(text[begin - 2]);
}

bool holds(double stated, double unit, double value) {
  const double difference = std::fabs(stated - value);
  return difference <= 0.5 * unit + 1e-9 || difference <= 0.01 * std::fabs(value);
}

/// What goes on behind the number stated: "= 5 * 2" states another sum, "= 5x" an equation.
bool ends_statement(std::string_view text, std::size_t end) {
  if (end >= text.size()) return true;
  const char next = text[end];
  if (next == '/' || next == '^' || next == '*' || next == '%' || next == '(' || next == '\\')
    return false;
  if ((next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z')) return false;
  std::size_t at = end;
  skip_spaces(text, at);
  std::size_t behind = at;
  return read_operation(text, behind) == 0 && !text.substr(at).starts_with("r ");
}

}  // namespace

std::string_view find_wrong_sum(std::string_view text) {
  for (std::size_t equals = text.find('='); equals != std::string_view::npos;
       equals = text.find('=', equals + 1)) {
    std::size_t begin = begin_of_sum(text, equals);
    if (begin == equals || !stands_free(text, begin)) continue;
    while (begin < equals && !is_digit(text[begin]) && text[begin] != '$')
      ++begin;
    const std::optional<Statement> sum = work_out(text, begin);
    if (!sum) continue;
    std::size_t at = sum->end;
    skip_spaces(text, at);
    if (at != equals) continue;
    at = equals + 1;
    skip_spaces(text, at);
    const std::optional<Number> stated = read_number(text, at);
    if (!stated || !ends_statement(text, stated->end) || std::isnan(sum->value)) continue;
    if (!holds(stated->value, stated->unit, sum->value))
      return text.substr(begin, stated->end - begin);
  }
  return {};
}

}  // namespace bmo::checks
