// Brute force, block by block, so that a block stays near the processor for all that ask.
#include "bmo/metrics/kit/nearest.hpp"

#include <algorithm>
#include <vector>

#include "bmo/embed/rows.hpp"

namespace bmo::metrics {
namespace {

constexpr std::size_t kLeastAsked = 1000;
constexpr std::size_t kMostAsked = 5000;
constexpr std::size_t kBlock = 256;

struct Asked {
  std::uint32_t slot = 0;
  std::uint32_t place = 0;  ///< By rank.
  float nearest = -1;
  bool is_unique = true;
};

std::vector<Asked> chosen(std::span<const std::uint32_t> by_rank, std::size_t most_cosines) {
  const std::size_t all = by_rank.size();
  const std::size_t most = std::min(all, std::clamp(most_cosines / all, kLeastAsked, kMostAsked));
  std::vector<Asked> out;
  for (std::size_t i = 0; i < most; ++i) {
    const std::size_t place = i * all / most;
    out.push_back({.slot = by_rank[place], .place = static_cast<std::uint32_t>(place)});
  }
  return out;
}

/// Where the slots stand by rank.
std::vector<std::uint32_t> places_of(std::span<const std::uint32_t> by_rank) {
  std::vector<std::uint32_t> out(by_rank.size());
  for (std::size_t place = 0; place < by_rank.size(); ++place)
    out[by_rank[place]] = static_cast<std::uint32_t>(place);
  return out;
}

void look(const DirectionSample& sample, std::size_t first, std::span<const std::int32_t> products,
          std::span<const std::uint32_t> places, float near, Asked& asked) {
  const float scale = sample.inverse_norm(asked.slot);
  for (std::size_t i = 0; i < products.size(); ++i) {
    const float cosine = static_cast<float>(products[i]) * scale * sample.inverse_norm(first + i);
    if (cosine <= asked.nearest && cosine < near) continue;
    if (first + i == asked.slot) continue;
    asked.nearest = std::max(asked.nearest, cosine);
    if (cosine >= near && places[first + i] < asked.place) asked.is_unique = false;
  }
}

}  // namespace

Nearness find_nearest(const DirectionSample& sample, double near, std::size_t most_cosines) {
  Nearness out;
  if (sample.size() == 0) return out;
  const std::vector<std::uint32_t> by_rank = sample.by_rank();
  const std::vector<std::uint32_t> places = places_of(by_rank);
  std::vector<Asked> asked = chosen(by_rank, most_cosines);
  std::vector<std::int32_t> products(kBlock);
  const auto limit = static_cast<float>(near);
  for (std::size_t first = 0; first < sample.size();) {
    const auto rows = sample.rows(first, kBlock);
    const auto found = std::span(products).first(rows.size() / sample.dimension());
    for (Asked& one : asked) {
      embed::multiply_rows(sample.row(one.slot), rows, found);
      look(sample, first, found, places, limit, one);
    }
    first += found.size();
  }
  out.asked = asked.size();
  for (const Asked& one : asked) {
    out.unique += one.is_unique ? 1 : 0;
    const auto above = std::ranges::upper_bound(kNearness, std::max(one.nearest, -1.0F));
    ++out.counts[static_cast<std::size_t>(above - kNearness.begin()) - 1];
  }
  return out;
}

}  // namespace bmo::metrics
