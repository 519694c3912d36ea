// What bmo.toml says of a set beside its pairs: targets, scales, and what went into it.
#pragma once
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bmo/base/result.hpp"
#include "bmo/io/io.hpp"

namespace bmo::workspace {

/// A number, or low, likely and high.
using ThreeNumbers = std::array<double, 3>;

struct AnalysisConfig {
  std::string mapping_file;                            ///< [mapping] file, as written.
  std::vector<std::pair<std::string, double>> topics;  ///< [topics] name = share.
  std::vector<std::pair<std::string, std::array<double, 2>>>
      scales;                                ///< [scores] name = [low, high].
  std::vector<std::string> voice_reference;  ///< [voice] reference.
  std::string attempts;                      ///< [roi] attempts, a file.
  std::string time;                          ///< [roi] time, a file.
  std::string currency;
  std::optional<ThreeNumbers> hourly_rate;
  std::optional<ThreeNumbers> minutes_to_write;
  std::optional<ThreeNumbers> minutes_to_review;
  std::optional<ThreeNumbers> yearly_benefit;
  std::optional<ThreeNumbers> licence_price;
  double setup_hours = 0;
  double probability = 1;
  double years = 1;
};

/// Files in it are as they are written: below the folder of bmo.toml. E_CONFIG (kUsage) with line
/// and column where it is no TOML, or where a setting has the wrong type or makes no sense.
Result<AnalysisConfig> read_analysis_config(io::Disk& disk, const std::string& path);

}  // namespace bmo::workspace
