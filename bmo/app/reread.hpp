// Goes along what a finished run left, its ledger, and what it read, its sources, once more.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "bmo/app/session.hpp"
#include "bmo/base/result.hpp"
#include "bmo/checks/fixes.hpp"
#include "bmo/json/dom.hpp"
#include "bmo/json/json.hpp"
#include "bmo/model/batch.hpp"
#include "bmo/pipeline/plan.hpp"

namespace bmo::app {

/// Calls `visit` with each row of an export's ledger, in order.
Status walk_ledger(const std::string& directory, io::Disk& disk,
                   const std::function<void(json::Value, Arena&)>& visit);

/// The sources of an export; empty where they are gone or not as the run found them.
Result<std::vector<pipeline::OpenedInput>> sources_as_found(const std::string& directory,
                                                            const json::Dom& manifest,
                                                            const Session& session);

/// Reads the pairs of the sources again, by the run's mapping, and mends them as it did. Records
/// have the numbers that the ledger knows them by; `changes` are those of the batch, by row.
Status reread(const std::vector<pipeline::OpenedInput>& inputs, const json::Dom& recipe,
              io::Disk& disk,
              const std::function<void(const Batch&, const std::vector<checks::Change>&)>& visit);

}  // namespace bmo::app
