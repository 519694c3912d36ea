// Tests of sums without rounding, against values of Python's math.fsum.
#include "bmo/metrics/kit/exact_sum.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace bmo::metrics {
namespace {

double sum_of(const std::vector<double>& values) {
  ExactSum sum;
  for (const double value : values)
    sum.add(value);
  return sum.value();
}

TEST(ExactSum, IsThatOfFsum) {
  EXPECT_EQ(sum_of({}), 0);
  EXPECT_EQ(sum_of(std::vector<double>(10, 0.1)), 1);
  EXPECT_EQ(sum_of({1e100, 1, -1e100}), 1);
  // Half way between two doubles, and a little more: the last bit goes up.
  EXPECT_EQ(sum_of({0x1p53, 1, 0x1p-60}), 0x1p53 + 2);
  EXPECT_EQ(sum_of({0x1p53, 1}), 0x1p53);
  EXPECT_EQ(sum_of({1e308, -1e308, 5e-324}), 5e-324);
}

TEST(ExactSum, DoesNotDependOnOrderOrParts) {
  std::mt19937_64 random(3);
  std::normal_distribution<double> exponent(0, 30);
  std::vector<double> values;
  for (int i = 0; i < 2000; ++i)
    values.push_back((i % 2 == 0 ? 1 : -1) * std::exp(exponent(random)));
  const double sum = sum_of(values);
  for (int round = 0; round < 20; ++round) {
    std::shuffle(values.begin(), values.end(), random);
    EXPECT_EQ(sum_of(values), sum);
    ExactSum first, second;
    for (std::size_t i = 0; i < values.size(); ++i)
      (i % 3 == 0 ? first : second).add(values[i]);
    first.merge(second);
    EXPECT_EQ(first.value(), sum);
  }
}

TEST(ExactSum, OfWhatIsTooLargeIsNoNumber) {
  const double most = std::numeric_limits<double>::max();
  EXPECT_EQ(sum_of({most, most}), std::numeric_limits<double>::infinity());
  EXPECT_TRUE(std::isnan(sum_of({most, most, -std::numeric_limits<double>::infinity()})));
}

}  // namespace
}  // namespace bmo::metrics
