// Tests of the comparison with profiles against values worked out with numpy and scipy.
#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "bmo/metrics/kit/change.hpp"
#include "bmo/metrics/kit/lexical.hpp"
#include "bmo/metrics/kit/profiles.hpp"
#include "bmo/metrics/kit/set_traits.hpp"

namespace bmo::metrics {
namespace {

std::vector<SetProfile> profiles_with(const std::vector<double>& values) {
  std::vector<SetProfile> out;
  for (const double value : values) {
    SetProfile& profile = out.emplace_back();
    profile.values.fill(kAbsent);
    profile.values[0] = value;
  }
  return out;
}

Band band_among(const std::vector<double>& values, double value) {
  const std::vector<SetProfile> profiles = profiles_with(values);
  std::vector<const SetProfile*> pointers;
  for (const SetProfile& profile : profiles)
    pointers.push_back(&profile);
  return band_of(pointers, Trait::kQuestionMedian, value);
}

TEST(Band, IsThatOfNumpy) {
  // numpy.percentile([3, 1, 4, 1, 5, 9, 2, 6], [10, 90]); scipy.stats.percentileofscore(...,
  // "mean").
  const Band band = band_among({3, 1, 4, 1, 5, 9, 2, 6}, 4);
  EXPECT_NEAR(band.low, 1.0, 1e-12);
  EXPECT_NEAR(band.high, 6.9, 1e-12);
  EXPECT_NEAR(band.rank, 56.25, 1e-12);
  EXPECT_EQ(band.count, 8U);
}

TEST(Band, LeavesOutProfilesThatDoNotKnow) {
  const Band band = band_among({3, kAbsent, 5}, 9);
  EXPECT_EQ(band.count, 2U);
  EXPECT_NEAR(band.rank, 100, 1e-12);
}

TEST(Profiles, RefuseOtherColumns) {
  const auto read = read_profiles("name\tform\tpairs\n");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, "E_PROFILE");
}

TEST(Profiles, InTheProgramAreEnoughToCompareProseWith) {
  std::size_t general = 0;
  for (const SetProfile& profile : published_profiles()) {
    general += profile.form == "general" ? 1 : 0;
    EXPECT_GT(profile.pairs, 0) << profile.name;
  }
  EXPECT_GE(general, 3U);
}

TEST(MeasureWords, IsTheMeanOverBlocksWithStudentsInterval) {
  std::vector<std::uint64_t> words;
  for (std::uint64_t i = 0; i < 2 * kBlockWords + 10; ++i)
    words.push_back(i < kBlockWords ? i % 1000 : i % 2000);  // Shares 0.2 and 0.4.
  const auto measured = measure_words(words);
  EXPECT_NEAR(measured[0].value, 30, 1e-9);
  // scipy.stats.t.ppf(.975, 1) * numpy.std([20, 40], ddof=1) / sqrt(2)
  EXPECT_NEAR(measured[0].high - measured[0].value, 127.062, 1e-3);
  EXPECT_EQ(measured[0].rests_on, 2 * kBlockWords);
}

TEST(MeasureWords, SaysNothingOfFewerThanTwoBlocks) {
  const std::vector<std::uint64_t> words(2 * kBlockWords - 1, 7);
  EXPECT_TRUE(is_absent(measure_words(words)[0].value));
}

TEST(MeasureDirections, IsTheMeanOverBlocksWithStudentsInterval) {
  DirectionSample sample({.most_bytes = 1U << 20U, .most_rows = 2500});
  for (std::uint64_t rank = 0; rank < 2 * kBlockDirections + 10; ++rank) {
    std::vector<std::int8_t> row(32);
    row[rank % (rank < kBlockDirections ? 10 : 25)] = 100;  // Scores of 10 and 25.
    sample.add(rank, row);
  }
  const Measured measured = measure_directions(sample);
  EXPECT_NEAR(measured.value, 17.5, 1e-6);
  // scipy.stats.t.ppf(.975, 1) * numpy.std([10, 25], ddof=1) / sqrt(2)
  EXPECT_NEAR(measured.high - measured.value, 95.2965, 1e-3);
  EXPECT_EQ(measured.rests_on, 2 * kBlockDirections);
}

TEST(MeasureDirections, SaysNothingOfFewerThanTwoBlocks) {
  DirectionSample sample({.most_bytes = 1U << 20U, .most_rows = 2500});
  for (std::uint64_t rank = 1; rank < 2 * kBlockDirections; ++rank)
    sample.add(rank, std::vector<std::int8_t>(32, 7));
  EXPECT_TRUE(is_absent(measure_directions(sample).value));
}

Figure figure(double value, double half) {
  return {.id = "x.y", .value = value, .low = value - half, .high = value + half};
}

TEST(Change, IsBeyondNoiseWhereTheErrorsTogetherDoNotExplainIt) {
  // Standard errors 3 and 4: that of the difference is 5, its limit 9.8.
  const double z = 1.959964;
  EXPECT_EQ(change_between(figure(100, 3 * z), figure(109.7, 4 * z)).verdict(), "no");
  EXPECT_EQ(change_between(figure(100, 3 * z), figure(109.9, 4 * z)).verdict(), "yes");
}

TEST(Change, IsNotJudgedWithoutIntervals) {
  const Figure plain{.id = "x.y", .value = 3};
  const Change change = change_between(figure(1, 1), plain);
  EXPECT_EQ(change.verdict(), "-");
  EXPECT_EQ(change.delta, 2);
}

/// A pair with one message each, and the profile that goes with it.
struct Given {
  explicit Given(const std::string& asked, const std::string& told, std::uint64_t key) {
    messages[0] = {.role = Role::kUser, .content = asked};
    messages[1] = {.role = Role::kAssistant, .content = told};
    pair.messages = messages;
    pair.content = {key, key * 0x9E3779B97F4A7C15U};
    profile.turns = 2;
    profile.instruction_words = 3;
    profile.response_words = 1;
  }
  Given(const Given&) = delete;
  Given& operator=(const Given&) = delete;
  Message messages[2];
  Pair pair;
  Profile profile;
};

TEST(SetTraits, CountsQuestionsThatCameBeforeWhateverTheirCase) {
  SetTraits traits;
  const std::vector<std::string> questions{"What is it?", "what is IT", "Who is it?", "When?"};
  std::uint64_t key = 0;
  for (const std::string& question : questions) {
    const Given given(question, "yes", ++key);
    traits.add({.pair = given.pair, .profile = given.profile});
  }
  const Traits measured = traits.measure();
  EXPECT_NEAR(measured[static_cast<std::size_t>(Trait::kRepeatedQuestions)].value, 25, 1e-12);
  EXPECT_NEAR(measured[static_cast<std::size_t>(Trait::kRepeatedPairs)].value, 0, 1e-12);
}

TEST(SetTraits, TakesTheIntervalOfAMedianFromOrderStatistics) {
  SetTraits traits;
  for (std::uint32_t i = 1; i <= 400; ++i) {
    Given given("a b c", "x", i);
    given.profile.response_words = i;
    traits.add({.pair = given.pair, .profile = given.profile});
  }
  const Measured median = traits.measure()[static_cast<std::size_t>(Trait::kAnswerMedian)];
  EXPECT_EQ(median.value, 200);
  // scipy.stats.binom.ppf([.025, .975], 400, .5) -> 180 and 220, give or take one rank.
  EXPECT_NEAR(median.low, 180, 1.5);
  EXPECT_NEAR(median.high, 220, 1.5);
}

}  // namespace
}  // namespace bmo::metrics
