// Finds UTF-8 that was decoded as Windows-1252 or Latin-1.
#pragma once
#include <string_view>

namespace bmo::checks {

/// The byte where the first garbled character stands, or npos.
std::size_t find_garbled(std::string_view text);

}  // namespace bmo::checks
