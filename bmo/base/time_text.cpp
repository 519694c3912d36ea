// Compares a text with the forms character by character, and its numbers with the calendar.
#include "bmo/base/time_text.hpp"

#include <array>

namespace bmo {
namespace {

constexpr std::size_t kDay = 10;      // "2025-09-01"
constexpr std::size_t kHour = 13;     // "2025-09-01T09"
constexpr std::size_t kMinutes = 16;  // "2025-09-01T09:40"
constexpr std::size_t kSeconds = 19;  // "2025-09-01T09:40:00"

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// `d` is a digit, anything else itself.
bool has_form(std::string_view text, std::string_view form) {
  if (text.size() != form.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (form[i] == 'd' ? !is_digit(text[i]) : text[i] != form[i]) return false;
  }
  return true;
}

int number_at(std::string_view text, std::size_t at) {
  return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

bool is_day(std::string_view text) {
  if (!has_form(text, "dddd-dd-dd")) return false;
  const int month = number_at(text, 5);
  const int day = number_at(text, 8);
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

bool is_zone(std::string_view text) {
  if (text.empty() || text == "Z") return true;
  if (text[0] != '+' && text[0] != '-') return false;
  const std::string_view offset = text.substr(1);
  return has_form(offset, "dd") || has_form(offset, "dddd") || has_form(offset, "dd:dd");
}

/// How long the time of day is, counted from the text's start; kDay: there is none.
std::size_t clock_end(std::string_view text) {
  if (text.size() <= kDay || (text[kDay] != 'T' && text[kDay] != ' ')) return kDay;
  const std::string_view clock = text.substr(kDay + 1);
  constexpr std::array<std::pair<std::string_view, std::size_t>, 3> kForms{
      {{"dd:dd:dd", kSeconds}, {"dd:dd", kMinutes}, {"dd", kHour}}};
  for (const auto& [form, end] : kForms) {
    if (has_form(clock.substr(0, form.size()), form)) return end;
  }
  return kDay;
}

bool is_clock(std::string_view text, std::size_t end) {
  return number_at(text, 11) < 24 && (end < kMinutes || number_at(text, 14) < 60) &&
         (end < kSeconds || number_at(text, 17) < 60);
}

}  // namespace

bool is_time_text(std::string_view text) {
  if (text.size() < kDay || !is_digit(text[0]) || !is_day(text.substr(0, kDay))) return false;
  if (text.size() == kDay) return true;
  const std::size_t end = clock_end(text);
  return end != kDay && is_clock(text, end) && is_zone(text.substr(end));
}

FractionPlace fraction_place(std::string_view text) {
  if (!is_time_text(text)) return {};
  const std::size_t end = clock_end(text);
  if (end == kSeconds) return {end, ".000"};
  return end == kMinutes ? FractionPlace{end, ":00.000"} : FractionPlace{};
}

}  // namespace bmo
