// Knows numbers of state that carry a check, or that a word before them names.
#pragma once
#include <string_view>

namespace bmo::checks {

/// Is the run of digits that stands at `begin` of `text` such a number? Each needs the word for it
/// within forty bytes before: check digits alone hold for one number in ten by chance.
bool is_national_id(std::string_view text, std::size_t begin, std::string_view digits);

}  // namespace bmo::checks
