// What was found among pairs that say the same thing, as a person reads it.
#pragma once
#include <string>

#include "bmo/app/calibrate.hpp"
#include "bmo/app/dedup.hpp"
#include "bmo/cli/terminal.hpp"

namespace bmo::cli {

/// Counts by verdict; where asked for in full, thresholds, sources and pairs next to the threshold.
std::string dedup_text(const app::DedupAnswer& answer, bool in_full, const Style& style);

/// The gate that held: what would be lost, and how to go on.
/// The precision at every threshold, the one to use, and the flags for it.
std::string calibration_text(const app::CalibrationAnswer& answer, const Style& style);

std::string wiped_out_text(const std::string& lost, const Style& style);

}  // namespace bmo::cli
