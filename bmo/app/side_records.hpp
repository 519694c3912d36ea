// Reads what lies beside the pairs: attempts at generating them, and hours spent.
#pragma once
#include <string>
#include <vector>

#include "bmo/base/result.hpp"
#include "bmo/io/io.hpp"
#include "bmo/metrics/metrics.hpp"

namespace bmo::app {

/// Any container that pairs can be kept in: JSON Lines, CSV, Parquet. Records that cannot be read
/// are skipped and counted in `skipped`.
Result<std::vector<metrics::Attempt>> read_attempts(io::Disk& disk, const std::string& path,
                                                    std::uint64_t& skipped);
Result<std::vector<metrics::TimeEntry>> read_times(io::Disk& disk, const std::string& path,
                                                   std::uint64_t& skipped);

}  // namespace bmo::app
