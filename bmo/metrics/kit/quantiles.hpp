// Remembers a stream of numbers well enough to name its percentiles, in bounded memory.
#pragma once
#include <cstdint>
#include <map>

#include "bmo/metrics/kit/exact_sum.hpp"

namespace bmo::metrics {

/// Exact while there are at most 2,048 different numbers; beyond that they are counted in buckets
/// whose width grows with them, and a quantile is off by at most 0.5 % of its value (DDSketch,
/// Masson et al., VLDB 2019). Either way the order of the numbers changes nothing, not even the
/// last digit of their mean.
class Quantiles {
 public:
  void add(double value);
  void merge(const Quantiles& other);

  std::uint64_t count() const { return count_; }
  double mean() const;
  double deviation() const;  ///< Of the sample; 0 for fewer than two.
  double lowest() const { return lowest_; }
  double highest() const { return highest_; }
  /// The smallest number that at least `share` of all are not above; kAbsent where there are none.
  double at(double share) const;
  /// How many are below `limit`, to within a bucket.
  std::uint64_t below(double limit) const;

 private:
  void count(double value, std::uint64_t times);

  std::map<double, std::uint64_t> exact_;  ///< Empty once there are buckets.
  std::map<std::int32_t, std::uint64_t> buckets_;
  std::uint64_t count_ = 0;
  ExactSum sum_;
  ExactSum sum_of_squares_;
  double lowest_ = 0;
  double highest_ = 0;
};

}  // namespace bmo::metrics
