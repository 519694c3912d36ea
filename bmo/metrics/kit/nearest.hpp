// Tells how near each direction's nearest neighbour is.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

#include "bmo/metrics/kit/direction_sample.hpp"

namespace bmo::metrics {

/// Lower ends of the ranges by which nearest neighbours are counted; the first goes down to -1.
inline constexpr std::array kNearness{-1.0F, 0.5F, 0.6F, 0.7F, 0.8F, 0.9F, 0.95F};

struct Nearness {
  std::uint64_t asked = 0;   ///< Directions whose neighbours were looked for.
  std::uint64_t unique = 0;  ///< Of these, with no near one of lower rank: what stays of a group.
  std::array<std::uint64_t, kNearness.size()> counts{};  ///< By the cosine of the nearest.
};

/// Some two seconds of one thread.
inline constexpr std::size_t kMostCosines = 200'000'000;

/// Looks for the neighbours of up to 5,000 directions among all of the sample, fewer of them the
/// larger it is (`most_cosines` in all, but no fewer than 1,000 directions). Those that are asked
/// stand evenly among the ranks. Two are near from the cosine `near` on.
Nearness find_nearest(const DirectionSample& sample, double near,
                      std::size_t most_cosines = kMostCosines);

}  // namespace bmo::metrics
