// Works out the sums that a text states.
#pragma once
#include <string_view>

namespace bmo::checks {

/// The first statement "a op b (op c ...) = d" that does not hold, a view of `text`; empty: none.
/// + - * / × ÷ are worked out in their order; half a unit of the last digit or one per cent of
/// difference is let pass.
std::string_view find_wrong_sum(std::string_view text);

}  // namespace bmo::checks
