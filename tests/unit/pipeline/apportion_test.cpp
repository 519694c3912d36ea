// Sizes by stratum are whole, exact in sum, and within a pair of the shares.
#include "bmo/pipeline/apportion.hpp"

#include <cmath>
#include <numeric>
#include <random>

#include <gtest/gtest.h>

namespace bmo::pipeline {
namespace {

const std::vector<double> kShares{0.8, 0.1, 0.1};

std::uint64_t sum(const std::vector<std::uint64_t>& values) {
  return std::accumulate(values.begin(), values.end(), std::uint64_t{0});
}

TEST(ApportionRow, HoldsWhatMustBeThere) {
  EXPECT_EQ(apportion_row(kShares, 100, {0, 40, 0}), (std::vector<std::uint64_t>{53, 40, 7}));
}

TEST(ApportionRow, GivesASplitOfNoShareNothing) {
  EXPECT_EQ(apportion_row({0.5, 0.0, 0.5}, 7), (std::vector<std::uint64_t>{4, 0, 3}));
}

TEST(Apportion, OneStratumIsARow) {
  EXPECT_EQ(apportion(kShares, {101}), (SizeTable{apportion_row(kShares, 101)}));
}

TEST(Apportion, RowsAndColumnsAreExact) {
  std::mt19937 random(7);
  for (int round = 0; round < 50; ++round) {
    std::vector<std::uint64_t> sizes(1 + random() % 40);
    for (std::uint64_t& size : sizes)
      size = random() % 60;
    const SizeTable table = apportion(kShares, sizes);
    for (std::size_t row = 0; row < sizes.size(); ++row)
      EXPECT_EQ(sum(table[row]), sizes[row]);
    EXPECT_EQ(column_sums(table, 3), apportion_row(kShares, sum(sizes)));
  }
}

TEST(Apportion, NoStratumIsOffByMoreThanAPair) {
  std::mt19937 random(11);
  double farthest = 0;
  for (int round = 0; round < 50; ++round) {
    std::vector<std::uint64_t> sizes(1 + random() % 40);
    for (std::uint64_t& size : sizes)
      size = 5 + random() % 60;
    const SizeTable table = apportion(kShares, sizes);
    for (std::size_t row = 0; row < sizes.size(); ++row) {
      for (std::size_t k = 0; k < 3; ++k) {
        const double exact = static_cast<double>(sizes[row]) * kShares[k];
        farthest = std::max(farthest, std::abs(static_cast<double>(table[row][k]) - exact));
      }
    }
  }
  EXPECT_LE(farthest, 1.0);
}

TEST(Apportion, SmallStrataFillSmallSplitsTogether) {
  // Each alone would send its five pairs to the first split.
  const SizeTable table = apportion({0.9, 0.1}, std::vector<std::uint64_t>(20, 5));
  EXPECT_EQ(column_sums(table, 2), (std::vector<std::uint64_t>{90, 10}));
  for (const auto& row : table)
    EXPECT_LE(row[1], 1U);
}

TEST(Apportion, OtherStrataMakeUpForAGroupThatIsTooLarge) {
  const SizeTable table = apportion({0.5, 0.5}, {10, 100}, {{8, 0}, {0, 0}});
  EXPECT_EQ(table, (SizeTable{{8, 2}, {47, 53}}));
}

}  // namespace
}  // namespace bmo::pipeline
