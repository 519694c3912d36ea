// Watches a row of batch means for a shift.
#pragma once
#include <cstddef>
#include <span>
#include <vector>

namespace bmo::metrics {

struct BatchMean {
  double mean = 0;
  double n = 0;  ///< Pairs that it is the mean of.
};

/// One batch on the chart.
struct ChartPoint {
  double z = 0;     ///< The batch's mean, in standard errors from the baseline's.
  double ewma = 0;  ///< Exponentially weighted, lambda 0.2.
  double limit = 0;
  bool is_alarm = false;
  bool is_learning = false;  ///< One of the batches that the baseline is made of.
};

inline constexpr std::size_t kLeastBaseline = 8;

/// An EWMA chart (lambda 0.2, L 2.962: a false alarm in 492 batches where the baseline is known)
/// beside a Shewhart chart of three standard errors. The baseline is the first `baseline` batches;
/// since it is estimated from few, both limits are widened by t(m - 1, .99865) sqrt(1 + 1/m) / 3.
/// `deviation` is that of single pairs. Fewer than eight baseline batches: all are learning.
/// Source: Lucas & Saccucci, Technometrics 1990.
std::vector<ChartPoint> control_chart(std::span<const BatchMean> batches, std::size_t baseline,
                                      double deviation);

/// The quantile .99865 of Student's t.
double student_quantile(double degrees_of_freedom);

}  // namespace bmo::metrics
