// Tells how much of a set belongs to topics that are described by examples, and what is missing.
#pragma once
#include <vector>

#include "bmo/metrics/kit/direction_sample.hpp"
#include "bmo/metrics/kit/figures.hpp"

namespace bmo::metrics {

/// Fewest examples of a topic, and of all targets together, at which shares are told: what belongs
/// to no described topic would be counted for one of them.
inline constexpr std::size_t kLeastExamples = 20;
inline constexpr double kLeastDescribed = 0.95;

/// The share of each topic in the set, with the interval in which 95 % of 200 bootstrap draws lie.
struct DescribedShare {
  double share = 0;
  double low = 0;
  double high = 0;
};

/// By topic. `topics` are at least two, each with examples of the sample's dimension; the sample is
/// not empty.
std::vector<DescribedShare> described_shares(const std::vector<Settings::DescribedTopic>& topics,
                                             const DirectionSample& sample);

/// Tells a table of targets against shares, gaps, and how well the set fits the targets. Says why
/// in advice where it cannot. `total` is the number of pairs that the targets are shares of. False:
/// no shares were told.
bool tell_described(const Settings& settings, const DirectionSample& sample, std::uint64_t total,
                    Writer& writer);

}  // namespace bmo::metrics
