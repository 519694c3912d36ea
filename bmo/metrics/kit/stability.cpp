// Compares shares bin by bin.
#include "bmo/metrics/kit/stability.hpp"

#include <cmath>
#include <cstdint>
#include <vector>

namespace bmo::metrics {
namespace {

constexpr int kBins = 10;

/// The lower ends of all bins but the first; fewer than nine where many numbers are the same.
std::vector<double> edges_of(const Quantiles& baseline) {
  std::vector<double> out;
  std::uint64_t below = 0;
  for (int bin = 1; bin < kBins; ++bin) {
    const double edge = baseline.at(static_cast<double>(bin) / kBins);
    if (baseline.below(edge) <= below) continue;
    below = baseline.below(edge);
    out.push_back(edge);
  }
  return out;
}

/// Shares by bin. Half a number is added to each, since none is no reason to call a bin impossible.
std::vector<double> shares(const Quantiles& values, const std::vector<double>& edges) {
  const auto bins = static_cast<double>(edges.size() + 1);
  std::vector<double> out;
  std::uint64_t below = 0;
  const auto close = [&](std::uint64_t end) {
    out.push_back((static_cast<double>(end - below) + 0.5) /
                  (static_cast<double>(values.count()) + bins / 2));
    below = end;
  };
  for (const double edge : edges)
    close(values.below(edge));
  close(values.count());
  return out;
}

}  // namespace

double chi_square_tail(double value, int degrees) {
  const double half = value / 2;
  const bool is_odd = degrees % 2 == 1;
  double sum = is_odd ? std::erfc(std::sqrt(half)) : 0;
  double term = is_odd ? std::exp(-half) * std::sqrt(half) / std::tgamma(1.5) : std::exp(-half);
  for (double i = is_odd ? 1.5 : 1; i <= static_cast<double>(degrees) / 2; ++i) {
    sum += term;
    term *= half / i;
  }
  return sum;
}

std::optional<Stability> stability_of(const Quantiles& baseline, const Quantiles& batch) {
  if (baseline.count() == 0 || batch.count() == 0) return std::nullopt;
  const std::vector<double> edges = edges_of(baseline);
  if (edges.empty()) return std::nullopt;
  const std::vector<double> before = shares(baseline, edges);
  const std::vector<double> now = shares(batch, edges);
  Stability out;
  for (std::size_t bin = 0; bin < now.size(); ++bin)
    out.index += (now[bin] - before[bin]) * std::log(now[bin] / before[bin]);
  const double scale =
      1 / static_cast<double>(baseline.count()) + 1 / static_cast<double>(batch.count());
  out.chance = chi_square_tail(out.index / scale, static_cast<int>(edges.size()));
  return out;
}

}  // namespace bmo::metrics
