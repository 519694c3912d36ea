// Carries batches from a source to a sink: plan, blocks, progress, resume, decide, publish.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "bmo/base/stop.hpp"
#include "bmo/embed/embed.hpp"
#include "bmo/io/io.hpp"
#include "bmo/pipeline/decide.hpp"
#include "bmo/pipeline/progress.hpp"
#include "bmo/pipeline/publish.hpp"
#include "bmo/pipeline/recipe.hpp"
#include "bmo/pipeline/tally.hpp"

namespace bmo::pipeline {

struct RunRequest {
  std::vector<std::string> sources;
  std::string out;
  bool restart = false;
  bool accept_loss = false;  ///< Go on where gates or near duplicates take too much.
  std::string index;    ///< Folder for what pass one finds in inputs that never change; or empty.
  std::string scratch;  ///< Folder for the working files of a run that leaves none; removed.
};

struct RunContext {
  io::Disk& disk;
  const StopFlag& stop;
  const ProgressFunction& progress;
  /// Sees every batch of a dry run in input order, with its file as asked for; may be
  /// empty.
  std::function<Status(const Item& item, const std::string& file)> watch = {};
  bool profiles = false;  ///< Fill Item::profiles for it.
  /// Fill Item::directions for it; asked by many threads.
  const embed::Encoder* encoder = nullptr;
};

struct RunOutcome {
  Tally tally;
  std::optional<chat::SeenSet> seen;  ///< Where Recipe::tokens.sum_up asked for it.
  std::vector<ExportedFile> files;
  std::vector<Breach> breaches;  ///< Not empty: gates would drop more than they may ...
  bool held = false;             ///< ... and nothing was published.
  std::vector<std::string> notes;
  json::Dom duplicates;  ///< The report of what was found; null where none were looked for.
  SplitReport splits;    ///< Of this run; empty where nothing was split, or an earlier run did it.
  std::string folder;    ///< Before a file's name in findings, it is the path as asked for.
  std::uint64_t input_bytes = 0;
  bool resumed = false;
  bool already_complete = false;
  /// Near duplicates would take most of a source: nothing was published, and the same call goes on
  /// with RunRequest::accept_loss. What would be lost is said here.
  std::string wiped_out;
};

/// Writes an export, or goes on with one that was interrupted, or finds it complete. On success the
/// manifest stands; on E_STOPPED and on any failure of the disk the same call goes on later.
Result<RunOutcome> run_export(const RunRequest& request, const Recipe& recipe, const Effort& effort,
                              const RunContext& context);

/// Reads, checks and gates without writing: what an export would count. Data files are listed with
/// their bytes before compression, under the name of their stream.
Result<RunOutcome> run_dry(const RunRequest& request, const Recipe& recipe, const Effort& effort,
                           const RunContext& context);

/// Looks for duplicates among the pairs that pass the gates; an outcome with `duplicates` alone.
Result<RunOutcome> run_duplicates(const RunRequest& request, const Recipe& recipe,
                                  const Effort& effort, const RunContext& context);

}  // namespace bmo::pipeline
