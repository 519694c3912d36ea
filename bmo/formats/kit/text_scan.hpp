// Looks for single bytes in long texts, sixteen at a time where the machine can.
#pragma once
#include <cstddef>
#include <string_view>

namespace bmo::formats {

/// The first place of `a` or `b` at or after `at`, or text.size().
std::size_t find_either(std::string_view text, std::size_t at, char a, char b);

/// The first place of `a` at or after `at`, or text.size().
std::size_t find_byte(std::string_view text, std::size_t at, char a);

std::size_t count_lines(std::string_view text);

/// Nothing but spaces, tabs and line ends.
bool is_blank_line(std::string_view text);

}  // namespace bmo::formats
