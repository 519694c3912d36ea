// Turns Ctrl-C and its like into a request to stop at the next safe place.
#pragma once
#include "bmo/base/stop.hpp"

namespace bmo::cli {

/// Opens /dev/null on those of the descriptors 0, 1, 2 that are closed, so that no data file can
/// get one of their numbers. Call first.
void reopen_standard_streams();

/// SIGINT, SIGTERM and SIGHUP raise the returned flag; a second one ends the process at once with
/// 128 + signal. Broken pipes and file size limits become errors of the write that met them.
const StopFlag& install_signal_handlers();

}  // namespace bmo::cli
