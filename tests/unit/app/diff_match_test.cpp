// Tests of which pair of one set is which pair of another.
#include "bmo/app/diff_match.hpp"

#include <array>
#include <numeric>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "bmo/dedup/shingles.hpp"

namespace bmo::app {
namespace {

DiffRow row(std::uint64_t content, std::uint64_t id = 0, std::uint64_t instruction = 0,
            std::uint64_t response = 0) {
  return {
      .content = {content, content}, .id = id, .instruction = instruction, .response = response};
}

std::vector<DiffKind> kinds(const std::vector<DiffRow>& before, const std::vector<DiffRow>& after) {
  const DiffMatches matches = match_rows(before, after);
  std::vector<DiffKind> out;
  for (std::uint32_t i = 0; i < after.size(); ++i)
    out.push_back(kind_after(before, after, matches, i));
  for (std::uint32_t i = 0; i < before.size(); ++i) {
    if (kind_before(matches, i) == DiffKind::kGone) out.push_back(DiffKind::kGone);
  }
  return out;
}

TEST(DiffMatch, TellsTheFiveKindsApart) {
  const std::vector<DiffRow> before{row(1), row(2, 7), row(3, 0, 30), row(4, 0, 0, 40), row(5)};
  const std::vector<DiffRow> after{row(1), row(22, 7), row(33, 0, 30), row(44, 0, 0, 40), row(6)};
  EXPECT_EQ(kinds(before, after),
            (std::vector<DiffKind>{DiffKind::kSame, DiffKind::kEdited, DiffKind::kEdited,
                                   DiffKind::kEdited, DiffKind::kNew, DiffKind::kGone}));
}

TEST(DiffMatch, PrefersEqualContentToAnEqualId) {
  // The id 7 was given to another pair; its old content is still there.
  const std::vector<DiffRow> before{row(1, 7)};
  const std::vector<DiffRow> after{row(2, 7), row(1, 8)};
  EXPECT_EQ(kinds(before, after), (std::vector<DiffKind>{DiffKind::kNew, DiffKind::kSame}));
}

TEST(DiffMatch, CountsCopiesOneByOne) {
  EXPECT_EQ(kinds({row(1), row(1), row(1)}, {row(1)}),
            (std::vector<DiffKind>{DiffKind::kSame, DiffKind::kGone, DiffKind::kGone}));
}

TEST(DiffMatch, MovesTheOnePairThatLeftItsPlace) {
  EXPECT_EQ(
      kinds({row(1), row(2), row(3), row(4)}, {row(2), row(3), row(4), row(1)}),
      (std::vector<DiffKind>{DiffKind::kSame, DiffKind::kSame, DiffKind::kSame, DiffKind::kMoved}));
}

TEST(DiffMatch, CallsWhatOnlyShiftedTheSame) {
  EXPECT_EQ(kinds({row(1), row(2)}, {row(9), row(1), row(2)}),
            (std::vector<DiffKind>{DiffKind::kNew, DiffKind::kSame, DiffKind::kSame}));
}

TEST(DiffMatch, MovesAPairOfAnotherSplit) {
  DiffRow train = row(1);
  train.split = 1;
  DiffRow test = row(1);
  test.split = 3;
  EXPECT_EQ(kinds({train}, {test}), (std::vector<DiffKind>{DiffKind::kMoved}));
}

TEST(DiffMatch, TellsOtherMetadata) {
  DiffRow tagged = row(1);
  tagged.metadata = 5;
  EXPECT_EQ(kinds({row(1)}, {tagged}), (std::vector<DiffKind>{DiffKind::kMetadata}));
}

/// Length of a longest ascending run, by the textbook's n^2.
std::size_t longest_ascent(const std::vector<std::uint64_t>& order) {
  std::vector<std::size_t> best(order.size(), 1);
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (order[j] < order[i]) best[i] = std::max(best[i], best[j] + 1);
    }
  }
  return order.empty() ? 0 : *std::max_element(best.begin(), best.end());
}

TEST(DiffMatch, MovesNoMoreThanItMust) {
  std::mt19937_64 random(11);
  for (int round = 0; round < 50; ++round) {
    std::vector<std::uint64_t> order(40);
    std::iota(order.begin(), order.end(), 1);
    std::shuffle(order.begin(), order.end(), random);
    std::vector<DiffRow> before;
    std::vector<DiffRow> after;
    for (std::uint64_t i = 1; i <= order.size(); ++i)
      before.push_back(row(i));
    for (const std::uint64_t i : order)
      after.push_back(row(i));
    const auto found = kinds(before, after);
    EXPECT_EQ(std::count(found.begin(), found.end(), DiffKind::kSame),
              static_cast<std::ptrdiff_t>(longest_ascent(order)));
  }
}

dedup::Signature sketch_of(const std::string& text) {
  std::vector<std::uint64_t> shingles;
  dedup::cut_shingles(text, shingles);
  dedup::Signature out{};
  dedup::sketch(shingles, out);
  return out;
}

TEST(DiffMatch, FindsTheLikestAmongWhatIsLeft) {
  const std::vector<DiffRow> before{row(1)};
  const std::vector<DiffRow> after{row(2), row(3), row(4)};
  DiffMatches matches = match_rows(before, after);
  const std::string text = "how do i bake bread at home with little time and no oven at hand";
  const std::vector<DiffSketch> old_ones{{0, sketch_of(text)}};
  const std::vector<DiffSketch> new_ones{
      {0, sketch_of("what is the capital of the country to the north of peru")},
      {1, sketch_of(text + " today or tomorrow in the evening")},
      {2, sketch_of(text + " now")}};
  match_likeness(old_ones, new_ones, matches);
  EXPECT_EQ(matches.before.partner[0], 2U);
  EXPECT_EQ(matches.after.tie[2], DiffTie::kLikeness);
  EXPECT_EQ(matches.after.partner[0], kNoRow);
}

}  // namespace
}  // namespace bmo::app
