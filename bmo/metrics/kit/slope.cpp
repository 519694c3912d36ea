// Counts which of any two points is the higher, after the memory of the series is taken out.
#include "bmo/metrics/kit/slope.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

namespace bmo::metrics {
namespace {

constexpr std::size_t kMostPoints = 1000;

double median_slope(std::span<const double> series) {
  std::vector<double> slopes;
  slopes.reserve(series.size() * (series.size() - 1) / 2);
  for (std::size_t i = 0; i < series.size(); ++i) {
    for (std::size_t j = i + 1; j < series.size(); ++j)
      slopes.push_back((series[j] - series[i]) / static_cast<double>(j - i));
  }
  const auto middle = slopes.begin() + static_cast<std::ptrdiff_t>(slopes.size() / 2);
  std::nth_element(slopes.begin(), middle, slopes.end());
  if (slopes.size() % 2 == 1) return *middle;
  return (*std::max_element(slopes.begin(), middle) + *middle) / 2;
}

/// How much of a point's distance from the line is still there in the next one's: 0 to below 1.
/// Short series show too little of it by (1 + 3 r) / n (Kendall, 1954), which is added.
double memory_of(std::span<const double> series, double slope) {
  const auto n = static_cast<double>(series.size());
  std::vector<double> rest;
  double mean = 0;
  for (std::size_t i = 0; i < series.size(); ++i) {
    rest.push_back(series[i] - slope * static_cast<double>(i));
    mean += rest.back() / n;
  }
  double both = 0;
  double own = 0;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    own += (rest[i] - mean) * (rest[i] - mean);
    if (i > 0) both += (rest[i] - mean) * (rest[i - 1] - mean);
  }
  if (own <= 0) return 0;
  const double seen = both / own;
  constexpr double kMostMemory = 0.95;
  return std::clamp(seen + (1 + 3 * seen) / n, 0.0, kMostMemory);
}

/// Two-sided, by the normal approximation with ties and the correction for steps.
double chance_of(std::span<const double> series) {
  double rises = 0;
  std::map<double, double> ties;
  for (std::size_t j = 0; j < series.size(); ++j) {
    ++ties[series[j]];
    for (std::size_t i = 0; i < j; ++i)
      rises += series[j] > series[i] ? 1 : (series[j] < series[i] ? -1 : 0);
  }
  const auto spread = [](double n) { return n * (n - 1) * (2 * n + 5) / 18; };
  double variance = spread(static_cast<double>(series.size()));
  for (const auto& [value, times] : ties)
    variance -= spread(times);
  if (variance <= 0) return 1;
  const double z = std::max(0.0, std::abs(rises) - 1) / std::sqrt(variance);
  return std::erfc(z / std::sqrt(2.0));
}

}  // namespace

std::optional<Slope> slope_of(std::span<const double> series) {
  if (series.size() < kLeastForSlope) return std::nullopt;
  series = series.last(std::min(series.size(), kMostPoints));
  const double slope = median_slope(series);
  const double memory = memory_of(series, slope);
  std::vector<double> fresh;
  for (std::size_t i = 1; i < series.size(); ++i)
    fresh.push_back((series[i] - memory * series[i - 1]) / (1 - memory));
  return Slope{.by_step = slope, .chance = chance_of(fresh)};
}

}  // namespace bmo::metrics
