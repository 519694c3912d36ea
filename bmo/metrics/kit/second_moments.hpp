// Adds up directions so that how many ways they point can be told.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace bmo::metrics {

/// The sum of x x^T over unit vectors x, in whole numbers (x is rounded to 1/4096), so that it
/// depends on neither order nor parts. Memory: the square of the dimension.
class SecondMoments {
 public:
  /// `direction` has the same dimension each time, as in embed::Vectors; one of zeros is not
  /// counted.
  void add(std::span<const std::int8_t> direction);
  void merge(const SecondMoments& other);
  std::uint64_t count() const { return count_; }
  std::size_t dimension() const { return dimension_; }

  /// How many different directions there are, in effect: the exponential of the entropy of the
  /// eigenvalues of the mean of x x^T, which are those of the kernel of cosines divided by the
  /// count (Friedman & Dieng, TMLR 2023). 1 where all are one, at most the dimension; kAbsent where
  /// nothing was counted.
  double vendi() const;

 private:
  std::uint64_t count_ = 0;
  std::size_t dimension_ = 0;
  std::vector<std::int64_t> sums_;  ///< The upper triangle, in rows of full length.
  std::vector<std::int16_t> scratch_;
};

}  // namespace bmo::metrics
