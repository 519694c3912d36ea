// Holds a run whose gates would drop more of a source, a topic or the whole than its budget.
#pragma once
#include <string>
#include <vector>

#include "bmo/io/io.hpp"
#include "bmo/pipeline/recipe.hpp"
#include "bmo/pipeline/tally.hpp"

namespace bmo::pipeline {

/// The groups that stand against publishing; none where there are no gates.
std::vector<Breach> breaches_of(const Recipe& recipe, const Tally& tally);

/// What was to be exported is held instead.
void hold(Tally& tally);

/// `.bmo/held.json`: the numbers, for those who decide.
Status publish_held(io::Disk& disk, const std::string& out, const Tally& tally,
                    const std::vector<Breach>& breaches, bool durable);

}  // namespace bmo::pipeline
