// Tests of how many ways directions point, against identities and planted copies.
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "bmo/base/hash.hpp"
#include "bmo/metrics/kit/direction_sample.hpp"
#include "bmo/metrics/kit/nearest.hpp"
#include "bmo/metrics/kit/second_moments.hpp"
#include "bmo/model/batch.hpp"

namespace bmo::metrics {
namespace {

using Direction = std::vector<std::int8_t>;

Direction axis(std::size_t at, std::int8_t length) {
  Direction out(32);
  out[at] = length;
  return out;
}

Direction random_direction(std::mt19937& random) {
  std::normal_distribution<double> normal(0, 35);
  Direction out(128);
  for (std::int8_t& value : out)
    value = static_cast<std::int8_t>(std::clamp(normal(random), -127.0, 127.0));
  return out;
}

TEST(Vendi, OfGroupsAtRightAnglesIsTheirNumber) {
  for (const std::size_t groups : {1U, 2U, 7U, 32U}) {
    SecondMoments moments;
    for (std::size_t i = 0; i < groups * 40; ++i)
      moments.add(axis(i % groups, static_cast<std::int8_t>(1 + i % 100)));
    EXPECT_NEAR(moments.vendi(), static_cast<double>(groups), 1e-6);
  }
}

TEST(Vendi, OfOneDirectionManyTimesIsOne) {
  std::mt19937 random(1);
  const Direction one = random_direction(random);
  SecondMoments moments;
  for (int i = 0; i < 500; ++i)
    moments.add(one);
  EXPECT_NEAR(moments.vendi(), 1, 1e-6);
}

TEST(Vendi, OfPartsMergedIsThatOfTheWhole) {
  std::mt19937 random(2);
  SecondMoments whole, odd, even;
  for (int i = 0; i < 600; ++i) {
    const Direction row = random_direction(random);
    whole.add(row);
    (i % 2 == 0 ? even : odd).add(row);
  }
  odd.merge(even);
  EXPECT_EQ(odd.vendi(), whole.vendi());
  EXPECT_EQ(odd.count(), 600U);
}

TEST(Vendi, IsNotKnownOfNothing) {
  SecondMoments moments;
  moments.add(Direction(8));
  EXPECT_TRUE(is_absent(moments.vendi()));
}

/// `copies` of 1,000 directions are copies of others.
Nearness with_copies(std::size_t copies) {
  std::mt19937 random(3);
  DirectionSample sample({.most_bytes = 1U << 20U, .most_rows = 5000});
  std::vector<Direction> rows;
  for (std::size_t i = 0; i < 1000; ++i) {
    rows.push_back(i < 1000 - copies ? random_direction(random) : rows[random() % (1000 - copies)]);
    sample.add(hash64(std::to_string(i)), rows.back());
  }
  return find_nearest(sample, 0.9);
}

TEST(Nearest, UniqueFallsOneForOneWithPlantedCopies) {
  for (const std::size_t percent : {0U, 10U, 25U, 50U, 75U, 90U}) {
    const Nearness found = with_copies(10 * percent);
    EXPECT_NEAR(static_cast<double>(found.unique) / static_cast<double>(found.asked),
                1 - static_cast<double>(percent) / 100, 0.02);
  }
}

TEST(Nearest, CountsEachThatWasAskedOnce) {
  const Nearness found = with_copies(250);
  std::uint64_t sum = 0;
  for (const std::uint64_t count : found.counts)
    sum += count;
  EXPECT_EQ(sum, found.asked);
  EXPECT_GT(found.counts.back(), 0U);
}

TEST(Nearest, OfMoreThanAreAskedIsAnEvenPart) {
  std::mt19937 random(4);
  DirectionSample sample({.most_bytes = 1U << 20U, .most_rows = 3000});
  for (std::size_t i = 0; i < 3000; ++i)
    sample.add(hash64(std::to_string(i)), random_direction(random));
  EXPECT_EQ(find_nearest(sample, 0.9, 3'600'000).asked, 1200U);
  EXPECT_EQ(find_nearest(sample, 0.9, 1).asked, 1000U);
}

std::vector<std::uint64_t> ranks_of(const std::vector<std::uint64_t>& ranks) {
  DirectionSample sample({.most_bytes = 1U << 20U, .most_rows = 5, .text_bytes = 3});
  for (const std::uint64_t rank : ranks)
    sample.add(rank, axis(rank % 32, 9), std::to_string(rank));
  std::vector<std::uint64_t> out;
  for (const std::uint32_t slot : sample.by_rank()) {
    EXPECT_EQ(sample.text(slot), std::to_string(sample.rank(slot)).substr(0, 3));
    EXPECT_EQ(sample.row(slot)[sample.rank(slot) % 32], 9);
    out.push_back(sample.rank(slot));
  }
  return out;
}

TEST(DirectionSample, KeepsTheLowestRanksOfAnyOrder) {
  const std::vector<std::uint64_t> lowest{2, 3, 1000, 1001, 1002};
  EXPECT_EQ(ranks_of({1000, 2, 1003, 1001, 9000, 3, 1002}), lowest);
  EXPECT_EQ(ranks_of({9000, 1003, 1002, 1001, 1000, 3, 2}), lowest);
}

TEST(DirectionSample, LeavesDirectionsOfZerosOut) {
  DirectionSample sample({.most_bytes = 1U << 20U, .most_rows = 5});
  sample.add(1, Direction(8));
  EXPECT_EQ(sample.size(), 0U);
  EXPECT_TRUE(sample.is_whole());
}

}  // namespace
}  // namespace bmo::metrics
