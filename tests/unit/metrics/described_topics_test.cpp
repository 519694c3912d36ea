// Tests of what is learnt from examples, of corrected shares, of coverage and of the index.
#include "bmo/metrics/kit/described_topics.hpp"

#include <gtest/gtest.h>

#include "bmo/base/hash.hpp"
#include "bmo/metrics/kit/competitive_index.hpp"
#include "bmo/metrics/kit/coverage.hpp"
#include "bmo/metrics/kit/soft_max.hpp"

namespace bmo::metrics {
namespace {

TEST(SoftMax, FindsWhatScikitLearnFinds) {
  const SoftMax learnt(
      {.dimension = 3,
       .classes = 3,
       .rows = {100, 10, 0, 90, 30, 5, 10, 100, 0, 25, 80, 9, 60, 60, 10, 0, 20, 110, 5, 40, 100},
       .of = {0, 0, 1, 1, 0, 2, 2}});
  std::vector<double> seen(3);
  learnt.probabilities(std::vector<std::int8_t>{50, 70, 20}, seen);
  // LogisticRegression(C=10, tol=1e-12) on the same rows, made as long as 1.
  EXPECT_NEAR(seen[0], 0.51475334, 1e-5);
  EXPECT_NEAR(seen[1], 0.38071805, 1e-5);
  EXPECT_NEAR(seen[2], 0.10452861, 1e-5);
}

TEST(CorrectedShares, TakeOutWhatIsMixedUp) {
  const std::vector<float> probabilities{.7F, .3F, .6F, .4F, .2F, .8F, .9F, .1F};
  const std::vector<std::uint8_t> once{1, 1, 1, 1};
  const std::vector<double> half{0.5, 0.5};
  const auto shares = corrected_shares(probabilities, once, half, half, 5000);
  EXPECT_NEAR(shares[0], 0.838293, 1e-4);  // numpy, to the end.
  const std::vector<std::uint8_t> without_third{2, 1, 0, 1};
  EXPECT_NEAR(corrected_shares(probabilities, without_third, half, half, 5000)[0], 1, 1e-3);
}

DirectionSample on_axes(const std::vector<int>& counts) {
  DirectionSample sample({.most_bytes = 1U << 20U, .most_rows = 5000});
  for (std::size_t axis = 0; axis < counts.size(); ++axis) {
    for (int i = 0; i < counts[axis]; ++i) {
      std::vector<std::int8_t> row(8);
      row[axis] = 120;
      row[7] = static_cast<std::int8_t>(i % 60);
      sample.add(hash64(std::to_string(axis * 1000) + "." + std::to_string(i)), row);
    }
  }
  return sample;
}

Settings two_topics() {
  Settings settings;
  settings.space = {.encoder = "axes", .language = {}};
  for (std::size_t axis = 0; axis < 2; ++axis) {
    std::vector<std::int8_t> rows(20 * 8);
    for (std::size_t i = 0; i < 20; ++i) {
      rows[i * 8 + axis] = 120;
      rows[i * 8 + 7] = static_cast<std::int8_t>(i * 2);
    }
    settings.described.push_back({axis == 0 ? "tides" : "knots", 0.5, 20, rows});
  }
  return settings;
}

TEST(DescribedTopics, AreCountedByTheirExamples) {
  const auto shares = described_shares(two_topics().described, on_axes({300, 100}));
  EXPECT_NEAR(shares[0].share, 0.75, 0.01);
  // 200 draws of 400 pairs: the interval is that of the binomial, 1.96 x 0.0217 to each side.
  EXPECT_NEAR(shares[0].high - shares[0].low, 0.085, 0.02);
}

TEST(DescribedTopics, AreAGapOnlyWhereEnoughPairsAreMissing) {
  for (const std::uint64_t total : {30U, 400U}) {
    Chapter chapter{.card = all().front()->card};
    Writer writer(chapter);
    ASSERT_TRUE(tell_described(two_topics(), on_axes({390, 10}), total, writer));
    EXPECT_EQ(chapter.advice.size(), total == 400 ? 1U : 0U);
  }
}

TEST(Coverage, CountsQuestionsWithANeighbourInTheOtherSet) {
  DirectionSample theirs({.most_bytes = 1U << 20U, .most_rows = 5000});
  std::vector<std::int8_t> row(8);
  row[0] = 120;
  theirs.add(1, row);
  const Coverage found = find_coverage(on_axes({30, 10}), theirs, 0.9);
  EXPECT_EQ(found.asked, 40U);
  EXPECT_EQ(found.covered, 30U);
  // Rows 120, i are near from 0.9 on where i is at most 58: all of them.
  EXPECT_EQ(found.near, 30U);
}

TEST(Index, IsNothingWhereTheChapterHasNoFigures) {
  Chapter value{.card = all().front()->card, .not_evaluated = "no pair was judged"};
  tell_index({}, {}, value);
  EXPECT_TRUE(value.figures.empty());
}

}  // namespace
}  // namespace bmo::metrics
