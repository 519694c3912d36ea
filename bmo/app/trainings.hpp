// Ties trainers' logs to exports, and hands both to the metrics.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "bmo/app/session.hpp"
#include "bmo/base/result.hpp"
#include "bmo/metrics/kit/export_history.hpp"

namespace bmo::app {

/// One training run over an export, as the workspace remembers it.
struct TrainingItem {
  std::string log;   ///< Where it was read.
  std::string kind;  ///< "trainer_state"
  std::string made;  ///< When it was linked; empty: not yet.
  metrics::TrainingRun run;
  std::vector<double> train_curve;  ///< Thinned, by step.
  std::vector<double> eval_curve;
};

struct LinkRequest {
  std::string target;             ///< The folder of an export, or its id.
  std::vector<std::string> logs;  ///< Files, or folders of one run each.
  std::string name;               ///< Of the run; only with one log. Empty: its folder's.
  std::string model;              ///< That was trained.
  std::string eval_set;           ///< Empty: the export's own validation split.
  bool dry_run = false;
};

struct LinkAnswer {
  std::string export_id;
  std::string set;  ///< "support@2"; empty: the export is of no data set of the workspace.
  std::vector<TrainingItem> runs;
  std::vector<std::string> notes;
  bool dry_run = false;
};

/// Reads all logs, then remembers all or none. E_NO_WORKSPACE, E_INPUT, E_TRAINING_LOG, E_EXPORT
/// (kNotFound) where the target is neither a complete export nor the id of one.
Result<LinkAnswer> run_link(const LinkRequest& request, const Session& session);

struct TrainingsAnswer {
  std::vector<TrainingItem> runs;  ///< By data set, version and name.
};

/// All that the workspace remembers; of one data set where it is named. E_NO_WORKSPACE, E_DATASET.
Result<TrainingsAnswer> list_trainings(const std::string& dataset, const Session& session);

std::string to_json(const LinkAnswer& answer);
std::string to_json(const TrainingsAnswer& answer);

/// What names an export: the start of its manifest's SHA-256, so that the same pairs written by the
/// same recipe have the same one. E_EXPORT (kNotFound) where there is no manifest.
Result<std::string> export_id(io::Disk& disk, const std::string& folder);

/// What the workspace remembers of exports and training from them.
Result<metrics::ExportHistory> export_history(const std::string& root);

}  // namespace bmo::app
