// Tests of percentiles against sorted numbers.
#include "bmo/metrics/kit/quantiles.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "bmo/model/pair.hpp"

namespace bmo::metrics {
namespace {

std::vector<double> skewed(std::size_t count) {
  std::mt19937_64 random(7);
  std::vector<double> out;
  for (std::size_t i = 0; i < count; ++i)
    out.push_back(std::exp(static_cast<double>(random() % 100000) / 12000.0) - 2);
  return out;
}

double sorted_at(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size()))) -
                1];
}

TEST(Quantiles, AreExactForFewDifferentNumbers) {
  Quantiles quantiles;
  for (int i = 1; i <= 1000; ++i)
    quantiles.add(i);
  EXPECT_EQ(quantiles.at(0.5), 500);
  EXPECT_EQ(quantiles.at(0.95), 950);
  EXPECT_EQ(quantiles.below(100), 99U);
}

TEST(Quantiles, AreWithinHalfAPercentForMany) {
  const std::vector<double> values = skewed(50000);
  Quantiles quantiles;
  for (const double value : values)
    quantiles.add(value);
  for (const double share : {0.05, 0.25, 0.5, 0.75, 0.95}) {
    const double exact = sorted_at(values, share);
    EXPECT_NEAR(quantiles.at(share), exact, 0.0051 * std::abs(exact)) << share;
  }
}

TEST(Quantiles, DoNotDependOnOrderOrParts) {
  std::vector<double> values = skewed(9000);
  Quantiles forward;
  for (const double value : values)
    forward.add(value);
  Quantiles first, second;
  for (std::size_t i = values.size(); i > 0; --i)
    (i % 3 == 0 ? first : second).add(values[i - 1]);
  first.merge(second);
  for (const double share : {0.01, 0.3, 0.5, 0.99})
    EXPECT_EQ(first.at(share), forward.at(share));
  EXPECT_EQ(first.count(), forward.count());
  EXPECT_EQ(first.mean(), forward.mean());
  EXPECT_EQ(first.deviation(), forward.deviation());
}

TEST(Quantiles, HaveMeanAndDeviation) {
  Quantiles quantiles;
  for (const double value : {2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0})
    quantiles.add(value);
  EXPECT_DOUBLE_EQ(quantiles.mean(), 5);
  EXPECT_NEAR(quantiles.deviation(), std::sqrt(32.0 / 7), 1e-12);
}

TEST(Quantiles, LeaveOutWhatIsAbsent) {
  Quantiles quantiles;
  quantiles.add(kAbsent);
  EXPECT_EQ(quantiles.count(), 0U);
  EXPECT_TRUE(is_absent(quantiles.at(0.5)));
}

}  // namespace
}  // namespace bmo::metrics
