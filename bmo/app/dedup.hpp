// Finds pairs that say the same thing, and says what would go at every threshold.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "bmo/app/dedup_answer.hpp"
#include "bmo/app/export.hpp"
#include "bmo/app/session.hpp"
#include "bmo/base/result.hpp"

namespace bmo::app {

/// `base` says sources, filters, threads and memory; where it has an `out` the kept pairs are
/// exported there, as JSONL unless `base.to` says otherwise.
struct DedupRequest {
  ExportRequest base;
  std::vector<std::string> methods;  ///< "exact", "near=0.8"; empty: exact and near.
  std::string label_file;     ///< Pairs for a person to judge are written there; empty: none are.
  std::uint64_t labels = 40;  ///< So many of each method.
};

Result<DedupAnswer> run_dedup(const DedupRequest& request, const Session& session);

}  // namespace bmo::app
