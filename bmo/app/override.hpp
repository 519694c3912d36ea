// Keeps or drops pairs by a person's decision, with the reason and who it was.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "bmo/app/session.hpp"
#include "bmo/base/result.hpp"

namespace bmo::pipeline {
class OverrideSet;
}

namespace bmo::app {

struct OverrideRequest {
  std::vector<std::string> ids;  ///< Ids, content hashes, or #N for record N.
  std::string where;             ///< Or: every pair for which this is true.
  bool keep = false;             ///< Exactly one of keep and drop.
  bool drop = false;
  std::string reason;
  std::string by;
  std::string expires;    ///< "2026-12-31": the last day on which it holds; empty: for good.
  std::string directory;  ///< An export folder ...
  std::string dataset;    ///< ... or a data set of the workspace.
  bool dry_run = false;
};

struct OverriddenPair {
  std::string id;
  std::string content;
  std::string fate;  ///< In the export folder; empty for a data set.
};

struct OverrideAnswer {
  std::string log;  ///< The file that holds the decisions.
  bool keep = false;
  bool dry_run = false;
  std::uint64_t decided = 0;
  std::vector<OverriddenPair> first;  ///< The first few of them.
};

/// E_NOT_FOUND where an id is not there; nothing is decided then.
Result<OverrideAnswer> run_override(const OverrideRequest& request, const Session& session);

/// The decisions in force for a run: those of the data sets among its sources, of the files named,
/// and of its own folder, where later ones win. nullptr: there are none.
Result<std::shared_ptr<const pipeline::OverrideSet>> overrides_for(
    const std::vector<std::string>& sources, const std::vector<std::string>& files,
    const std::string& out, io::Disk& disk);

}  // namespace bmo::app
