// An encoder that heeds a signal between some texts and the next, since a model may take minutes.
#pragma once
#include <memory>

#include "bmo/base/stop.hpp"
#include "bmo/embed/embed.hpp"

namespace bmo::pipeline {

/// Gives what `inner` gives, and is as thread-safe; E_STOPPED within 64 texts of the signal. `stop`
/// outlives it.
std::unique_ptr<embed::Encoder> stoppable(std::unique_ptr<embed::Encoder> inner,
                                          const StopFlag& stop);

}  // namespace bmo::pipeline
