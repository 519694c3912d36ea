// The exact interval of a share is that of the beta distribution's quantiles.
#include "bmo/metrics/kit/exact_interval.hpp"

#include <gtest/gtest.h>

namespace bmo::metrics {
namespace {

struct Known {
  std::uint64_t part;
  std::uint64_t whole;
  double low;
  double high;
};

/// beta.ppf(0.025, k, n - k + 1) and beta.ppf(0.975, k + 1, n - k) of SciPy.
constexpr Known kKnown[] = {
    {7, 20, 0.153909204785, 0.592188534533},
    {19, 20, 0.751267237228, 0.998734910502},
    {26, 27, 0.810294382587, 0.999062742908},
    {1, 60, 0.000421874452, 0.089399050057},
    {57, 60, 0.860756753279, 0.989567670356},
    {500, 1000, 0.468549172972, 0.531450827028},
    {0, 10, 0.0, 0.308497107819},
    {10, 10, 0.691502892181, 1.0},
    {40, 40, 0.911902697121, 1.0},
};

TEST(ExactInterval, IsThatOfTheBetaQuantiles) {
  for (const Known& known : kKnown) {
    const Interval interval = exact_interval(known.part, known.whole);
    EXPECT_NEAR(interval.low, known.low, 1e-9) << known.part << " of " << known.whole;
    EXPECT_NEAR(interval.high, known.high, 1e-9) << known.part << " of " << known.whole;
  }
}

TEST(ExactInterval, KnowsNothingOfNoCases) {
  const Interval interval = exact_interval(0, 0);
  EXPECT_EQ(interval.low, 0.0);
  EXPECT_EQ(interval.high, 1.0);
}

}  // namespace
}  // namespace bmo::metrics
