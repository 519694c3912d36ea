// The table [points] of a settings file: what kinds of findings take from a score.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "bmo/base/result.hpp"
#include "bmo/io/io.hpp"

namespace bmo::workspace {

/// One line: "W_TRUNCATED no_terminal" = 9.
struct PointsSetting {
  std::string what;
  std::uint8_t points = 0;  ///< 0 to 100.
  std::string file;         ///< Where it stands ...
  std::uint64_t line = 0;   ///< ... and at which line.
};

/// By name. `file = "points.toml"` in the table takes the rest from the [points] of that file,
/// which lies beside this one. E_CONFIG (kUsage) with the line where a value is none.
Result<std::vector<PointsSetting>> read_points(io::Disk& disk, const std::string& path);

}  // namespace bmo::workspace
