// The observations that a broken JSON text is reported with.
#pragma once
#include <string>
#include <string_view>

namespace bmo::json {

/// What stands at `at`, for a message: "'x'", "raw control character 0x01", "the end".
std::string name_character(std::string_view text, std::size_t at);

/// Why no value can start at `at`. `closer` is the bracket that would end what is open (0: nothing
/// is open), `after_comma` tells that a comma stands before it.
std::string explain_no_value(std::string_view text, std::size_t at, char closer, bool after_comma);

/// Why no key can start at `at`.
std::string explain_no_key(std::string_view text, std::size_t at, bool after_comma);

/// Why neither a comma nor `closer` stands at `at`.
std::string explain_no_comma(std::string_view text, std::size_t at, char closer);

/// Why what starts like a number at `at` is none.
std::string explain_no_number(std::string_view text, std::size_t at);

}  // namespace bmo::json
