// Finds the data sets of a workspace and the files that hold them.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bmo/app/session.hpp"
#include "bmo/base/result.hpp"

namespace bmo::workspace {
struct Config;
}

namespace bmo::app {

/// Sources with every `dataset:NAME` (or `dataset:NAME@3` for version 3) replaced by the files of
/// that version; all others stay as they are. The workspace is looked for from `start_directory`
/// upward. E_NO_WORKSPACE, E_DATASET with the nearest name.
Result<std::vector<std::string>> resolve_sources(io::Disk& disk,
                                                 const std::vector<std::string>& sources,
                                                 const std::string& start_directory);

/// The log of overrides of a data set, which must be there; versions do not matter.
Result<std::string> overrides_of_dataset(io::Disk& disk, const std::string& name,
                                         const std::string& start_directory);

/// The folder of the workspace where runs over its data sets keep what they found in each segment;
/// empty where any source is something else.
Result<std::string> index_for(io::Disk& disk, const std::vector<std::string>& sources,
                              const std::string& start_directory);

/// The settings of the workspace where a source is a data set; nothing where none is.
Result<std::optional<workspace::Config>> settings_for(io::Disk& disk,
                                                      const std::vector<std::string>& sources,
                                                      const std::string& start_directory);

struct DatasetItem {
  std::string name;
  std::uint64_t version = 0;
  std::uint64_t pairs = 0;
  std::uint64_t bytes = 0;
  std::string created;  ///< Of the version, UTC: "2026-03-01T12:00:00Z".
};

struct DatasetsAnswer {
  std::string workspace;
  std::vector<DatasetItem> datasets;  ///< By name; the latest version of each.
};

Result<DatasetsAnswer> list_datasets(const std::string& start_directory, const Session& session);

}  // namespace bmo::app
