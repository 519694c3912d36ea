// Samples, limits and splits are exact, whatever the data looks like.
#include "bmo/pipeline/decide.hpp"

#include <map>
#include <set>

#include <gtest/gtest.h>

#include "bmo/io/disk_memory.hpp"

namespace bmo::pipeline {
namespace {

std::string keys_of(const std::vector<KeyedRecord>& records) {
  return {reinterpret_cast<const char*>(records.data()), records.size() * sizeof(KeyedRecord)};
}

Decisions decided(const std::vector<KeyedRecord>& records, const Recipe& recipe) {
  io::MemoryDisk disk;
  const std::string bytes = keys_of(records);
  disk.put("keys", bytes);
  auto decisions = decide(disk, "keys", bytes.size(), recipe);
  EXPECT_TRUE(decisions);
  return *decisions;
}

std::vector<KeyedRecord> distinct(std::uint64_t n) {
  std::vector<KeyedRecord> out;
  for (std::uint64_t i = 1; i <= n; ++i)
    out.push_back({hash64(std::to_string(i)), i * 3});
  return out;
}

std::uint64_t kept(const std::vector<KeyedRecord>& records, const Decisions& decisions) {
  std::uint64_t count = 0;
  for (const KeyedRecord& record : records) {
    count += decisions.in_sample(record) && decisions.in_limit(record) ? 1U : 0U;
  }
  return count;
}

TEST(SplitSizes, AddUpByLargestRemainder) {
  const std::vector<SplitShare> split{{"train", 0.9}, {"validation", 0.05}, {"test", 0.05}};
  EXPECT_EQ(split_sizes(split, 101), (std::vector<std::uint64_t>{91, 5, 5}));
  EXPECT_EQ(split_sizes(split, 10), (std::vector<std::uint64_t>{9, 1, 0}));
  EXPECT_EQ(split_sizes(split, 0), (std::vector<std::uint64_t>{0, 0, 0}));
}

TEST(SplitSizes, TakeAWholeShareForWhole) {
  EXPECT_EQ(split_sizes({{"train", 0.9}, {"test", 0.1}}, 70), (std::vector<std::uint64_t>{63, 7}));
}

TEST(Decide, SamplesExactly) {
  const auto records = distinct(1000);
  for (const std::uint64_t n : {0U, 1U, 17U, 999U, 1000U, 5000U}) {
    const Recipe recipe{.sample = n, .seed = 3};
    EXPECT_EQ(kept(records, decided(records, recipe)), std::min<std::uint64_t>(n, 1000)) << n;
  }
}

TEST(Decide, SamplesExactlyWhereAllIdsAreTheSame) {
  std::vector<KeyedRecord> records;
  for (std::uint64_t i = 1; i <= 500; ++i)
    records.push_back({42, i});
  EXPECT_EQ(kept(records, decided(records, {.sample = 123})), 123U);
}

TEST(Decide, LimitKeepsTheFirstOfTheSample) {
  const auto records = distinct(1000);
  const Decisions decisions = decided(records, {.sample = 500, .limit = 20});
  EXPECT_EQ(kept(records, decisions), 20U);
  const Decisions whole = decided(records, {.sample = 500});
  std::uint64_t seen = 0;
  for (const KeyedRecord& record : records) {
    if (!whole.in_sample(record)) continue;
    EXPECT_EQ(decisions.in_limit(record), ++seen <= 20);
  }
}

TEST(Decide, SplitsExactly) {
  const auto records = distinct(1001);
  const Recipe recipe{.seed = 9, .split = {{"train", 0.8}, {"validation", 0.15}, {"test", 0.05}}};
  const Decisions decisions = decided(records, recipe);
  std::map<std::size_t, std::uint64_t> sizes;
  for (const KeyedRecord& record : records)
    ++sizes[decisions.split_of(record)];
  EXPECT_EQ(sizes[0], 801U);
  EXPECT_EQ(sizes[1], 150U);
  EXPECT_EQ(sizes[2], 50U);
}

/// Three large strata, one of two pairs, and pairs of none.
std::vector<KeyedRecord> stratified(std::uint64_t n) {
  std::vector<KeyedRecord> out = distinct(n);
  for (std::uint64_t i = 0; i < n; ++i)
    out[i].stratum = i < 2 ? 99 : std::vector<std::uint64_t>{0, 5, 5, 5, 7, 7, 8}[i % 7];
  return out;
}

using Sizes = std::map<std::uint64_t, std::map<std::size_t, std::uint64_t>>;

Sizes sizes_by_stratum(const std::vector<KeyedRecord>& records, const Decisions& decisions) {
  Sizes out;
  for (const KeyedRecord& record : records)
    ++out[record.stratum][decisions.split_of(record)];
  return out;
}

const Recipe kStratified{
    .seed = 4,
    .split = {{"train", 0.8}, {"validation", 0.1}, {"test", 0.1}},
    .stratify = GroupBy::kTopic,
};

TEST(Decide, SharesEachStratumOutAsTheWhole) {
  const auto records = stratified(703);
  const Decisions decisions = decided(records, kStratified);
  Sizes sizes = sizes_by_stratum(records, decisions);
  EXPECT_EQ(sizes[5][0], 241U);  // Of 301, one of which is in the stratum of two.
  EXPECT_EQ(sizes[5][1], 30U);
  EXPECT_EQ(sizes[7][1], 20U);
  EXPECT_EQ(sizes[8][2], 10U);
  EXPECT_EQ(decisions.splits.given, decisions.splits.wanted);
  EXPECT_EQ(decisions.splits.strata, 3U);
  EXPECT_EQ(decisions.splits.joined, 1U);
  EXPECT_LT(decisions.splits.farthest, 1.0);
}

TEST(Decide, StrataSurviveBeingWrittenDown) {
  const auto records = stratified(703);
  const Decisions before = decided(records, kStratified);
  const Decisions after = decisions_of(decisions_dom(before));
  EXPECT_EQ(sizes_by_stratum(records, after), sizes_by_stratum(records, before));
  EXPECT_EQ(after.splits.given, before.splits.given);
  EXPECT_EQ(after.splits.farthest, before.splits.farthest);
}

TEST(Decide, AnotherSeedGivesAnotherSample) {
  const auto records = distinct(1000);
  const Decisions one = decided(records, {.sample = 500, .seed = 1});
  const Decisions two = decided(records, {.sample = 500, .seed = 2});
  std::uint64_t both = 0;
  for (const KeyedRecord& record : records)
    both += one.in_sample(record) && two.in_sample(record);
  EXPECT_GT(both, 150U);
  EXPECT_LT(both, 350U);
}

/// Groups 1 to 4 in turn, worse and worse; every tenth is of no group.
std::vector<KeyedRecord> budgeted(std::uint64_t n) {
  std::vector<KeyedRecord> out = distinct(n);
  for (std::uint64_t i = 0; i < n; ++i)
    out[i].budget = {.order = i / 3, .group = i % 10 == 0 ? 0 : 1 + i % 4};
  return out;
}

std::map<std::uint64_t, std::uint64_t> within_budget(const std::vector<KeyedRecord>& records,
                                                     const Decisions& decisions) {
  std::map<std::uint64_t, std::uint64_t> out;
  for (const KeyedRecord& record : records) {
    if (decisions.over_budget(record).empty()) ++out[record.budget.group];
  }
  return out;
}

TEST(Decide, KeepsTheBestOfTheWholeExactly) {
  const auto records = budgeted(1000);
  for (const std::uint64_t n : {0U, 1U, 500U, 1000U, 2000U}) {
    const Decisions decisions = decided(records, {.budgets = {.top = n}});
    for (std::size_t i = 0; i < records.size(); ++i)
      EXPECT_EQ(decisions.over_budget(records[i]).empty(), i < n) << n << " " << i;
  }
}

TEST(Decide, KeepsTheBestOfEachGroupAndAllOfNone) {
  const auto records = budgeted(1000);
  const Decisions decisions = decided(records, {.budgets = {.most = 30}});
  EXPECT_EQ(within_budget(records, decisions),
            (std::map<std::uint64_t, std::uint64_t>{{0, 100}, {1, 30}, {2, 30}, {3, 30}, {4, 30}}));
  EXPECT_EQ(decisions.over_budget(records[1]), "");
  EXPECT_EQ(decisions.over_budget(records[999]), kMaxPerReason);
}

TEST(Decide, SamplesAndSplitsWhatTheBudgetsLeave) {
  const auto records = budgeted(1000);
  const Recipe recipe{
      .budgets = {.top = 100, .most = 40}, .sample = 60, .split = {{"train", 0.5}, {"test", 0.5}}};
  const Decisions decisions = decided(records, recipe);
  std::map<std::size_t, int> sizes;
  for (const KeyedRecord& record : records) {
    if (decisions.over_budget(record).empty() && decisions.in_sample(record))
      ++sizes[decisions.split_of(record)];
  }
  EXPECT_EQ(sizes, (std::map<std::size_t, int>{{0, 30}, {1, 30}}));
}

TEST(Decide, BudgetsSurviveTheirOwnDocument) {
  const auto records = budgeted(1000);
  const Decisions decisions = decided(records, {.budgets = {.top = 70, .most = 30}});
  EXPECT_EQ(within_budget(records, decisions_of(decisions_dom(decisions))),
            within_budget(records, decisions));
}

TEST(Decide, RefusesToRankByAScoreThatNobodyHas) {
  auto records = budgeted(10);
  for (KeyedRecord& record : records)
    record.budget.order |= std::uint64_t{0xFFFFFFFF} << 32U;
  io::MemoryDisk disk;
  disk.put("keys", keys_of(records));
  const auto decisions = decide(disk, "keys", keys_of(records).size(), {.budgets = {.top = 3}});
  ASSERT_FALSE(decisions);
  EXPECT_EQ(decisions.error().code, "E_USAGE");
}

TEST(Decide, SurvivesItsOwnDocument) {
  const auto records = distinct(300);
  const Recipe recipe{.sample = 200, .limit = 100, .split = {{"train", 0.5}, {"test", 0.5}}};
  const Decisions before = decided(records, recipe);
  const Decisions after = decisions_of(decisions_dom(before));
  for (const KeyedRecord& record : records) {
    EXPECT_EQ(before.in_sample(record), after.in_sample(record));
    EXPECT_EQ(before.in_limit(record), after.in_limit(record));
    EXPECT_EQ(before.split_of(record), after.split_of(record));
  }
}

/// Records 3, 6, 9 ... in groups of `size`, the first `grouped` of them.
std::vector<GroupMember> groups_of(std::uint64_t grouped, std::uint64_t size) {
  std::vector<GroupMember> out;
  for (std::uint64_t i = 0; i < grouped; ++i)
    out.push_back({.record = (i + 1) * 3, .group = i / size});
  return out;
}

struct SplitOutcome {
  std::map<std::size_t, std::uint64_t> sizes;
  std::map<std::uint64_t, std::set<std::size_t>> splits_of_group;
};

SplitOutcome split(const std::vector<KeyedRecord>& records,
                   const std::vector<GroupMember>& members) {
  io::MemoryDisk disk;
  const std::string bytes = keys_of(records);
  disk.put("keys", bytes);
  const Recipe recipe{.split = {{"train", 0.8}, {"validation", 0.1}, {"test", 0.1}}};
  const auto decisions = decide(disk, "keys", bytes.size(), recipe, nullptr, members);
  EXPECT_TRUE(decisions);
  SplitOutcome out;
  for (const KeyedRecord& record : records)
    ++out.sizes[decisions->split_of(record)];
  for (const GroupMember& member : members) {
    out.splits_of_group[member.group].insert(
        decisions->split_of({.key = 0, .record = member.record}));
  }
  return out;
}

TEST(Decide, KeepsGroupsWholeAndSizesExact) {
  const auto records = distinct(1000);
  const SplitOutcome out = split(records, groups_of(500, 10));
  EXPECT_EQ(out.sizes, (std::map<std::size_t, std::uint64_t>{{0, 800}, {1, 100}, {2, 100}}));
  for (const auto& [group, splits] : out.splits_of_group)
    EXPECT_EQ(splits.size(), 1U) << group;
}

TEST(Decide, GroupsGoToEverySplit) {
  std::set<std::size_t> seen;
  for (const auto& [group, splits] : split(distinct(1000), groups_of(600, 4)).splits_of_group)
    seen.insert(splits.begin(), splits.end());
  EXPECT_EQ(seen, (std::set<std::size_t>{0, 1, 2}));
}

}  // namespace
}  // namespace bmo::pipeline
