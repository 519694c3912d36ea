// The settings of a workspace: bmo.toml.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/base/result.hpp"
#include "bmo/io/io.hpp"

namespace bmo::workspace {

inline constexpr std::string_view kConfigName = "bmo.toml";

/// A score that pairs, or those of a topic, must reach.
struct ConfigGate {
  std::string topic;  ///< Empty: all pairs.
  std::string score;
  double least = 0;
};

/// [gates]: conditions that every export from this workspace's data sets has to meet.
struct ConfigGates {
  std::string where;
  std::optional<double> max_drop;  ///< From 0 to 1.
  std::vector<ConfigGate> scores;  ///< `min_score`, then `topic.NAME`, by name.
};

/// What this version reads of bmo.toml; texts that are not set are empty.
struct Config {
  std::string mapping_file;    ///< [mapping] file, below the workspace's folder.
  std::string mapping_preset;  ///< [mapping] preset.
  ConfigGates gates;
};

/// E_CONFIG (kUsage) with line and column where it is no TOML, of a later schema, or where a
/// setting has the wrong type.
Result<Config> read_config(io::Disk& disk, const std::string& path);

/// The text that `init` writes.
std::string_view first_config();

}  // namespace bmo::workspace
