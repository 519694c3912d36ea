// Finds and reads the logs of training runs.
#pragma once
#include <string>

#include "bmo/base/result.hpp"
#include "bmo/io/io.hpp"
#include "bmo/targets/logs.hpp"

namespace bmo::app {

struct FoundLog {
  std::string path;  ///< As it was named, or below the folder that was.
  std::string run;   ///< What the run is called after: its folder.
  std::string sha256;
  targets::TrainingLog log;
};

/// Reads a log, or of a folder the one that says most: trainer_state.json (of checkpoints the
/// last), trainer_log.jsonl, metrics.csv, TensorBoard's events. E_TRAINING_LOG with the path; E_IO.
Result<FoundLog> find_training_log(io::Disk& disk, const std::string& path);

}  // namespace bmo::app
