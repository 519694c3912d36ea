// Looks at JSON text, lists above all, without taking it apart.
#pragma once
#include <string>
#include <string_view>

namespace bmo::formats::kit {

/// JSON text as it stands, but on one line and safe from readers that split at Unicode line ends.
/// Line ends can only be white space here: strings hold none.
void append_one_line(std::string& out, std::string_view value);

/// The index behind the string, list or object that begins `text`.
std::size_t value_end(std::string_view text);

/// "[{...}]" -> "{...}" where the list holds one object alone; other text as it is. `text` must be
/// valid JSON.
std::string_view without_single_brackets(std::string_view text);

}  // namespace bmo::formats::kit
