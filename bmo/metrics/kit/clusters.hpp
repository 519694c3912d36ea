// Puts directions that point alike together.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "bmo/metrics/kit/direction_sample.hpp"

namespace bmo::metrics {

struct Clusters {
  std::vector<std::uint32_t> of;      ///< By slot of the sample: its cluster.
  std::vector<std::uint64_t> sizes;   ///< By cluster, the largest first; none is empty.
  std::vector<std::uint32_t> middle;  ///< By cluster: the slot nearest to its centre.
  double cohesion = 0;                ///< Mean cosine of the directions with their centres.
};

/// How many clusters a sample of so many directions is cut into: the root of half of them, 8 to
/// 200.
std::size_t cluster_count(std::size_t directions);

/// Spherical k-means from four sets of centres, drawn as k-means++ does (Arthur & Vassilvitskii,
/// SODA 2007) by hashes: the one with the highest cohesion. The same for any order of the input. At
/// most `count` clusters.
Clusters find_clusters(const DirectionSample& sample, std::size_t count);

}  // namespace bmo::metrics
