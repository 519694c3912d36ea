// Finds UTF-8 that was decoded as Windows-1252 or Latin-1, and decodes bytes of these.
#pragma once
#include <string>
#include <string_view>

namespace bmo::checks {

/// The byte where the first garbled character stands, or npos.
std::size_t find_garbled(std::string_view text);

/// Puts the text as it was meant into `out` and returns true; false where nothing is garbled. Text
/// that was garbled twice is decoded twice.
bool ungarble(std::string_view text, std::string& out);

/// Puts the text of bytes that are all of Windows-1252 into `out` (empty before); false where one
/// has no character there, where some letter is UTF-8 or looks like one that was cut, and for
/// ASCII.
bool decode_windows_1252(std::string_view bytes, std::string& out);

}  // namespace bmo::checks
