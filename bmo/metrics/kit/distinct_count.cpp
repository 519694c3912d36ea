// The place of the highest kept hash tells how dense all are.
#include "bmo/metrics/kit/distinct_count.hpp"

#include <cmath>
#include <iterator>

namespace bmo::metrics {

void DistinctCount::add(std::uint64_t hash) {
  if (!is_exact() && hash >= *lowest_.rbegin()) return;
  if (lowest_.insert(hash).second && lowest_.size() > kMost)
    lowest_.erase(std::prev(lowest_.end()));
}

double DistinctCount::value() const {
  if (is_exact()) return static_cast<double>(lowest_.size());
  const double place = std::ldexp(static_cast<double>(*lowest_.rbegin()), -64);
  return std::round(static_cast<double>(kMost - 1) / place);
}

}  // namespace bmo::metrics
