// Adds to the text of a mapping file without touching what it says already.
#pragma once
#include <string>
#include <string_view>

#include "bmo/base/result.hpp"

namespace bmo::workspace {

/// `mapping` (TOML, may be empty) with `constants.NAME = value`, unless it sets that constant
/// itself. E_MAPPING (kUsage) where it is no TOML.
Result<std::string> with_constant(std::string_view mapping, std::string_view name,
                                  std::string_view value);

}  // namespace bmo::workspace
