// Guesses from a file's first bytes what kind of text it is, if it is text at all.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bmo::formats {

enum class Encoding : std::uint8_t { kText, kUtf16le, kUtf16be, kUtf32le, kUtf32be, kBinary };

/// UTF-16 and UTF-32 are told with and without a byte order mark. kBinary: NUL bytes at the very
/// start, a known signature, or many control characters. An odd NUL byte further on is text.
Encoding guess_encoding(std::string_view head);
std::string_view encoding_name(Encoding encoding);

enum class JsonShape : std::uint8_t {
  kNone,      ///< Starts like no JSON object or array.
  kLines,     ///< One value per line.
  kOneLine,   ///< A single value on a single line.
  kLongLine,  ///< The head ends within the first line.
  kArray,     ///< One array of all records.
  kSpread,    ///< An object over several lines.
};

JsonShape guess_json(std::string_view head);

/// `head` without byte order mark.
std::string_view without_mark(std::string_view head);

}  // namespace bmo::formats
