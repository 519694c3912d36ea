// The best partition up to each point, from the best ones up to earlier points.
#include "bmo/metrics/kit/change_points.hpp"

#include <algorithm>
#include <cmath>

namespace bmo::metrics {
namespace {

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// Of the noise about the levels; from the median deviation, or from all where that is 0.
double variance_of_noise(std::span<const double> series) {
  std::vector<double> steps;
  double squares = 0;
  for (std::size_t i = 1; i < series.size(); ++i) {
    steps.push_back(series[i] - series[i - 1]);
    squares += steps.back() * steps.back();
  }
  const double centre = median(steps);
  for (double& step : steps)
    step = std::abs(step - centre);
  constexpr double kToDeviation = 1.4826;
  const double deviation = kToDeviation * median(steps);
  // A step is the difference of two draws of the noise.
  return (deviation > 0 ? deviation * deviation : squares / static_cast<double>(steps.size())) / 2;
}

/// Sums of a series up to each point, from which the squares about the mean of any part follow.
class Squares {
 public:
  explicit Squares(std::span<const double> series) {
    for (const double value : series) {
      sums_.push_back(sums_.back() + value);
      squares_.push_back(squares_.back() + value * value);
    }
  }
  /// Of [begin, end).
  double about_mean(std::size_t begin, std::size_t end) const {
    const double sum = sums_[end] - sums_[begin];
    return squares_[end] - squares_[begin] - sum * sum / static_cast<double>(end - begin);
  }

 private:
  std::vector<double> sums_{0};
  std::vector<double> squares_{0};
};

}  // namespace

std::vector<std::size_t> change_points(std::span<const double> series) {
  const std::size_t n = series.size();
  if (n < 2 * kLeastSegment) return {};
  const double penalty = 3 * std::log(static_cast<double>(n)) * variance_of_noise(series);
  if (penalty <= 0) return {};
  const Squares squares(series);
  std::vector<double> best(n + 1, 0);       // The cost of the best partition of the first so many.
  std::vector<std::size_t> last(n + 1, 0);  // Where its last segment begins.
  for (std::size_t end = kLeastSegment; end <= n; ++end) {
    best[end] = squares.about_mean(0, end);
    for (std::size_t begin = kLeastSegment; begin + kLeastSegment <= end; ++begin) {
      const double cost = best[begin] + squares.about_mean(begin, end) + penalty;
      if (cost < best[end]) {
        best[end] = cost;
        last[end] = begin;
      }
    }
  }
  std::vector<std::size_t> out;
  for (std::size_t at = last[n]; at > 0; at = last[at])
    out.push_back(at);
  std::reverse(out.begin(), out.end());
  return out;
}

}  // namespace bmo::metrics
