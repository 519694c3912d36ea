// What a workspace remembers of exports and of training from them, as one chapter tells it.
#pragma once
#include <string>
#include <vector>

#include "bmo/metrics/metrics.hpp"

namespace bmo::metrics {

/// An export of a data set of the workspace.
struct ExportMade {
  struct Output {
    std::string format;  ///< "trl", "parquet".
    double rows = kAbsent;
    double bytes = kAbsent;
  };
  std::string id;    ///< Empty: made before exports had ids.
  std::string set;   ///< "support@2".
  std::string made;  ///< UTC: "2026-03-01T12:00:00Z".
  std::vector<Output> outputs;
};

/// A training run over an export, as its log tells it.
struct TrainingRun {
  std::string export_id;
  std::string set;  ///< "support@2"; "export ID" where its data set is not known.
  std::string name;
  std::string model;     ///< Empty: not said.
  std::string eval_set;  ///< Runs with the same one saw the same pairs; empty: not known.
  double steps = kAbsent;
  double tokens = kAbsent;
  double seconds = kAbsent;
  double train_loss = kAbsent;  ///< The last.
  double eval_loss = kAbsent;   ///< The lowest, and where it was reached.
  double eval_step = kAbsent;
  double eval_last = kAbsent;
};

/// Of every data set of the workspace.
struct ExportHistory {
  std::vector<ExportMade> exports;
  std::vector<TrainingRun> trainings;
};

/// Fills the chapter `exports` in; where there is neither it stays not evaluated.
void tell_exports(const ExportHistory& history, Chapter& chapter);

}  // namespace bmo::metrics
