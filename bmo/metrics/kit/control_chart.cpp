// Standardises, smooths, compares with the limit.
#include "bmo/metrics/kit/control_chart.hpp"

#include <algorithm>
#include <cmath>

namespace bmo::metrics {
namespace {

constexpr double kLambda = 0.2;
constexpr double kLimit = 2.962;

/// Means of batches differ by more than chance alone where batches differ: their own spread counts
/// wherever it is the larger one.
double spread_of(std::span<const BatchMean> baseline, double centre, double deviation) {
  double sum = 0;
  for (const BatchMean& batch : baseline) {
    const double z = (batch.mean - centre) * std::sqrt(batch.n) / deviation;
    sum += z * z;
  }
  return std::max(1.0, std::sqrt(sum / static_cast<double>(baseline.size() - 1)));
}

}  // namespace

double student_quantile(double degrees_of_freedom) {
  // Hill's expansion about the normal quantile (Communications of the ACM 1970), within 1 % from
  // seven degrees on.
  constexpr double z = 2.99998;
  const double v = degrees_of_freedom;
  const double z3 = z * z * z;
  const double z5 = z3 * z * z;
  const double z7 = z5 * z * z;
  return z + (z3 + z) / (4 * v) + (5 * z5 + 16 * z3 + 3 * z) / (96 * v * v) +
         (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * v * v * v);
}

std::vector<ChartPoint> control_chart(std::span<const BatchMean> batches, std::size_t baseline,
                                      double deviation) {
  std::vector<ChartPoint> out(batches.size());
  baseline = std::min(baseline, batches.size());
  if (baseline < kLeastBaseline || deviation <= 0) {
    for (ChartPoint& point : out)
      point.is_learning = true;
    return out;
  }
  double sum = 0;
  double weight = 0;
  for (const BatchMean& batch : batches.first(baseline)) {
    sum += batch.mean * batch.n;
    weight += batch.n;
  }
  const double centre = sum / weight;
  const double spread = spread_of(batches.first(baseline), centre, deviation);
  const auto m = static_cast<double>(baseline);
  const double widening = student_quantile(m - 1) * std::sqrt(1 + 1 / m) / 3;
  double ewma = 0;
  for (std::size_t i = 0; i < batches.size(); ++i) {
    ChartPoint& point = out[i];
    point.z = (batches[i].mean - centre) * std::sqrt(batches[i].n) / deviation / spread;
    point.is_learning = i < baseline;
    if (!point.is_learning) ewma = kLambda * point.z + (1 - kLambda) * ewma;
    point.ewma = ewma;
    point.limit = kLimit * std::sqrt(kLambda / (2 - kLambda)) * widening;
    const bool is_beyond = std::abs(ewma) > point.limit || std::abs(point.z) > 3 * widening;
    point.is_alarm = !point.is_learning && is_beyond;
  }
  return out;
}

}  // namespace bmo::metrics
