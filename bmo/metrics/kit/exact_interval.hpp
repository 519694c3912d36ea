// The exact interval of a share that was counted on few cases.
#pragma once
#include <cstdint>

#include "bmo/metrics/kit/figures.hpp"

namespace bmo::metrics {

/// Clopper and Pearson's interval for `part` of `whole` (Biometrika, 1934): covers the true share
/// with a chance of `confidence` at least, however few cases there are. 0 to 1 where there are
/// none.
Interval exact_interval(std::uint64_t part, std::uint64_t whole, double confidence = 0.95);

}  // namespace bmo::metrics
