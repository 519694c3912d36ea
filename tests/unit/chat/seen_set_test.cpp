// Tests the sums over a set: percentiles, cutoffs, packing, merging.
#include "bmo/chat/seen_set.hpp"

#include <gtest/gtest.h>

namespace bmo::chat {
namespace {

/// A pair of so many tokens, the last of which are trained.
SeenPair pair_of(std::uint32_t tokens, std::uint32_t trained) {
  SeenPair seen;
  seen.tokens.resize(tokens);
  if (trained != 0) seen.trained.push_back({tokens - trained, tokens});
  seen.stop_trained = trained != 0;
  return seen;
}

const CutoffSum& at(const SeenSet& set, std::uint64_t cutoff) {
  for (const CutoffSum& sum : set.cutoffs()) {
    if (sum.cutoff == cutoff) return sum;
  }
  ADD_FAILURE() << "no cutoff " << cutoff;
  return set.cutoffs().front();
}

TEST(SeenSet, CountsWhatACutoffTakes) {
  SeenSet set(100);
  set.add(pair_of(100, 50), {});
  set.add(pair_of(120, 50), {});
  set.add(pair_of(300, 50), {});
  EXPECT_EQ(at(set, 100).rows_cut, 2U);
  EXPECT_EQ(at(set, 100).tokens_cut, 220U);
  EXPECT_EQ(at(set, 100).answer_tokens_lost, 70U);
  EXPECT_EQ(at(set, 100).rows_without_answer, 1U);
  EXPECT_EQ(at(set, 512).rows_cut, 0U);
}

TEST(SeenSet, TellsPercentilesByNearestRank) {
  SeenSet set;
  for (std::uint32_t tokens = 1; tokens <= 100; ++tokens)
    set.add(pair_of(tokens, 1), {});
  EXPECT_EQ(set.percentile(0.5), 50U);
  EXPECT_EQ(set.percentile(0.99), 99U);
  EXPECT_EQ(set.longest(), 100U);
  EXPECT_DOUBLE_EQ(set.mean(), 50.5);
}

TEST(SeenSet, PacksTheLongestFirst) {
  SeenSet set;
  for (const std::uint32_t tokens : {60U, 50U, 50U, 40U, 30U, 10U})
    set.add(pair_of(tokens, 1), {});
  const Packing packing = set.pack(100);
  EXPECT_EQ(packing.sequences, 3U);
  EXPECT_DOUBLE_EQ(packing.fill, 0.8);
}

TEST(SeenSet, PacksManyEqualRows) {
  SeenSet set;
  for (int i = 0; i < 1000; ++i)
    set.add(pair_of(30, 1), {});
  EXPECT_EQ(set.pack(100).sequences, 334U);
}

TEST(SeenSet, OneThatIsTooLongFillsASequence) {
  SeenSet set;
  set.add(pair_of(250, 1), {});
  EXPECT_EQ(set.pack(100).sequences, 1U);
  EXPECT_DOUBLE_EQ(set.pack(100).fill, 1);
}

TEST(SeenSet, MergesToWhatTheWholeIs) {
  SeenSet whole(700);
  SeenSet left(700);
  SeenSet right(700);
  for (std::uint32_t tokens = 1; tokens < 2000; tokens += 7) {
    const SeenPair seen = pair_of(tokens, tokens / 2);
    whole.add(seen, {});
    (tokens % 2 == 0 ? left : right).add(seen, {});
  }
  left.merge(right);
  EXPECT_EQ(left.tokens(), whole.tokens());
  EXPECT_EQ(left.percentile(0.9), whole.percentile(0.9));
  EXPECT_EQ(at(left, 700).answer_tokens_lost, at(whole, 700).answer_tokens_lost);
  EXPECT_EQ(left.pack(700).sequences, whole.pack(700).sequences);
}

TEST(SeenSet, NamesWhatIsDroppedAndRefused) {
  SeenSet set;
  const Message messages[] = {{.role = Role::kSystem, .content = "x"}};
  SeenPair dropped = pair_of(3, 0);
  dropped.messages = {MessageFate::kDropped};
  set.add(dropped, messages);
  SeenPair refused;
  refused.refusal = "no system";
  set.add(refused, messages);
  EXPECT_EQ(set.dropped().at("system"), 1U);
  EXPECT_EQ(set.refusals().at("no system"), 1U);
  EXPECT_EQ(set.rendered(), 1U);
  EXPECT_EQ(set.pairs(), 2U);
}

TEST(SeenSet, StepsHoldTheLastFewRows) {
  EXPECT_EQ(SeenSet::steps(17, 8), 3U);
  EXPECT_EQ(SeenSet::steps(0, 8), 0U);
}

}  // namespace
}  // namespace bmo::chat
