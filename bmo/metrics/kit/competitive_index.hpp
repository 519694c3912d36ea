// Adds up what makes a set hard to match: novelty, soundness, fit to its topics, voice.
#pragma once
#include <span>

#include "bmo/metrics/metrics.hpp"

namespace bmo::metrics {

/// Tells the index and its four parts in the chapter `value`, from its own figures and those of the
/// chapters `topics` and `voice` among `others`. A part that could not be evaluated counts nothing,
/// and is named; the upper end of the index is what it would be with full marks there.
void tell_index(std::span<const Chapter> others, const Settings& settings, Chapter& value);

}  // namespace bmo::metrics
