// Reads from a text what must be equal before two texts that look alike may count as the same:
// amounts, signs of calculation, negation, names.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace bmo::facts {

/// The numbers and number words ("two" is 2) and the signs of calculation as a multiset, and
/// whether the negations are odd in number; 0 where there is none of them. "Add 3 and 4" and "Add 3
/// and 5" share nearly every character; their amounts differ. `text` is what a person wrote, `norm`
/// its norm. Linear.
std::uint64_t read_amounts(std::string_view text, std::string_view norm);

/// Appends the words that are capitalised within a sentence, as they stand in the norm, joined by
/// one space. None where most words are capitalised: then the letters tell nothing.
void append_names(std::string_view text, std::string& out);

/// Appends the norm's words with each number, number word and name replaced by a mark, so that
/// texts made from one template become equal. `names` as append_names gives them.
void append_pattern(std::string_view norm, std::string_view names, std::string& out);

}  // namespace bmo::facts
