// Finds the text of a mapping that was named by file or by preset.
#pragma once
#include <string>

#include "bmo/base/result.hpp"
#include "bmo/io/io.hpp"
#include "bmo/pipeline/recipe.hpp"

namespace bmo::app {

/// The text of the preset or file `map`, with the JSON Schema that it names inside; empty where
/// `map` is. E_MAPPING (kUsage) with the nearest preset where there is neither, or where the text
/// is no mapping.
Result<std::string> mapping_text(io::Disk& disk, const std::string& map);

/// Is the layout of this `--to` a mapping file: "jsonl:my.toml"?
bool names_mapping_layout(const std::string& spec);
/// That output, its mapping read from the disk.
Result<pipeline::OutputSpec> mapping_output(io::Disk& disk, const std::string& spec);

}  // namespace bmo::app
