// Ranks both sides and correlates the ranks.
#include "bmo/app/rank_correlation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace bmo::app {
namespace {

/// The ranks from 1; equals share the mean of theirs.
std::vector<double> ranks_of(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&values](std::size_t i) { return values[i]; });
  std::vector<double> ranks(values.size());
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first;
    while (last < order.size() && values[order[last]] == values[order[first]])
      ++last;
    const double mean = (static_cast<double>(first + last) + 1) / 2;
    for (; first < last; ++first)
      ranks[order[first]] = mean;
  }
  return ranks;
}

}  // namespace

double rank_correlation(const std::vector<std::pair<double, double>>& pairs) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  if (pairs.size() < 3) return kNone;
  std::vector<double> first;
  std::vector<double> second;
  for (const auto& [a, b] : pairs) {
    first.push_back(a);
    second.push_back(b);
  }
  first = ranks_of(first);
  second = ranks_of(second);
  const double mean = (static_cast<double>(pairs.size()) + 1) / 2;
  double both = 0;
  double of_first = 0;
  double of_second = 0;
  for (std::size_t i = 0; i < first.size(); ++i) {
    both += (first[i] - mean) * (second[i] - mean);
    of_first += (first[i] - mean) * (first[i] - mean);
    of_second += (second[i] - mean) * (second[i] - mean);
  }
  return of_first == 0 || of_second == 0 ? kNone : both / std::sqrt(of_first * of_second);
}

std::pair<double, double> rank_interval(double correlation, std::uint64_t count) {
  if (count < 4 || std::abs(correlation) >= 1) return {correlation, correlation};
  const double variance = (1 + correlation * correlation / 2) / (static_cast<double>(count) - 3);
  const double middle = std::atanh(correlation);
  const double half = 1.959964 * std::sqrt(variance);
  return {std::tanh(middle - half), std::tanh(middle + half)};
}

void LowestSample::add(std::uint64_t hash, std::pair<double, double> values) {
  heap_.emplace_back(hash, values);
  std::ranges::push_heap(heap_);
  if (heap_.size() <= most_) return;
  std::ranges::pop_heap(heap_);
  heap_.pop_back();
}

std::vector<std::pair<double, double>> LowestSample::values() const {
  std::vector<std::pair<double, double>> out;
  for (const auto& [hash, values] : heap_)
    out.push_back(values);
  return out;
}

}  // namespace bmo::app
