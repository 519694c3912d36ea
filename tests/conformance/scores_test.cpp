// Tests of every score that its card is filled in and its values lie within the card's range.
#include "bmo/scores/scores.hpp"

#include <gtest/gtest.h>

#include "bmo/catalog/catalog.hpp"

namespace bmo::conformance {
namespace {

class EveryScore : public testing::TestWithParam<const scores::ScoreEntry*> {
 protected:
  const scores::ScoreCard& card() const { return *GetParam()->card; }

  double value(scores::Components evaluated, std::uint16_t points) const {
    scores::Losses losses;
    losses.evaluated = {evaluated};
    losses.points.resize(1);
    losses.points[0].fill(points);
    std::vector<double> column;
    GetParam()->fill(losses, column);
    return column.at(0);
  }
};

TEST_P(EveryScore, SaysWhatItIs) {
  EXPECT_FALSE(card().id.empty());
  EXPECT_TRUE(card().title.ends_with('?')) << card().title;
  EXPECT_FALSE(card().why.empty());
  EXPECT_LT(card().lowest, card().highest);
}

TEST_P(EveryScore, IsHighestWhereNothingWasLost) {
  EXPECT_EQ(value(0xFF, 0), card().highest);
}

TEST_P(EveryScore, StaysInItsRangeWhateverIsLost) {
  for (const int lost : {1, 25, 40, 100, 1000}) {
    const auto points = static_cast<std::uint16_t>(lost);
    EXPECT_GE(value(0xFF, points), card().lowest);
    EXPECT_LE(value(0xFF, points), card().highest);
  }
}

TEST_P(EveryScore, IsNeverFullWhereNothingWasEvaluated) {
  const double nothing = value(0, 0);
  EXPECT_TRUE(is_absent(nothing) || nothing == card().lowest) << nothing;
}

TEST_P(EveryScore, IsExplainedUnderTheNameThatFiltersTake) {
  const auto entry = catalog::find("bmo_" + std::string(card().id));
  ASSERT_TRUE(entry);
  EXPECT_EQ(entry->kind, catalog::Kind::kScore);
}

std::string name_of(const testing::TestParamInfo<const scores::ScoreEntry*>& info) {
  return std::string(info.param->card->id);
}

INSTANTIATE_TEST_SUITE_P(Cards, EveryScore,
                         testing::ValuesIn(scores::all().begin(), scores::all().end()), name_of);

}  // namespace
}  // namespace bmo::conformance
