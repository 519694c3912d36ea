// Compares two ways to rank the same pairs.
#pragma once
#include <cstdint>
#include <utility>
#include <vector>

namespace bmo::app {

/// Spearman's coefficient with ties at their mean rank; NaN where one side is constant or fewer
/// than three are given.
double rank_correlation(const std::vector<std::pair<double, double>>& pairs);

/// The 95 % interval of a rank correlation of `count` pairs (Fisher's transformation with the
/// variance of Bonett and Wright 2000, "Sample size requirements for estimating Pearson, Kendall
/// and Spearman correlations", Psychometrika 65).
std::pair<double, double> rank_interval(double correlation, std::uint64_t count);

/// Keeps those of many values whose hash is lowest: the same ones in whatever order they come, all
/// of them where they are few.
class LowestSample {
 public:
  explicit LowestSample(std::size_t most) : most_(most) {}
  void add(std::uint64_t hash, std::pair<double, double> values);
  std::vector<std::pair<double, double>> values() const;

 private:
  using Kept = std::pair<std::uint64_t, std::pair<double, double>>;
  std::size_t most_;
  std::vector<Kept> heap_;  ///< Highest hash first.
};

}  // namespace bmo::app
