// Centres are rows of bytes, so that sums are of whole numbers and the order of rows is nothing.
#include "bmo/metrics/kit/clusters.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "bmo/base/hash.hpp"
#include "bmo/embed/embed.hpp"
#include "bmo/embed/rows.hpp"

namespace bmo::metrics {
namespace {

constexpr std::uint64_t kStarts = 4;
constexpr int kMostRounds = 12;

/// A number in [0, 1) for each draw of each start.
double uniform(std::uint64_t start, std::uint64_t draw) {
  const std::array<std::uint64_t, 2> key{start, draw};
  const std::uint64_t hash = hash64({reinterpret_cast<const char*>(key.data()), sizeof(key)}, 17);
  return std::ldexp(static_cast<double>(hash >> 11U), -53);
}

class Search {
 public:
  Search(const DirectionSample& sample, std::size_t count)
      : sample_(sample), slots_(sample.by_rank()), count_(std::min(count, slots_.size())) {}

  Clusters best() {
    for (std::uint64_t start = 0; start < kStarts; ++start) {
      draw_centres(start);
      for (int round = 0; round < kMostRounds; ++round) {
        if (!assign()) break;
        move_centres();
      }
      assign();
      keep_better();
    }
    return in_order();
  }

 private:
  /// The distance that k-means on unit vectors makes smaller: 1 - cosine, never below 0.
  double distance(std::size_t place, std::size_t centre) const {
    const auto product =
        static_cast<double>(embed::dot(sample_.row(slots_[place]), centres_.row(centre)));
    const double cosine =
        product * sample_.inverse_norm(slots_[place]) * centres_.inverse_norms[centre];
    return std::max(0.0, 1 - cosine);
  }

  void draw_centres(std::uint64_t start) {
    centres_.clear({}, sample_.dimension());
    std::vector<double> far(slots_.size(), 2);
    std::size_t next =
        static_cast<std::size_t>(uniform(start, 0) * static_cast<double>(slots_.size()));
    while (true) {
      centres_.add_row(sample_.row(slots_[next]));
      if (centres_.size() == count_) return;
      for (std::size_t place = 0; place < slots_.size(); ++place)
        far[place] = std::min(far[place], distance(place, centres_.size() - 1));
      const double all = std::accumulate(far.begin(), far.end(), 0.0);
      if (all <= 0) return;
      double left = uniform(start, centres_.size()) * all;
      next = 0;
      while (next + 1 < slots_.size() && left >= far[next])
        left -= far[next++];
    }
  }

  /// False where nothing moved.
  bool assign() {
    std::vector<std::int32_t> products(centres_.size());
    std::vector<std::uint32_t> of(slots_.size());
    cohesion_ = 0;
    for (std::size_t place = 0; place < slots_.size(); ++place) {
      embed::multiply_rows(sample_.row(slots_[place]), centres_.values, products);
      float best = -2;
      for (std::size_t c = 0; c < products.size(); ++c) {
        const float cosine = static_cast<float>(products[c]) * sample_.inverse_norm(slots_[place]) *
                             centres_.inverse_norms[c];
        if (cosine <= best) continue;
        best = cosine;
        of[place] = static_cast<std::uint32_t>(c);
      }
      cohesion_ += best;
    }
    const bool moved = of != of_;
    of_ = std::move(of);
    return moved;
  }

  void move_centres() {
    const std::size_t size = sample_.dimension();
    std::vector<std::int64_t> sums(centres_.size() * size);
    for (std::size_t place = 0; place < slots_.size(); ++place) {
      const auto row = sample_.row(slots_[place]);
      // So that each counts alike, whatever its length: to 1/1024 of a unit.
      const double scale = 1024.0 * sample_.inverse_norm(slots_[place]);
      for (std::size_t i = 0; i < size; ++i)
        sums[of_[place] * size + i] += std::lround(row[i] * scale);
    }
    embed::Vectors moved;
    moved.clear({}, size);
    for (std::size_t c = 0; c < centres_.size(); ++c) {
      std::vector<float> sum(size);
      std::transform(sums.begin() + static_cast<std::ptrdiff_t>(c * size),
                     sums.begin() + static_cast<std::ptrdiff_t>((c + 1) * size), sum.begin(),
                     [](std::int64_t value) { return static_cast<float>(value); });
      moved.add(sum);
      if (moved.inverse_norms.back() > 0) continue;
      std::ranges::copy(centres_.row(c), moved.values.end() - static_cast<std::ptrdiff_t>(size));
      moved.inverse_norms.back() = centres_.inverse_norms[c];
    }
    centres_ = std::move(moved);
  }

  void keep_better() {
    if (cohesion_ <= best_cohesion_) return;
    best_cohesion_ = cohesion_;
    best_of_ = of_;
    best_centres_ = centres_;
  }

  /// The clusters that are not empty, the largest first.
  Clusters in_order() {
    std::vector<std::uint64_t> sizes(best_centres_.size());
    for (const std::uint32_t cluster : best_of_)
      ++sizes[cluster];
    std::vector<std::uint32_t> order(sizes.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::stable_sort(order, std::ranges::greater(),
                             [&sizes](std::uint32_t c) { return sizes[c]; });
    Clusters out;
    out.cohesion = best_cohesion_ / static_cast<double>(slots_.size());
    std::vector<std::uint32_t> number(sizes.size());
    for (const std::uint32_t c : order) {
      if (sizes[c] == 0) break;
      number[c] = static_cast<std::uint32_t>(out.sizes.size());
      out.sizes.push_back(sizes[c]);
    }
    out.of.resize(slots_.size());
    for (std::size_t place = 0; place < slots_.size(); ++place)
      out.of[slots_[place]] = number[best_of_[place]];
    centres_ = best_centres_;
    find_middles(number, out);
    return out;
  }

  void find_middles(const std::vector<std::uint32_t>& number, Clusters& out) {
    std::vector<double> nearest(out.sizes.size(), 3);
    out.middle.resize(out.sizes.size());
    for (std::size_t place = 0; place < slots_.size(); ++place) {
      const std::uint32_t cluster = number[best_of_[place]];
      const double away = distance(place, best_of_[place]);
      if (away >= nearest[cluster]) continue;
      nearest[cluster] = away;
      out.middle[cluster] = slots_[place];
    }
  }

  const DirectionSample& sample_;
  std::vector<std::uint32_t> slots_;  ///< By rank: what a place means below.
  std::size_t count_;
  embed::Vectors centres_, best_centres_;
  std::vector<std::uint32_t> of_, best_of_;  ///< By place.
  double cohesion_ = 0;
  double best_cohesion_ = -1e300;
};

}  // namespace

std::size_t cluster_count(std::size_t directions) {
  const double root = std::sqrt(static_cast<double>(directions) / 2);
  return std::clamp<std::size_t>(static_cast<std::size_t>(root), 8, 200);
}

Clusters find_clusters(const DirectionSample& sample, std::size_t count) {
  if (sample.size() == 0 || count == 0) return {};
  return Search(sample, count).best();
}

}  // namespace bmo::metrics
