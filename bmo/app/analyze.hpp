// Says what a data set is: every chapter of figures, with what each rests on.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "bmo/app/session.hpp"
#include "bmo/base/result.hpp"
#include "bmo/metrics/metrics.hpp"

namespace bmo::app {

struct AnalyzeRequest {
  std::vector<std::string> sources;
  std::string map;     ///< As in an export.
  std::string where;   ///< Only pairs for which this is true.
  std::string config;  ///< A bmo.toml; empty: that of the workspace, if there is one.
  std::vector<std::string> chapters;  ///< Ids; empty: all.
  std::string encoder = "static";     ///< What makes vectors of instructions; "none": nothing does.
  unsigned threads = 0;
  std::size_t batch_size = 0;
  std::string memory;
};

struct AnalyzeAnswer {
  std::uint64_t records = 0;
  std::uint64_t pairs = 0;                 ///< That the figures are about.
  std::uint64_t quarantined = 0;           ///< Records that are no pairs.
  std::string config;                      ///< The bmo.toml that was used; empty: none.
  std::vector<metrics::Chapter> chapters;  ///< In the order of a report.
  std::vector<std::string> notes;
  double seconds = 0;
};

/// Errors: those of reading, E_METRIC (kUsage) with the nearest chapter, E_CONFIG.
Result<AnalyzeAnswer> run_analyze(const AnalyzeRequest& request, const Session& session);

}  // namespace bmo::app
