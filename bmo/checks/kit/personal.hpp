// Finds personal data by its shape and, where it has them, by its check digits.
#pragma once
#include <cstdint>
#include <string_view>

#include "bmo/facts/word_list.hpp"

namespace bmo::checks {

enum class PersonalKind : std::uint8_t {
  kNone,
  kCard,        ///< 13 to 19 digits of a card issuer, with Luhn's check digit.
  kAccount,     ///< An IBAN, by its country's length and modulo 97.
  kNationalId,  ///< A number of state with a check: see national_ids.hpp.
  kEmail,
  kPhone,    ///< In the shape of one, with a sign of it: +, brackets, or a word before it.
  kAddress,  ///< An IPv4 address that is not private and not a version number.
};

/// "found a card number", ...
std::string_view personal_name(PersonalKind kind);

struct Personal {
  PersonalKind kind = PersonalKind::kNone;
  std::size_t at = 0;
  std::size_t size = 0;
  explicit operator bool() const { return kind != PersonalKind::kNone; }
};

/// The first of the dearest kind. `bytes` are the text's byte kinds.
Personal find_personal(std::string_view text, facts::ByteKinds bytes);

/// Luhn's check of a run of digits.
bool passes_luhn(std::string_view digits);
/// The check of an IBAN without spaces, and its country's length.
bool is_iban(std::string_view text);

}  // namespace bmo::checks
