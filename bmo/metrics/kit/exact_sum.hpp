// Adds numbers up without rounding, so that their order changes no digit of the sum.
#pragma once
#include <vector>

namespace bmo::metrics {

/// Keeps the sum as a few doubles that do not overlap (Shewchuk, Discrete & Computational Geometry
/// 1997), at most some forty, mostly one or two.
class ExactSum {
 public:
  void add(double value);
  void merge(const ExactSum& other);
  /// Rounded once: the double nearest to the true sum. Infinite, or no number, where what was added
  /// is so or passes the largest double on the way.
  double value() const;

 private:
  std::vector<double> parts_;  ///< By ascending size.
  double beyond_ = 0;          ///< What no finite double holds.
};

}  // namespace bmo::metrics
