// Numbers between text and double, without a locale and without losing a digit unseen.
#include <charconv>
#include <cmath>
#include <limits>
#include <system_error>

#include "bmo/json/json.hpp"

namespace bmo::json {
namespace {

/// A decimal number as 0.DIGITS * 10^exponent, digits without zeros at either end.
struct Decimal {
  std::string digits;
  long long exponent = 0;
  friend bool operator==(const Decimal&, const Decimal&) = default;
};

long long exponent_of(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  long long value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  constexpr long long kHuge = std::numeric_limits<long long>::max() / 4;
  if (error == std::errc::result_out_of_range) return text.starts_with('-') ? -kHuge : kHuge;
  return value;
}

/// Takes a number apart; the sign is left aside.
Decimal decimal_of(std::string_view number) {
  Decimal out;
  const std::size_t mark = number.find_first_of("eE");
  bool after_point = false;
  for (const char c : number.substr(0, mark)) {
    if (c == '.') after_point = true;
    if (c < '0' || c > '9') continue;
    const bool leading = out.digits.empty() && c == '0';
    if (!leading) out.digits += c;
    if (!after_point && !leading) ++out.exponent;
    if (after_point && leading) --out.exponent;
  }
  while (out.digits.ends_with('0'))
    out.digits.pop_back();
  if (out.digits.empty()) return {};
  if (mark != std::string_view::npos) out.exponent += exponent_of(number.substr(mark + 1));
  return out;
}

// Any decimal of so many digits is what its double's shortest text says, as no two of them share a
// double.
constexpr std::size_t kSureDigits = std::numeric_limits<double>::digits10;

/// A number of few digits and without an exponent, as most are.
bool is_short_decimal(std::string_view number) {
  return number.size() <= kSureDigits && number.find_first_of("eE") == std::string_view::npos;
}

/// Appends a number of up to three decimals; false where the value is none. It finds the decimals
/// that divide back to the very same double, which are then its shortest text.
bool append_short_decimal(std::string& out, double value) {
  if (!(value >= 1e-3 && value < 1e6)) return false;
  std::uint64_t scale = 1;
  for (unsigned decimals = 0; decimals <= 3; ++decimals, scale *= 10) {
    const auto whole = static_cast<std::uint64_t>(value * static_cast<double>(scale) + 0.5);
    if (static_cast<double>(whole) / static_cast<double>(scale) != value) continue;
    char buffer[24];
    const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, whole / scale);
    out.append(buffer, end);
    out += '.';
    if (decimals == 0) out += '0';
    std::uint64_t rest = whole % scale;
    for (std::uint64_t place = scale / 10; place > 0; place /= 10) {
      out += static_cast<char>('0' + static_cast<char>(rest / place));
      rest %= place;
    }
    return true;
  }
  return false;
}

std::string_view shortest(double value, char* out, std::size_t room) {
  const auto [end, error] = std::to_chars(out, out + room, value, std::chars_format::scientific);
  return {out, static_cast<std::size_t>(end - out)};
}

}  // namespace

double Value::real() const {
  double value = 0;
  const std::string_view text = raw();
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} ? value : std::numeric_limits<double>::quiet_NaN();
}

// Exact in either sense: the double's shortest text is this number (0.1), or its full expansion is
// (2^60, whose shortest text ends in zeros).
bool Value::is_exact_real() const {
  if (is_short_decimal(raw())) return true;
  const double value = real();
  if (!std::isfinite(value)) return false;
  const Decimal given = decimal_of(raw());
  char buffer[1600];
  if (decimal_of(shortest(value, buffer, sizeof buffer)) == given) return true;
  const auto [end, error] =
      std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed, 1100);
  return decimal_of({buffer, static_cast<std::size_t>(end - buffer)}) == given;
}

void append_real(std::string& out, double value) {
  if (append_short_decimal(out, value)) return;
  char buffer[64];
  const double size = std::fabs(value);
  const bool plain = size == 0 || (size >= 1e-5 && size < 1e16);
  const auto format = plain ? std::chars_format::fixed : std::chars_format::scientific;
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value, format);
  const std::string_view text(buffer, static_cast<std::size_t>(end - buffer));
  out += text;
  if (text.find_first_of(".e") == std::string_view::npos) out += ".0";
}

void append_integer(std::string& out, std::int64_t value) {
  char buffer[24];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value);
  out.append(buffer, end);
}

}  // namespace bmo::json
