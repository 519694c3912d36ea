// Tests of counts, intervals, charts and measures of words against known values.
#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "bmo/base/hash.hpp"
#include "bmo/metrics/kit/complexity.hpp"
#include "bmo/metrics/kit/control_chart.hpp"
#include "bmo/metrics/kit/distinct_count.hpp"
#include "bmo/metrics/kit/figures.hpp"
#include "bmo/metrics/kit/lexical.hpp"
#include "bmo/metrics/kit/syllables.hpp"
#include "bmo/metrics/kit/text_sample.hpp"

namespace bmo::metrics {
namespace {

TEST(DistinctCount, IsExactForFewAndNearForMany) {
  DistinctCount few, many;
  for (int i = 0; i < 30000; ++i) {
    few.add(hash64(std::to_string(i % 20000)));
  }
  for (int i = 0; i < 400000; ++i)
    many.add(hash64(std::to_string(i)));
  EXPECT_EQ(few.value(), 20000);
  EXPECT_NEAR(many.value(), 400000, 0.015 * 400000);
}

TEST(Wilson, IsThatOfTheTextbook) {
  const Interval interval = wilson(8, 10);
  EXPECT_NEAR(interval.low, 0.4902, 1e-4);
  EXPECT_NEAR(interval.high, 0.9433, 1e-4);
}

double complexity(std::string_view text) {
  std::vector<facts::Word> words;
  facts::append_words(text, words);
  return complexity_of(words);
}

TEST(Complexity, RisesWithWhatAnInstructionAsksFor) {
  const double short_one = complexity("Name a prime number.");
  const double plain = complexity("Write a short story about a dog that lives on a boat.");
  const double demanding = complexity(
      "Compare the two mooring contracts, explain which conditions differ and why, and calculate "
      "the cost for each month without exceeding the maximum of the following budget.");
  EXPECT_LT(short_one, plain);
  EXPECT_LT(plain, demanding);
  EXPECT_EQ(complexity_band(demanding), 4U);
}

TEST(Complexity, IsNotKnownOfTwoWords) {
  EXPECT_TRUE(is_absent(complexity("Thanks again!")));
}

TEST(Lexical, OfOneWordRepeatedIsTheLowest) {
  const std::vector<std::uint64_t> words(500, 7);
  EXPECT_NEAR(distinct_share(words, 1), 1.0 / 500, 1e-12);
  EXPECT_NEAR(hdd(words), 1.0 / 42, 1e-12);
  EXPECT_LT(mtld(words), 2.5);
}

TEST(Lexical, OfWordsThatAllDifferIsTheHighest) {
  std::vector<std::uint64_t> words;
  for (std::uint64_t i = 0; i < 500; ++i)
    words.push_back(i);
  EXPECT_EQ(distinct_share(words, 2), 1);
  EXPECT_NEAR(hdd(words), 1, 1e-12);
  EXPECT_EQ(mtld(words), 500);
}

TEST(Syllables, AreThoseOfADictionary) {
  EXPECT_EQ(count_syllables("boat"), 1U);
  EXPECT_EQ(count_syllables("anchor"), 2U);
  EXPECT_EQ(count_syllables("navigation"), 4U);
  EXPECT_EQ(count_syllables("make"), 1U);
  EXPECT_EQ(count_syllables("table"), 2U);
  EXPECT_EQ(count_syllables("turned"), 1U);
}

TEST(Sentences, EndAtMarksAndAtLines) {
  EXPECT_EQ(count_sentences("One. Two! Three?"), 3U);
  EXPECT_EQ(count_sentences("Version 2.5 is out"), 1U);
  EXPECT_EQ(count_sentences("First\nSecond\n"), 2U);
  EXPECT_EQ(count_sentences("He said \"Stop.\" Then he left."), 2U);
}

TEST(TextSample, IsTheSameInAnyOrder) {
  TextSample forward(2000), backward(2000);
  for (int i = 0; i < 500; ++i)
    forward.add(hash64(std::to_string(i)), "text number " + std::to_string(i));
  for (int i = 499; i >= 0; --i)
    backward.add(hash64(std::to_string(i)), "text number " + std::to_string(i));
  EXPECT_EQ(forward.texts(), backward.texts());
  EXPECT_LT(forward.texts().size(), 200U);
}

/// How many batches pass before an alarm, on average, where the mean is off by `shift` standard
/// errors after a long baseline.
double run_length(double shift, int series) {
  std::mt19937_64 random(11);
  std::normal_distribution<double> normal;
  double total = 0;
  for (int s = 0; s < series; ++s) {
    std::vector<BatchMean> batches;
    for (int i = 0; i < 400; ++i)
      batches.push_back({normal(random), 1});
    constexpr int kWatched = 3000;
    for (int i = 0; i < kWatched; ++i)
      batches.push_back({normal(random) + shift, 1});
    const std::vector<ChartPoint> points = control_chart(batches, 400, 1);
    int length = kWatched;
    for (int i = 0; i < kWatched; ++i) {
      if (!points[static_cast<std::size_t>(400 + i)].is_alarm) continue;
      length = i + 1;
      break;
    }
    total += length;
  }
  return total / series;
}

/// The same of the smoothed line alone, after a baseline that is the normal distribution itself.
double smoothed_run_length(double shift, int series, int watched) {
  constexpr int kBaseline = 3000;
  std::mt19937_64 random(13);
  std::normal_distribution<double> normal;
  std::vector<BatchMean> batches(static_cast<std::size_t>(kBaseline + watched), {0, 1});
  for (std::size_t i = 0; i < kBaseline; ++i)
    batches[i].mean = i % 2 == 0 ? 1 : -1;
  double total = 0;
  for (int s = 0; s < series; ++s) {
    for (std::size_t i = kBaseline; i < batches.size(); ++i)
      batches[i].mean = normal(random) + shift;
    const std::vector<ChartPoint> points = control_chart(batches, kBaseline, 1);
    const auto alarm =
        std::find_if(points.begin() + kBaseline, points.end(),
                     [](const ChartPoint& point) { return std::abs(point.ewma) > point.limit; });
    total += static_cast<double>(alarm - points.begin() - kBaseline + 1);
  }
  return total / series;
}

TEST(ControlChart, HasTheRunLengthsOfItsTable) {
  // Lucas & Saccucci: 492 batches in control, 10.7 at a shift of one standard error.
  EXPECT_NEAR(smoothed_run_length(0, 3000, 3500), 492, 15);
  EXPECT_NEAR(smoothed_run_length(1, 3000, 120), 10.7, 0.3);
}

TEST(ControlChart, SeesAShiftOfOneStandardErrorInAboutTenBatches) {
  EXPECT_NEAR(run_length(1, 300), 10, 2.5);
}

TEST(ControlChart, SeldomCriesWolf) {
  // EWMA alone 492, with the second chart of three standard errors beside it fewer.
  EXPECT_GT(run_length(0, 150), 180);
}

TEST(ControlChart, LearnsFromEightBatchesBeforeItJudges) {
  const std::vector<BatchMean> batches(9, {5, 10});
  for (const ChartPoint& point : control_chart(batches, 7, 1))
    EXPECT_TRUE(point.is_learning);
}

TEST(ControlChart, WidensItsLimitsForAShortBaseline) {
  EXPECT_NEAR(student_quantile(7), 4.53, 0.06);
  EXPECT_NEAR(student_quantile(9), 4.09, 0.03);
  EXPECT_NEAR(student_quantile(1000), 3.01, 0.01);
}

}  // namespace
}  // namespace bmo::metrics
