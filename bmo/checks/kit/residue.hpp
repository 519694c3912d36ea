// Knows the headings that prompt templates put between their parts.
#pragma once
#include <string_view>

namespace bmo::checks {

/// Is the line "### Response" or "### Response:", and not "### Responses of the press"?
bool is_template_heading(std::string_view line);

}  // namespace bmo::checks
