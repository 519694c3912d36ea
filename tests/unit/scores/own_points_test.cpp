// Points follow from gravity and precision, and a user's take the place of the cards'.
#include "bmo/scores/kit/own_points.hpp"

#include <array>

#include <gtest/gtest.h>

namespace bmo::scores {
namespace {

TEST(EstimatedPoints, AreTheCardsWithoutAnswers) {
  constexpr std::array<std::uint8_t, 9> kCards{5, 6, 8, 12, 15, 16, 35, 60, 100};
  for (const std::uint8_t card : kCards)
    EXPECT_EQ(estimated_points(card, 0, 0), card);
}

TEST(EstimatedPoints, MeetTheGravityWhereAllIsRight) {
  EXPECT_EQ(estimated_points(16, 1'000'000, 1'000'000), 30);
  EXPECT_EQ(estimated_points(8, 1'000'000, 1'000'000), 12);
  EXPECT_EQ(estimated_points(40, 1'000'000, 1'000'000), 100);
}

TEST(EstimatedPoints, FadeWhereAllIsWrong) {
  EXPECT_EQ(estimated_points(30, 0, 50), 9);  // 600 / 70 = 8.57
  EXPECT_EQ(estimated_points(30, 0, 1'000'000), 0);
}

TEST(EstimatedPoints, WeighTheCardAsTwentyAnswers) {
  EXPECT_EQ(estimated_points(30, 19, 30), 23);  // 30 * (20 + 19) / 50 = 23.4
  EXPECT_EQ(estimated_points(15, 10, 20), 15);  // The card's share is a half, and so is theirs.
}

TEST(UsePoints, ChangesTheKindThatIsNamedAlone) {
  Batch batch;
  batch.findings.push_back({.code = "W_TRUNCATED", .points = 16, .fault = "no_terminal"});
  batch.findings.push_back({.code = "W_TRUNCATED", .points = 25, .fault = "open_fence"});
  batch.findings.push_back({.code = "W_STUB", .points = 30});
  use_points({{"W_STUB", "", 0}, {"W_TRUNCATED", "no_terminal", 9}}, batch);
  EXPECT_EQ(batch.findings[0].points, 9);
  EXPECT_EQ(batch.findings[1].points, 25);
  EXPECT_EQ(batch.findings[2].points, 0);
}

}  // namespace
}  // namespace bmo::scores
