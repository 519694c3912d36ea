// Checks sources and lets a caller see every batch that went by.
#pragma once
#include <functional>
#include <string>

#include "bmo/app/export.hpp"
#include "bmo/app/session.hpp"
#include "bmo/base/result.hpp"
#include "bmo/pipeline/scan.hpp"

namespace bmo::app {

/// Called for every batch in input order, with the path of its file as asked for.
using WatchBatch = std::function<Status(const pipeline::Item& item, const std::string& file)>;

/// As `run_check`; an error of `watch` ends the run.
Result<ExportAnswer> run_watched_check(const ExportRequest& request, const Session& session,
                                       const WatchBatch& watch);

}  // namespace bmo::app
