// The settings of a workspace: bmo.toml.
#pragma once
#include <string>
#include <string_view>

#include "bmo/base/result.hpp"
#include "bmo/io/io.hpp"

namespace bmo::workspace {

inline constexpr std::string_view kConfigName = "bmo.toml";

/// What this version reads of bmo.toml; texts that are not set are empty.
struct Config {
  std::string mapping_file;    ///< [mapping] file, below the workspace's folder.
  std::string mapping_preset;  ///< [mapping] preset.
};

/// E_CONFIG (kUsage) with line and column where it is no TOML, of a later schema, or where a
/// setting has the wrong type.
Result<Config> read_config(io::Disk& disk, const std::string& path);

/// The text that `init` writes.
std::string_view first_config();

}  // namespace bmo::workspace
