// Numbers of state: US SSN, German tax id, Brazilian CPF, Indian Aadhaar, British NHS, Polish
// PESEL, Dutch BSN, Swedish personal number.
#include "bmo/checks/kit/national_ids.hpp"

#include <algorithm>
#include <array>

#include "bmo/base/text.hpp"
#include "bmo/checks/kit/personal.hpp"

namespace bmo::checks {
namespace {

int digit_at(std::string_view digits, std::size_t at) {
  return digits[at] - '0';
}

/// Sum of the digits times their weights.
int weighted(std::string_view digits, std::initializer_list<int> weights) {
  int sum = 0;
  std::size_t at = 0;
  for (const int weight : weights)
    sum += weight * digit_at(digits, at++);
  return sum;
}

/// No check digit: areas, groups and serials that were given out.
bool is_social_security(std::string_view digits) {
  const std::string_view area = digits.substr(0, 3);
  return area != "000" && area != "666" && area < "900" && digits.substr(3, 2) != "00" &&
         digits.substr(5) != "0000";
}

/// ISO 7064, modulo 11, 10.
bool is_german_tax_id(std::string_view digits) {
  int product = 10;
  for (std::size_t i = 0; i < 10; ++i) {
    int sum = (digit_at(digits, i) + product) % 10;
    if (sum == 0) sum = 10;
    product = 2 * sum % 11;
  }
  const int check = 11 - product;
  return digits[0] != '0' && digit_at(digits, 10) == (check == 10 ? 0 : check);
}

bool is_cpf(std::string_view digits) {
  const int first = weighted(digits, {10, 9, 8, 7, 6, 5, 4, 3, 2}) * 10 % 11 % 10;
  const int second = weighted(digits, {11, 10, 9, 8, 7, 6, 5, 4, 3, 2}) * 10 % 11 % 10;
  return digit_at(digits, 9) == first && digit_at(digits, 10) == second;
}

/// Verhoeff's check over the dihedral group of ten.
bool is_aadhaar(std::string_view digits) {
  constexpr std::array<std::array<int, 10>, 10> kProduct = {{{0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
                                                             {1, 2, 3, 4, 0, 6, 7, 8, 9, 5},
                                                             {2, 3, 4, 0, 1, 7, 8, 9, 5, 6},
                                                             {3, 4, 0, 1, 2, 8, 9, 5, 6, 7},
                                                             {4, 0, 1, 2, 3, 9, 5, 6, 7, 8},
                                                             {5, 9, 8, 7, 6, 0, 4, 3, 2, 1},
                                                             {6, 5, 9, 8, 7, 1, 0, 4, 3, 2},
                                                             {7, 6, 5, 9, 8, 2, 1, 0, 4, 3},
                                                             {8, 7, 6, 5, 9, 3, 2, 1, 0, 4},
                                                             {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}}};
  constexpr std::array<std::size_t, 10> kTurn = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
  int check = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    auto digit = static_cast<std::size_t>(digit_at(digits, digits.size() - 1 - i));
    for (std::size_t turn = 0; turn < i % 8; ++turn)
      digit = kTurn[digit];
    check = kProduct[static_cast<std::size_t>(check)][digit];
  }
  return check == 0 && digits[0] > '1';
}

bool is_nhs(std::string_view digits) {
  const int check = 11 - weighted(digits, {10, 9, 8, 7, 6, 5, 4, 3, 2}) % 11;
  return check != 10 && digit_at(digits, 9) == check % 11;
}

bool is_pesel(std::string_view digits) {
  return (weighted(digits, {1, 3, 7, 9, 1, 3, 7, 9, 1, 3}) + digit_at(digits, 10)) % 10 == 0;
}

bool is_bsn(std::string_view digits) {
  return weighted(digits, {9, 8, 7, 6, 5, 4, 3, 2, -1}) % 11 == 0;
}

bool is_swedish(std::string_view digits) {
  return passes_luhn(digits.size() == 12 ? digits.substr(2) : digits);
}

struct NationalId {
  std::string_view word;  ///< In lower case.
  std::size_t size;
  bool (*passes)(std::string_view);
};

constexpr std::array kIds = std::to_array<NationalId>({
    {"ssn", 9, is_social_security},
    {"social security", 9, is_social_security},
    {"steuer", 11, is_german_tax_id},
    {"tax id", 11, is_german_tax_id},
    {"cpf", 11, is_cpf},
    {"aadhaar", 12, is_aadhaar},
    {"nhs", 10, is_nhs},
    {"pesel", 11, is_pesel},
    {"bsn", 9, is_bsn},
    {"burgerservicenummer", 9, is_bsn},
    {"personnummer", 10, is_swedish},
    {"personnummer", 12, is_swedish},
});

bool has_size(std::string_view digits) {
  return digits.size() >= 9 && digits.size() <= 12;
}

}  // namespace

bool is_national_id(std::string_view text, std::size_t begin, std::string_view digits) {
  if (!has_size(digits)) return false;
  const std::size_t from = begin - std::min<std::size_t>(begin, 40);
  const std::string before = lower_ascii(text.substr(from, begin - from));
  return std::any_of(kIds.begin(), kIds.end(), [&](const NationalId& id) {
    return id.size == digits.size() && before.find(id.word) != std::string::npos &&
           id.passes(digits);
  });
}

}  // namespace bmo::checks
