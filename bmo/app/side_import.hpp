// Takes attempts at generating pairs, or hours spent, into a data set of the workspace.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "bmo/app/session.hpp"
#include "bmo/app/versions.hpp"
#include "bmo/base/result.hpp"
#include "bmo/metrics/metrics.hpp"

namespace bmo::app {

struct SideImportRequest {
  std::vector<std::string> sources;
  std::string dataset;  ///< Must be there.
  std::string kind;     ///< "attempts" or "time".
};

struct SideImportAnswer {
  std::string dataset;
  std::string kind;
  std::uint64_t records = 0;
  std::uint64_t skipped = 0;  ///< Could not be read.
};

/// Copies each file into the workspace; one that is there already is not counted twice. E_DATASET,
/// E_SIDE (kBadData) where a file holds no such record.
Result<SideImportAnswer> run_side_import(const SideImportRequest& request, const Session& session);

std::string to_json(const SideImportAnswer& answer);

/// Adds what was taken in for the data set to the settings of an analysis.
Status add_side_records(const NamedVersion& version, io::Disk& disk, metrics::Settings& settings);

}  // namespace bmo::app
