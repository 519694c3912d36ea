// Tests of gates as they are typed, of what they drop, and of the guard over them.
#include "bmo/pipeline/gates.hpp"

#include <array>

#include <gtest/gtest.h>

#include "bmo/pipeline/gate_tally.hpp"
#include "bmo/pipeline/guard.hpp"
#include "bmo/pipeline/score_tally.hpp"
#include "bmo/pipeline/scoring.hpp"

namespace bmo::pipeline {
namespace {

TEST(ParseGate, ReadsScoreLeastAndTopic) {
  const auto plain = parse_gate("bmo_soundness=85");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->score, "bmo_soundness");
  EXPECT_EQ(plain->least, 85);
  EXPECT_EQ(plain->topic, "");
  const auto of_topic = parse_gate("winter: storage:quality=-0.5");
  ASSERT_TRUE(of_topic);
  EXPECT_EQ(of_topic->topic, "winter: storage");
  EXPECT_EQ(of_topic->score, "quality");
  EXPECT_EQ(of_topic->least, -0.5);
}

TEST(ParseGate, RefusesWhatIsNoGate) {
  for (const char* text : {"", "quality", "quality=", "=3", ":quality=3", "quality=high", "a:=3"})
    EXPECT_FALSE(parse_gate(text)) << text;
}

/// Pairs of one topic each with a given score "quality"; the last has none.
class Gated : public testing::Test {
 protected:
  void SetUp() override {
    batch_.metadata.resize(values_.size() + 1);
    for (std::size_t i = 0; i <= values_.size(); ++i) {
      Metadata& metadata = batch_.metadata[i];
      metadata[ListField::kTopics] = std::span(i < 2 ? &sky_ : &sea_, 1);
      if (i < values_.size()) metadata.scores = std::span(&scores_[i], 1);
      batch_.records.push_back({.number = i + 1});
      batch_.pairs.push_back({.id = "x", .metadata = &metadata});
      batch_.fates.push_back(Fate::kExported);
    }
  }

  Batch& batch_ = item_.batch;
  Item item_;
  const std::string_view sky_ = "sky";
  const std::string_view sea_ = "sea";
  const std::array<double, 4> values_{9, 7, 5, 3};
  const std::array<Score, 4> scores_{
      {{"quality", 9}, {"quality", 7}, {"quality", 5}, {"quality", 3}}};
};

TEST_F(Gated, AnAbsentScoreDoesNotPassAndIsToldApart) {
  const auto thresholds = thresholds_of({{"quality", 5}}, {});
  EXPECT_EQ(dropped_by(item_, 2, thresholds), "");
  EXPECT_EQ(dropped_by(item_, 3, thresholds), "min-score quality");
  EXPECT_EQ(dropped_by(item_, 4, thresholds), "min-score quality (not given)");
}

TEST_F(Gated, AGateOfATopicJudgesItsPairsAlone) {
  const auto thresholds = thresholds_of(
      {}, {.scores = {{.score = "quality", .least = 8, .topic = "sky"}}, .where = {}});
  EXPECT_EQ(dropped_by(item_, 0, thresholds), "");
  EXPECT_EQ(dropped_by(item_, 1, thresholds), "gate sky:quality");
  EXPECT_EQ(dropped_by(item_, 3, thresholds), "");
}

TEST_F(Gated, TheTallyCountsGroupsAndKeepsTheNearestPairs) {
  const auto thresholds = thresholds_of({{"quality", 6}}, {});
  item_.thresholds = &thresholds;
  item_.gated = {kPassed, kPassed, kDropped, kDropped, kDropped};
  GateTally tally;
  tally.add(item_, 0, 5, "a.jsonl");
  EXPECT_EQ(tally.groups.at("all pairs").dropped, 3U);
  EXPECT_EQ(tally.groups.at("topic sky").dropped, 0U);
  EXPECT_EQ(tally.groups.at("topic sea").dropped, 3U);
  EXPECT_EQ(tally.groups.at("source a.jsonl").pairs, 5U);
  const GateTotal& gate = tally.gates.at("min-score quality");
  EXPECT_EQ(gate.dropped, 3U);
  EXPECT_EQ(gate.not_known, 1U);
  ASSERT_EQ(gate.failed.size(), 2U);
  EXPECT_EQ(gate.failed[0].score, 5);
  EXPECT_EQ(gate.passed[0].score, 7);
}

TEST_F(Gated, TheTallyComesBackFromItsJson) {
  const auto thresholds = thresholds_of({{"quality", 6}}, {});
  item_.thresholds = &thresholds;
  item_.gated = {kPassed, kPassed, kDropped, kDropped, kNotGated};
  GateTally tally;
  tally.add(item_, 0, 5, "a.jsonl");
  EXPECT_EQ(gate_tally_dom(gate_tally_of(gate_tally_dom(tally))), gate_tally_dom(tally));
}

TEST(Breaches, AreGroupsOverTheBudgetAndNotTooSmall) {
  GateTally tally;
  tally.groups["all pairs"] = {.pairs = 100, .dropped = 50};
  tally.groups["topic sky"] = {.pairs = 20, .dropped = 11};
  tally.groups["topic sea"] = {.pairs = 19, .dropped = 19};
  const auto breaches = tally.breaches(0.5, 20);
  ASSERT_EQ(breaches.size(), 1U);
  EXPECT_EQ(breaches[0].group, "topic sky");
}

TEST(Hold, MovesWhatWasExportedAndConservesTheSum) {
  Tally tally;
  tally.fates = {3, 1, 0, 0, 0};
  tally.by_fate[0].add({1, 2});
  tally.by_fate[1].add({3, 4});
  tally.input.add({1, 2});
  tally.input.add({3, 4});
  hold(tally);
  EXPECT_EQ(tally.count(Fate::kExported), 0U);
  EXPECT_EQ(tally.count(Fate::kHeld), 3U);
  EXPECT_TRUE(tally.conserved());
}

TEST(ScoreTotal, KnowsMeanPercentilesAndShares) {
  ScoreTotal total;
  for (const double value : {100.0, 100.0, 84.5, 70.0})
    total.add(value, 100);
  total.add(kAbsent, 100);
  EXPECT_EQ(total.evaluated, 4U);
  EXPECT_EQ(total.not_evaluated, 1U);
  EXPECT_DOUBLE_EQ(total.mean(), 88.625);
  EXPECT_EQ(total.percentile(0.5), 84U);
  EXPECT_EQ(total.percentile(0.01), 70U);
  EXPECT_EQ(total.below(85), 2U);
  EXPECT_EQ(total.below(70), 0U);
}

TEST(ScoreTally, ComesBackFromItsJson) {
  ScoreTally tally;
  tally.totals["bmo_soundness"].add(75, 100);
  tally.totals["bmo_soundness"].add(kAbsent, 100);
  tally.losses["W_REFUSAL refusal"] = {.pairs = 2, .points = 60};
  EXPECT_EQ(score_tally_dom(score_tally_of(score_tally_dom(tally))), score_tally_dom(tally));
}

TEST_F(Gated, OurScoresStandBesideThoseThatWereGiven) {
  item_.scores.assign(own_score_names().size(), std::vector<double>(5, 50));
  item_.scores[*own_score_index("bmo_coherence")][0] = kAbsent;
  add_to_metadata(item_);
  const auto listed = item_.batch.pairs[0].metadata->scores;
  ASSERT_EQ(listed.size(), own_score_names().size());
  EXPECT_EQ(listed[0].name, "quality");
  EXPECT_EQ(listed[0].value, 9);
  for (const Score& score : listed)
    EXPECT_NE(score.name, "bmo_coherence");
}

TEST(OverrideSet, BindsToIdAndContentAndTheLaterOneWins) {
  const std::string content = "00000000000000010000000000000002";
  const OverrideSet set({{.id = "a", .content = content, .keep = true, .note = "first"},
                         {.id = "a", .content = content, .keep = false, .note = "second"}},
                        "head");
  const Override* found = set.find({.id = "a", .content = {1, 2}});
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->note, "second");
  EXPECT_EQ(set.find({.id = "a", .content = {1, 3}}), nullptr);
  EXPECT_EQ(set.find({.id = "b", .content = {1, 2}}), nullptr);
}

}  // namespace
}  // namespace bmo::pipeline
