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

/// A [topics.NAME] table: what is asked in the topic.
struct DescribedTopicConfig {
  std::string topic;
  double share = 0;
  std::vector<std::string> examples;  ///< As texts ...
  std::string file;                   ///< ... or in a file, as written.
  std::uint64_t line = 0;             ///< Where the table begins.
};

struct AnalysisConfig {
  std::string mapping_file;                            ///< [mapping] file, as written.
  std::vector<std::pair<std::string, double>> topics;  ///< [topics] name = share.
  std::vector<DescribedTopicConfig> described;         ///< [topics.NAME], by name.
  std::vector<std::pair<std::string, std::array<double, 2>>>
      scales;                                           ///< [scores] name = [low, high].
  std::vector<std::string> voice_reference;             ///< [voice] reference.
  std::vector<std::string> public_sets;                 ///< [value] public.
  std::array<double, 4> index_weights{40, 30, 20, 10};  ///< [value.weights], as they stand there.
  std::string attempts;                                 ///< [roi] attempts, a file.
  std::string time;                                     ///< [roi] time, a file.
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
