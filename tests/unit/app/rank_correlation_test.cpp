// Tests of rank correlation against values worked out by hand.
#include "bmo/app/rank_correlation.hpp"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

namespace bmo::app {
namespace {

using Pairs = std::vector<std::pair<double, double>>;

TEST(RankCorrelation, IsOneForAnyRisingRelation) {
  EXPECT_DOUBLE_EQ(rank_correlation(Pairs{{1, 1}, {2, 10}, {3, 1000}}), 1);
  EXPECT_DOUBLE_EQ(rank_correlation(Pairs{{1, 5}, {2, 4}, {3, -7}}), -1);
}

TEST(RankCorrelation, IsThatOfTheTextbook) {
  // 1 - 6 * (1 + 1 + 0 + 4 + 4) / (5 * 24)
  const Pairs pairs{{1, 2}, {2, 1}, {3, 3}, {4, 6}, {5, 4}};
  EXPECT_NEAR(rank_correlation(pairs), 0.8, 1e-12);
}

TEST(RankCorrelation, GivesTiesTheirMeanRank) {
  // Ranks 1.5 1.5 3 4 against 1 2 3 4: covariance 4.5, spreads 4.5 and 5.
  const Pairs pairs{{7, 1}, {7, 2}, {8, 3}, {9, 4}};
  EXPECT_NEAR(rank_correlation(pairs), 4.5 / std::sqrt(4.5 * 5), 1e-12);
}

TEST(RankCorrelation, IsNotKnownWhereASideIsConstant) {
  EXPECT_TRUE(std::isnan(rank_correlation(Pairs{{1, 3}, {2, 3}, {3, 3}})));
  EXPECT_TRUE(std::isnan(rank_correlation(Pairs{{1, 1}, {2, 2}})));
}

TEST(RankInterval, HoldsTheValueAndShrinksWithThePairs) {
  const auto [low, high] = rank_interval(0.5, 50);
  EXPECT_LT(low, 0.5);
  EXPECT_GT(high, 0.5);
  EXPECT_NEAR(rank_interval(0.5, 5000).second - 0.5, 0.022, 0.002);
}

TEST(LowestSample, KeepsTheSameValuesInAnyOrder) {
  LowestSample forward(3);
  LowestSample backward(3);
  for (int i = 0; i < 10; ++i) {
    forward.add(static_cast<std::uint64_t>(i * 7 % 10), {i, i});
    backward.add(static_cast<std::uint64_t>((9 - i) * 7 % 10), {9 - i, 9 - i});
  }
  Pairs first = forward.values();
  Pairs second = backward.values();
  std::ranges::sort(first);
  std::ranges::sort(second);
  EXPECT_EQ(first, second);
  EXPECT_EQ(first.size(), 3U);
}

}  // namespace
}  // namespace bmo::app
