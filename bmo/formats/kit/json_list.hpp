// Looks at JSON list text without taking it apart.
#pragma once
#include <string_view>

namespace bmo::formats::kit {

/// "[{...}]" -> "{...}" where the list holds one object alone; other text as it is. `text` must be
/// valid JSON.
std::string_view without_single_brackets(std::string_view text);

}  // namespace bmo::formats::kit
