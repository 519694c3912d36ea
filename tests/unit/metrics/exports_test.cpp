// The chapter on exports and training: what is compared, and what is not.
#include <algorithm>

#include <gtest/gtest.h>

#include "bmo/metrics/kit/export_history.hpp"

namespace bmo::metrics {
namespace {

Chapter conclude(const ExportHistory& history) {
  const auto all_metrics = all();
  const auto found =
      std::find_if(all_metrics.begin(), all_metrics.end(),
                   [](const MetricEntry* entry) { return entry->card->id == "exports"; });
  Chapter chapter = (*found)->start()->conclude({});
  tell_exports(history, chapter);
  return chapter;
}

TrainingRun run(std::string set, double loss, std::string eval_set = "114 pairs ab") {
  return {.export_id = "e-" + set,
          .set = set,
          .name = set + "-run",
          .eval_set = std::move(eval_set),
          .steps = 100,
          .eval_loss = loss,
          .eval_step = 100,
          .eval_last = loss};
}

bool advises(const Chapter& chapter, std::string_view words) {
  return std::any_of(chapter.advice.begin(), chapter.advice.end(), [&](const Advice& advice) {
    return advice.text.find(words) != std::string::npos;
  });
}

TEST(Exports, SaysWhereThereAreNone) {
  EXPECT_NE(conclude({}).not_evaluated.find("bmo export"), std::string::npos);
}

TEST(Exports, CountsFormatsByUse) {
  const Chapter chapter =
      conclude({.exports = {{.id = "a",
                             .set = "s@1",
                             .made = "2026-01-02T00:00:00Z",
                             .outputs = {{"trl", 10, 1048576}}},
                            {.id = "b",
                             .set = "s@2",
                             .made = "2026-02-03T00:00:00Z",
                             .outputs = {{"trl", 20, 1048576}, {"csv", 20, 5}}}},
                .trainings = {}});
  const Table& formats = chapter.tables.at(0);
  ASSERT_EQ(formats.rows.size(), 2U);
  EXPECT_EQ(formats.rows[0][0].text, "trl");
  EXPECT_EQ(formats.rows[0][1].text, "2026-02-03");
  EXPECT_EQ(formats.rows[0][2].number, 2);
  EXPECT_EQ(formats.rows[0][3].number, 30);
  EXPECT_EQ(formats.rows[0][4].number, 2);
  EXPECT_TRUE(advises(chapter, "bmo link"));
}

TEST(Exports, NamesTheBetterSetOnlyBeyondChance) {
  ExportHistory settings;
  for (const double loss : {1.20, 1.21, 1.22})
    settings.trainings.push_back(run("a@1", loss));
  for (const double loss : {1.50, 1.51, 1.52})
    settings.trainings.push_back(run("b@1", loss));
  EXPECT_TRUE(advises(
      conclude(settings),
      "a@1 reached an eval loss of 1.21, b@1 one of 1.51 (on 114 pairs ab): more than chance"));
  settings.trainings.pop_back();
  EXPECT_TRUE(advises(conclude(settings), "not enough to tell from chance"));
}

TEST(Exports, ComparesNoLossesOfDifferentEvalSets) {
  const Chapter chapter = conclude({.trainings = {run("a@1", 1.2, "x"), run("b@1", 1.5, "y")}});
  EXPECT_FALSE(advises(chapter, "reached an eval loss"));
  EXPECT_TRUE(advises(chapter, "a@1, b@1 are not compared"));
}

TEST(Exports, ComparesNoLossesOfDifferentModels) {
  ExportHistory settings{.trainings = {run("a@1", 1.2), run("b@1", 1.5)}};
  settings.trainings[0].model = "big";
  EXPECT_FALSE(advises(conclude(settings), "reached an eval loss"));
}

TEST(Exports, WarnsOfARunThatWentOnTooLong) {
  ExportHistory settings{.trainings = {run("a@1", 1.2)}};
  EXPECT_FALSE(advises(conclude(settings), "was best at step"));
  settings.trainings[0].eval_step = 40;
  settings.trainings[0].eval_last = 1.5;
  EXPECT_TRUE(advises(conclude(settings), "a@1-run was best at step 40 of 100"));
}

}  // namespace
}  // namespace bmo::metrics
