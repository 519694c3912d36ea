// Finds the text of a mapping that was named by file or by preset.
#pragma once
#include <string>

#include "bmo/base/result.hpp"
#include "bmo/io/io.hpp"

namespace bmo::app {

/// The text of the preset or file `map`; empty where `map` is. E_MAPPING (kUsage) with the nearest
/// preset where there is neither, or where the text is no mapping.
Result<std::string> mapping_text(io::Disk& disk, const std::string& map);

}  // namespace bmo::app
