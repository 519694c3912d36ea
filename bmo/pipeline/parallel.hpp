// Spreads work that needs no order over the run's threads.
#pragma once
#include "bmo/base/stop.hpp"
#include "bmo/dedup/rows.hpp"

namespace bmo::pipeline {

/// `threads` 0: all cores. Once the stop flag is raised nothing more is done: the caller looks at
/// the flag before it uses any result. `stop` must outlive it.
dedup::ParallelFor parallel_for(unsigned threads, const StopFlag& stop);

}  // namespace bmo::pipeline
