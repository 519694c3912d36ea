// What is called a shift, a slope or another spread, on series where the truth is known.
#include <cmath>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "bmo/metrics/kit/change_points.hpp"
#include "bmo/metrics/kit/course.hpp"
#include "bmo/metrics/kit/slope.hpp"
#include "bmo/metrics/kit/stability.hpp"

namespace bmo::metrics {
namespace {

using Indices = std::vector<std::size_t>;

constexpr int kSeries = 1000;

/// Normal noise of deviation 1, of which `memory` goes on to the next, on a line.
std::vector<double> noisy(std::mt19937_64& random, int length, double slope, double memory) {
  std::normal_distribution<double> normal;
  std::vector<double> out;
  double noise = normal(random);
  for (int i = 0; i < length; ++i) {
    out.push_back(noise + slope * i);
    noise = memory * noise + std::sqrt(1 - memory * memory) * normal(random);
  }
  return out;
}

/// The share of series in which a slope is called that chance makes once in twenty.
double called_slopes(int length, double slope, double memory) {
  std::mt19937_64 random(5);
  int called = 0;
  for (int s = 0; s < kSeries; ++s)
    called += slope_of(noisy(random, length, slope, memory))->chance < 0.05 ? 1 : 0;
  return static_cast<double>(called) / kSeries;
}

TEST(ChangePoints, AreWithinTwoBatchesOfAStepOfTwoDeviations) {
  std::mt19937_64 random(3);
  int right = 0;
  for (int s = 0; s < kSeries; ++s) {
    std::vector<double> series = noisy(random, 60, 0, 0);
    for (std::size_t i = 25; i < series.size(); ++i)
      series[i] += 2;
    for (const std::size_t at : change_points(series)) {
      if (at < 23 || at > 27) continue;
      ++right;
      break;
    }
  }
  EXPECT_GE(right, 0.9 * kSeries);
}

TEST(ChangePoints, AreSeldomSeenInAFlatSeries) {
  std::mt19937_64 random(4);
  int wrong = 0;
  for (int s = 0; s < kSeries; ++s)
    wrong += change_points(noisy(random, 60, 0, 0)).empty() ? 0 : 1;
  EXPECT_LE(wrong, 0.05 * kSeries);
}

TEST(ChangePoints, OfLevelsWithoutNoiseAreExact) {
  const std::vector<double> steps{1, 1, 1, 1, 1, 5, 5, 5, 5, 2, 2, 2, 2, 2};
  EXPECT_EQ(change_points(steps), (Indices{5, 9}));
  EXPECT_EQ(change_points(std::vector<double>(20, 3.0)), Indices());
}

TEST(Slope, IsCalledOnceInTwentyWhereThereIsNone) {
  EXPECT_NEAR(called_slopes(20, 0, 0), 0.05, 0.025);
  EXPECT_NEAR(called_slopes(40, 0, 0), 0.05, 0.025);
}

TEST(Slope, IsNotMadeByASeriesThatRemembers) {
  // Without the correction a memory of 0.3 and 0.6 makes it 13 and 28 %.
  EXPECT_LE(called_slopes(40, 0, 0.3), 0.09);
  EXPECT_LE(called_slopes(40, 0, 0.6), 0.12);
}

TEST(Slope, OfASeventhOfADeviationIsSeenInTwentyBatches) {
  EXPECT_GE(called_slopes(20, 0.15, 0), 0.75);
  EXPECT_FALSE(slope_of(std::vector<double>(9, 1.0)));
}

TEST(Slope, IsTheMedianOfAllSlopes) {
  // Of the numbers 0 to 10 with one that is far off.
  std::vector<double> series{0, 1, 2, 3, 4, 500, 6, 7, 8, 9, 10};
  EXPECT_DOUBLE_EQ(slope_of(series)->by_step, 1);
}

/// The share of batches called spread otherwise, drawn from the baseline's own distribution.
double called_spreads(int baseline, int batch) {
  std::mt19937_64 random(6);
  std::normal_distribution<double> normal;
  int called = 0;
  for (int s = 0; s < kSeries; ++s) {
    Quantiles before;
    Quantiles now;
    for (int i = 0; i < baseline; ++i)
      before.add(normal(random));
    for (int i = 0; i < batch; ++i)
      now.add(normal(random));
    const auto stability = stability_of(before, now);
    called += stability->chance < 0.01 && stability->index >= 0.1 ? 1 : 0;
  }
  return static_cast<double>(called) / kSeries;
}

TEST(Stability, IsSeldomLostByChance) {
  for (const int batch : {50, 100, 500})
    EXPECT_LE(called_spreads(1000, batch), 0.015) << batch;
}

TEST(Stability, IsLostByASpreadThatKeepsItsMean) {
  std::mt19937_64 random(7);
  std::normal_distribution<double> normal;
  Quantiles before;
  Quantiles now;
  for (int i = 0; i < 500; ++i)
    before.add(normal(random));
  for (int i = 0; i < 100; ++i)
    now.add(2 * normal(random));
  EXPECT_LT(stability_of(before, now)->chance, 0.001);
  EXPECT_FALSE(stability_of(Quantiles(), now));
}

TEST(ChiSquareTail, IsThatOfTheTables) {
  EXPECT_NEAR(chi_square_tail(6.635, 1), 0.01, 1e-5);
  EXPECT_NEAR(chi_square_tail(9.210, 2), 0.01, 1e-5);
  EXPECT_NEAR(chi_square_tail(21.666, 9), 0.01, 1e-5);
}

TEST(Discoveries, AreThoseOfBenjaminiAndHochberg) {
  // The example of their paper: of 15 tests the four least are discoveries at 0.05.
  const std::vector<double> chances{0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
                                    0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000};
  const std::vector<bool> found = discoveries(chances, chances.size());
  EXPECT_EQ(std::vector<bool>(found.begin(), found.begin() + 5),
            (std::vector<bool>{true, true, true, true, false}));
  EXPECT_EQ(discoveries(std::vector<double>{0.01}, 12), std::vector<bool>{false});
}

}  // namespace
}  // namespace bmo::metrics
