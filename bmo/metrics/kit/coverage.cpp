// Brute force, block by block, so that a block stays near the processor for all that ask.
#include "bmo/metrics/kit/coverage.hpp"

#include <algorithm>
#include <vector>

#include "bmo/embed/rows.hpp"

namespace bmo::metrics {
namespace {

constexpr std::size_t kMostAsked = 2000;
constexpr std::size_t kBlock = 256;

}  // namespace

Coverage find_coverage(const DirectionSample& ours, const DirectionSample& theirs, double near) {
  const std::vector<std::uint32_t> by_rank = ours.by_rank();
  const std::size_t most = std::min(by_rank.size(), kMostAsked);
  std::vector<float> nearest(most, -1);
  std::vector<std::int32_t> products(kBlock);
  for (std::size_t first = 0; first < theirs.size();) {
    const auto rows = theirs.rows(first, kBlock);
    const auto found = std::span(products).first(rows.size() / theirs.dimension());
    for (std::size_t i = 0; i < most; ++i) {
      const std::uint32_t slot = by_rank[i * by_rank.size() / most];
      embed::multiply_rows(ours.row(slot), rows, found);
      for (std::size_t j = 0; j < found.size(); ++j) {
        const float cosine =
            static_cast<float>(found[j]) * ours.inverse_norm(slot) * theirs.inverse_norm(first + j);
        nearest[i] = std::max(nearest[i], cosine);
      }
    }
    first += found.size();
  }
  const auto at_least = [&nearest](double cosine) {
    return static_cast<std::uint64_t>(std::ranges::count_if(
        nearest, [cosine](float value) { return value >= static_cast<float>(cosine); }));
  };
  return {.asked = most, .covered = at_least(kCovered), .near = at_least(near)};
}

}  // namespace bmo::metrics
