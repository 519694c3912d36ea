// Tests how findings become scores, and that every point lost has its line.
#include "bmo/scores/scores.hpp"

#include <map>
#include <numeric>

#include <gtest/gtest.h>

#include "bmo/checks/checks.hpp"

namespace bmo::scores {
namespace {

constexpr Components kAll = bit_of(Component::kCoherence) | bit_of(Component::kCompleteness) |
                            bit_of(Component::kHygiene) | bit_of(Component::kClarity);

/// One pair with findings that a test names.
struct OnePair {
  OnePair() {
    batch.records.resize(1);
    batch.pairs.push_back({.messages = messages});
    batch.fates.push_back(Fate::kExported);
    facts::compute(batch, facts);
  }
  void lose(Component component, std::uint8_t points, std::string_view fault = "some_fault") {
    batch.findings.push_back({.code = "W_ECHO",
                              .severity = Severity::kWarning,
                              .component = component,
                              .points = points,
                              .fault = fault,
                              .detail = "seen"});
  }
  double score(std::string_view id, Components checked = kAll) {
    Losses losses;
    add_up(batch, facts, checked, losses);
    for (const ScoreEntry* entry : all()) {
      if (entry->card->id != id) continue;
      std::vector<double> column;
      entry->fill(losses, column);
      return column.at(0);
    }
    ADD_FAILURE() << "no score is called " << id;
    return 0;
  }
  const std::vector<Message> messages = {
      {.role = Role::kUser, .content = "Name a prime."},
      {.role = Role::kAssistant, .content = "Seven."},
  };
  Batch batch;
  facts::Facts facts;
};

TEST(Soundness, IsFullWithoutFindings) {
  OnePair one;
  EXPECT_EQ(one.score("soundness"), 100);
  EXPECT_EQ(one.score("evidence"), 1);
}

TEST(Soundness, TakesPointsOfAllComponents) {
  OnePair one;
  one.lose(Component::kCompleteness, 16);
  one.lose(Component::kHygiene, 5);
  EXPECT_EQ(one.score("soundness"), 79);
  EXPECT_EQ(one.score("completeness"), 60);
  EXPECT_EQ(one.score("hygiene"), 87.5);
  EXPECT_EQ(one.score("clarity"), 100);
}

TEST(Soundness, CapsEachComponent) {
  OnePair one;
  for (int i = 0; i < 5; ++i)
    one.lose(Component::kHygiene, 20);
  EXPECT_EQ(one.score("soundness"), 60);
  EXPECT_EQ(one.score("hygiene"), 0);
}

TEST(Soundness, IsZeroWhereNothingIsAnswered) {
  OnePair one;
  one.lose(Component::kCompleteness, 100);
  EXPECT_EQ(one.score("soundness"), 0);
}

TEST(Evidence, IsTheShareOfWhatWasJudged) {
  OnePair one;
  const Components checked = bit_of(Component::kCompleteness) | bit_of(Component::kHygiene);
  EXPECT_NEAR(one.score("evidence", checked), 80.0 / 150, 1e-12);
  EXPECT_TRUE(is_absent(one.score("coherence", checked)));
  EXPECT_TRUE(is_absent(one.score("clarity", checked)));
}

TEST(Evidence, OfAFindingCounts) {
  OnePair one;
  one.lose(Component::kCoherence, 40);
  EXPECT_EQ(one.score("coherence", 0), 0);
  EXPECT_NEAR(one.score("evidence", 0), 40.0 / 150, 1e-12);
}

TEST(Evidence, IsNoneForQuarantinedRecords) {
  OnePair one;
  one.batch.fates[0] = Fate::kQuarantined;
  EXPECT_EQ(one.score("evidence"), 0);
  EXPECT_TRUE(is_absent(one.score("soundness")));
}

TEST(Evidence, LeavesOutWhatAPairCannotShow) {
  const std::vector<Message> call = {{.role = Role::kUser, .content = "a"},
                                     {.role = Role::kAssistant, .tool_calls = "[{}]"}};
  OnePair one;
  one.batch.pairs[0].messages = call;
  facts::compute(one.batch, one.facts);
  EXPECT_TRUE(is_absent(one.score("completeness")));
  EXPECT_TRUE(is_absent(one.score("clarity")));
  EXPECT_EQ(one.score("hygiene"), 100);
}

TEST(Band, FollowsItsLimits) {
  EXPECT_EQ(band_name(band_of(85)), "accept");
  EXPECT_EQ(band_name(band_of(84.9)), "review");
  EXPECT_EQ(band_name(band_of(70)), "review");
  EXPECT_EQ(band_name(band_of(69)), "reject");
}

int sum_of(const std::vector<Line>& lines) {
  return std::accumulate(lines.begin(), lines.end(), 0,
                         [](int sum, const Line& line) { return sum + line.points; });
}

TEST(Lines, AddUpToWhatWasLost) {
  const std::vector<std::vector<std::pair<Component, std::uint8_t>>> cases = {
      {},
      {{Component::kClarity, 20}},
      {{Component::kHygiene, 25}, {Component::kHygiene, 20}, {Component::kClarity, 6}},
      {{Component::kCompleteness, 100}, {Component::kHygiene, 30}},
      {{Component::kCompleteness, 60}, {Component::kHygiene, 60}, {Component::kCoherence, 40}},
  };
  for (const auto& points : cases) {
    OnePair one;
    for (const auto& [component, taken] : points)
      one.lose(component, taken);
    EXPECT_EQ(sum_of(explain_loss(one.batch, 0)), one.score("soundness") - 100) << points.size();
  }
}

TEST(Lines, NameTheFaultAndWhatWasSeen) {
  OnePair one;
  one.lose(Component::kCompleteness, 16, "no_terminal");
  const auto lines = explain_loss(one.batch, 0);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].text, "no_terminal: seen");
  EXPECT_EQ(lines[0].points, -16);
}

TEST(Cards, SayWhatTheyMean) {
  for (const ScoreEntry* entry : all()) {
    EXPECT_TRUE(entry->card->title.ends_with('?')) << entry->card->id;
    EXPECT_TRUE(entry->card->why.ends_with('.')) << entry->card->id;
  }
}

TEST(Checks, JudgeAllComponentsButCoherence) {
  const Components judged = checks::components_of(checks::all());
  EXPECT_EQ(judged, kAll & ~bit_of(Component::kCoherence));
}

TEST(Checks, LeaveAComponentOutWithOneOfItsChecks) {
  std::vector<const checks::CheckEntry*> some(checks::all().begin(), checks::all().end());
  std::erase_if(some, [](const auto* entry) { return entry->card->id == "no_task"; });
  EXPECT_EQ(checks::components_of(some) & bit_of(Component::kClarity), 0);
}

}  // namespace
}  // namespace bmo::scores
