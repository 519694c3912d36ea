// Tells which version of a data set a source names, and what was added to it since another.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bmo/app/session.hpp"
#include "bmo/base/result.hpp"

namespace bmo::app {

/// A version of a data set, found.
struct NamedVersion {
  std::string root;  ///< Of the workspace.
  std::string dataset;
  std::uint64_t version = 0;

  std::string text() const { return dataset + "@" + std::to_string(version); }
};

/// What "dataset:NAME" or "dataset:NAME@3" names; nothing for other sources. E_NO_WORKSPACE,
/// E_DATASET.
Result<std::optional<NamedVersion>> named_version(io::Disk& disk, const std::string& source,
                                                  const std::string& start_directory);

/// Files of the data sets that were added after version `since` ("2"), or by imports from a day on
/// ("2026-03-01"). E_SINCE (kUsage) where it is neither, where a source is no data set, or where
/// nothing was added.
Result<std::vector<std::string>> resolve_since(io::Disk& disk,
                                               const std::vector<std::string>& sources,
                                               const std::string& since,
                                               const std::string& start_directory);

}  // namespace bmo::app
