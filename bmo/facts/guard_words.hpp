// Knows the English words that carry an amount or turn a sentence round, slips of the pen included.
#pragma once
#include <optional>
#include <string_view>

namespace bmo::facts {

/// What one word of a norm says.
struct GuardWord {
  std::string_view digits;  ///< Of a number word: "two" is "2"; empty for a negation.

  bool is_number() const { return !digits.empty(); }
};

/// A number word or a negation, also where two neighbouring letters behind the first changed
/// places ("fuor", "wihtout"), unless that makes another word ("there" is not "three").
std::optional<GuardWord> find_guard_word(std::string_view word);

}  // namespace bmo::facts
