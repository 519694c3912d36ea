// The place of the highest kept hash tells how dense all are.
#include "bmo/metrics/kit/distinct_count.hpp"

#include <algorithm>
#include <cmath>

namespace bmo::metrics {

void DistinctCount::add(std::uint64_t hash) {
  if (hash > limit_) return;
  kept_.push_back(hash);
  if (kept_.size() < 2 * kMost) return;
  kept_ = lowest();
  if (kept_.size() == kMost) limit_ = kept_.back();
}

std::vector<std::uint64_t> DistinctCount::lowest() const {
  std::vector<std::uint64_t> out = kept_;
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  out.resize(std::min(out.size(), kMost));
  return out;
}

bool DistinctCount::is_exact() const {
  return lowest().size() < kMost;
}

double DistinctCount::value() const {
  const std::vector<std::uint64_t> hashes = lowest();
  if (hashes.size() < kMost) return static_cast<double>(hashes.size());
  const double place = std::ldexp(static_cast<double>(hashes.back()), -64);
  return std::round(static_cast<double>(kMost - 1) / place);
}

}  // namespace bmo::metrics
