// Tells how much of a set other sets have already.
#pragma once
#include <cstddef>
#include <cstdint>

#include "bmo/metrics/kit/direction_sample.hpp"

namespace bmo::metrics {

/// From this cosine on a question counts as covered by another.
inline constexpr double kCovered = 0.6;

struct Coverage {
  std::uint64_t asked = 0;    ///< Directions whose nearest was looked for.
  std::uint64_t covered = 0;  ///< Of these, with one of `theirs` at kCovered or nearer.
  std::uint64_t near = 0;     ///< With one at `near` or nearer.
};

/// Looks for the nearest of `theirs` to at most 2,000 of `ours`, evenly by rank. Both are of one
/// encoder. Some four seconds of one thread beside 200,000.
Coverage find_coverage(const DirectionSample& ours, const DirectionSample& theirs, double near);

}  // namespace bmo::metrics
