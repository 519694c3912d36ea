// Finds the duplicates among the fingerprints of pass one, and says what it found.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "bmo/base/stop.hpp"
#include "bmo/io/io.hpp"
#include "bmo/json/dom.hpp"
#include "bmo/pipeline/dedup_rules.hpp"
#include "bmo/pipeline/duplicates.hpp"
#include "bmo/pipeline/first_pass.hpp"
#include "bmo/pipeline/recipe.hpp"
#include "bmo/pipeline/split_groups.hpp"

namespace bmo::pipeline {

struct ResolveJob {
  io::Disk& disk;
  const StopFlag& stop;
  const DedupRules& rules;
  SplitBy split_by = SplitBy::kPair;  ///< kPair: no groups are made.
  const Effort& effort;
  std::string directory;         ///< Where it works and publishes.
  std::vector<PrintPart> parts;  ///< The fingerprints.
  std::string
      memory;  ///< Folder where searches over the same parts leave what they found; or empty.
  std::vector<std::string>* notes = nullptr;  ///< Where to say what was amiss; may be nullptr.
};

/// What was decided, and a report of it: a document with `pairs`, `kept`, `removed` and `edges` by
/// kind, `thresholds`, `sources` and `samples` (app/dedup.hpp says what they mean).
struct Resolved {
  Duplicates duplicates;
  json::Dom report;
  std::vector<GroupMember> groups;  ///< By record; pairs that stand alone are not among them.
};

/// Reads what an earlier call published in the folder `job.directory`, or works it out and
/// publishes it there. Memory: half the budget for texts and fingerprints (read from disk where
/// they are more), half for the methods; 30 bytes for each pair and edge beside it. E_STOPPED where
/// the flag is raised.
Result<Resolved> resolve_duplicates(const ResolveJob& job);

/// What an earlier run published there, if it is sound.
Result<std::optional<Resolved>> resolved_before(io::Disk& disk, const std::string& directory);

/// Says which sources likeness took so much of that they rather share a template than repeat
/// themselves, with the numbers; empty where there are none.
std::string wiped_out(const json::Dom& report);

}  // namespace bmo::pipeline
