// Finds UTF-8 that was decoded as Windows-1252 or Latin-1.
#pragma once
#include <string>
#include <string_view>

namespace bmo::checks {

/// The byte where the first garbled character stands, or npos.
std::size_t find_garbled(std::string_view text);

/// Puts the text as it was meant into `out` and returns true; false where nothing is garbled. Text
/// that was garbled twice is decoded twice.
bool ungarble(std::string_view text, std::string& out);

}  // namespace bmo::checks
