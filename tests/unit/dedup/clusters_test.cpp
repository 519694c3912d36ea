// What must stay together in a split, and when a source loses more than it can have repeated.
#include <gtest/gtest.h>

#include "tests/unit/dedup/pairs.hpp"

namespace bmo::dedup {
namespace {

std::vector<Row> clusters(const Trial& trial) {
  const std::vector<Edge> edges = trial.edges();
  return *find_clusters(trial.work(), edges, Policy{});
}

TEST(Clusters, JoinCopiesConflictsAndVariations) {
  const Trial trial({{"Name a knot.", "Bowline.", 0, {}},
                     {"Name a knot!", "Bowline.", 1, {}},
                     {"Name a knot.", "Sheet bend.", 2, {}},
                     {"Describe the moon in a poem.", "Pale and round.", 3, "s"},
                     {"Why does the tide rise?", "The moon pulls.", 4, "s"},
                     {"Count the sails.", "Two.", 5, {}}});
  EXPECT_EQ(clusters(trial), (std::vector<Row>{0, 0, 0, 3, 3, 5}));
}

TEST(Clusters, FollowChains) {
  const std::string words = "please tell me how a sailor should go about drying a wet sail ";
  const Trial trial({{words + words.substr(0, 20) + "in spring", "Hang it.", 0, {}},
                     {words, "Hang it.", 1, {}},
                     {"say when " + words.substr(0, 52), "Hang it.", 2, {}}},
                    {.guards = false});
  EXPECT_EQ(clusters(trial), (std::vector<Row>{0, 0, 0}));
}

TEST(Losses, AreCountedBySourceAndKind) {
  const Trial trial({{"Name a knot.", "Bowline.", 0, {}, 1},
                     {"Name a knot.", "Bowline.", 1, {}, 2},
                     {"Count the sails.", "Two.", 2, {}, 2}});
  const std::vector<Loss> losses = *count_losses(trial.work(), trial.removed());
  ASSERT_EQ(losses.size(), 2U);
  EXPECT_EQ(losses[0].pairs, 1U);
  EXPECT_EQ(losses[0].equal, 0U);
  EXPECT_EQ(losses[1].pairs, 2U);
  EXPECT_EQ(losses[1].equal, 1U);
  EXPECT_EQ(losses[1].near, 0U);
}

TEST(Losses, TellAWipeOutFromCopies) {
  EXPECT_TRUE((Loss{.pairs = 100, .near = 60}).is_wiped_out());
  EXPECT_FALSE((Loss{.pairs = 100, .equal = 90}).is_wiped_out());
  EXPECT_TRUE((Loss{.pairs = 1000, .equal = 950, .near = 40}).is_wiped_out());
  EXPECT_FALSE((Loss{.pairs = 20, .near = 15}).is_wiped_out());
}

/// The known bad case: each text is mostly its template, and what differs is the question.
TEST(Losses, AreAWipeOutOnTemplatedTextOnlyWithoutOurGuards) {
  std::vector<Said> all;
  const std::string frame =
      "Read the report of the harbour office with care and answer the question that follows it. ";
  for (int i = 0; i < 200; ++i) {
    all.push_back({frame + "Berth " + std::to_string(100 + 7 * i) + "?",
                   "The berth is taken until the end of the month.",
                   0,
                   {},
                   0});
  }
  const Trial guarded(all);
  EXPECT_FALSE((*count_losses(guarded.work(), guarded.removed()))[0].is_wiped_out());
  const Trial plain(all, {.guards = false, .strip_lines = false});
  EXPECT_TRUE((*count_losses(plain.work(), plain.removed()))[0].is_wiped_out());
}

}  // namespace
}  // namespace bmo::dedup
