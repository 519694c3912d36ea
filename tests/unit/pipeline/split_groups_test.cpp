// Groups go to splits whole, by hash, and never where there is no room for them.
#include "bmo/pipeline/split_groups.hpp"

#include <numeric>

#include <gtest/gtest.h>

#include "bmo/base/hash.hpp"

namespace bmo::pipeline {
namespace {

std::vector<SplitGroup> groups_of(std::initializer_list<std::uint64_t> sizes) {
  std::vector<SplitGroup> out;
  for (const std::uint64_t size : sizes) {
    const std::uint64_t name = out.size();
    out.push_back({.group = name,
                   .hash = hash64({reinterpret_cast<const char*>(&name), sizeof(name)}),
                   .size = size,
                   .parts = {{.stratum = 0, .size = size}}});
  }
  return out;
}

TEST(SplitGroups, TakeNoMoreRoomThanThereIs) {
  SizeTable room{{80, 20}};
  const auto splits = place_groups(groups_of({30, 25, 15, 10, 5, 5, 4, 3, 2, 1}), room);
  ASSERT_EQ(splits.size(), 10U);
  EXPECT_EQ(room[0][0] + room[0][1], 0U);
}

TEST(SplitGroups, LargeGroupGoesWhereRoomIsLeft) {
  SizeTable room{{90, 10}};
  const auto splits = place_groups(groups_of({50}), room);
  EXPECT_EQ(splits.front(), 0U);
  EXPECT_EQ(room, (SizeTable{{40, 10}}));
}

TEST(SplitGroups, SmallGroupsGoToAllSplitsInProportion) {
  std::vector<SplitGroup> groups;
  for (std::uint64_t i = 0; i < 1000; ++i) {
    groups.push_back({.group = i,
                      .hash = hash64({reinterpret_cast<const char*>(&i), sizeof(i)}, 7),
                      .size = 2,
                      .parts = {{.stratum = 0, .size = 2}}});
  }
  SizeTable room{{8000, 2000}};
  const auto splits = place_groups(groups, room);
  const auto in_second = std::accumulate(splits.begin(), splits.end(), std::size_t{0});
  EXPECT_GT(in_second, 150U);
  EXPECT_LT(in_second, 250U);
}

TEST(SplitGroups, OrderOfTheGroupsDoesNotMatter) {
  std::vector<SplitGroup> groups = groups_of({9, 8, 8, 7, 3, 3, 2});
  SizeTable room{{30, 10}};
  const auto forward = place_groups(groups, room);
  std::ranges::reverse(groups);
  SizeTable again{{30, 10}};
  auto backward = place_groups(groups, again);
  std::ranges::reverse(backward);
  EXPECT_EQ(forward, backward);
}

TEST(SplitGroups, NamesReadBack) {
  for (const SplitBy by : {SplitBy::kPair, SplitBy::kCluster, SplitBy::kSource, SplitBy::kSeed}) {
    EXPECT_EQ(parse_split_by(split_by_name(by)), by);
  }
  EXPECT_FALSE(parse_split_by("topic"));
}

TEST(SplitGroups, GoWhereTheirStrataHaveRoom) {
  SplitGroup group{.group = 1, .hash = 0};  // The hash says the first split.
  for (int i = 0; i < 4; ++i)
    group.add(1);
  SizeTable room{{50, 50}, {1, 9}};
  EXPECT_EQ(place_groups({group}, room), (std::vector<std::size_t>{1}));
  EXPECT_EQ(room, (SizeTable{{50, 50}, {1, 5}}));
}

TEST(SplitGroups, CountTheirMembersByStratum) {
  SplitGroup group;
  for (const std::uint32_t stratum : {7U, 2U, 7U, 2U, 7U})
    group.add(stratum);
  ASSERT_EQ(group.parts.size(), 2U);
  EXPECT_EQ(group.parts[0].stratum, 2U);
  EXPECT_EQ(group.parts[1].size, 3U);
  EXPECT_EQ(group.size, 5U);
}
}  // namespace
}  // namespace bmo::pipeline
