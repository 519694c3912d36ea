// Shows in a finding how a text ends.
#pragma once
#include <string>
#include <string_view>

namespace bmo::checks {

/// "...and medi": the last bytes of its last line.
std::string shown_end(std::string_view text);

}  // namespace bmo::checks
