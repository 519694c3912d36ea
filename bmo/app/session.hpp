// What every request is run with: the disk, the stop flag, and where progress goes.
#pragma once
#include "bmo/base/stop.hpp"
#include "bmo/io/io.hpp"
#include "bmo/pipeline/progress.hpp"

namespace bmo::app {

struct Session {
  io::Disk& disk;
  const StopFlag& stop;
  pipeline::ProgressFunction progress;  ///< May be empty.
};

}  // namespace bmo::app
