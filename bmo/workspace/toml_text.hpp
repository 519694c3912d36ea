// Parses TOML text; toml++ throws, and that ends here.
#pragma once
#include <string>
#include <string_view>

#include <toml++/toml.h>

#include "bmo/base/result.hpp"

namespace bmo::workspace {

/// kUsage with the given code, and the line and column as its place.
Result<toml::table> parse_toml(std::string_view text, std::string code, std::string hint);

}  // namespace bmo::workspace
