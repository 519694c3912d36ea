// Reads from a text what must be equal before two texts that look alike may count as the same:
// amounts, signs of calculation, negation, names.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace bmo::facts {

/// "Add 3 and 4" and "Add 3 and 5" share nearly every character; their guards differ.
struct Guards {
  /// Multiset of the numbers and number words ("two" is 2), of signs of calculation, and whether
  /// the negations are odd in number; 0 where there is none of them.
  std::uint64_t amounts = 0;
  /// Set of the words that are capitalised within a sentence; 0: none; kAnyNames: the text is all
  /// in capitals or all in small letters, so its letters do not tell.
  std::uint64_t names = 0;

  static constexpr std::uint64_t kAnyNames = ~std::uint64_t{0};

  friend bool operator==(const Guards&, const Guards&) = default;
};

/// The names of two texts, neither speaks against the other.
constexpr bool names_agree(std::uint64_t a, std::uint64_t b) {
  return a == b || a == Guards::kAnyNames || b == Guards::kAnyNames;
}

/// `text` is what a person wrote, `norm` its norm. Linear. Where `pattern` is given, the norm's
/// words are appended to it with each number, number word and name replaced by a mark, so that
/// texts made from one template become equal.
Guards read_guards(std::string_view text, std::string_view norm, std::string* pattern = nullptr);
/// The amounts alone.
std::uint64_t read_amounts(std::string_view text, std::string_view norm);

}  // namespace bmo::facts
