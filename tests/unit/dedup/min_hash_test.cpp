// Sketches must meet as often as theory says, at every similarity.
#include "bmo/dedup/min_hash.hpp"

#include <cmath>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace bmo::dedup {
namespace {

double s_curve(double s) {
  return 1 - std::pow(1 - std::pow(s, kBandRows), kBands);
}

bool meet(const BandKeys& a, const BandKeys& b) {
  for (std::size_t i = 0; i < kBands; ++i) {
    if (a[i] == b[i]) return true;
  }
  return false;
}

struct Measured {
  double met = 0;
  double agreeing = 0;  ///< Share of rankings with the same smallest value.
};

/// Pairs of sets with `common` of `each` members in common.
Measured measure(std::size_t each, std::size_t common, int pairs) {
  std::mt19937_64 random(7);
  Measured out;
  for (int n = 0; n < pairs; ++n) {
    std::vector<std::uint64_t> a(each);
    for (std::uint64_t& x : a)
      x = random();
    std::vector<std::uint64_t> b = a;
    for (std::size_t i = common; i < each; ++i)
      b[i] = random();
    Signature sa{};
    Signature sb{};
    sketch(a, sa);
    sketch(b, sb);
    out.met += meet(band_keys(sa, 1), band_keys(sb, 1)) ? 1 : 0;
    for (std::size_t i = 0; i < kRankings; ++i)
      out.agreeing += sa[i] == sb[i] ? 1 : 0;
  }
  out.met /= pairs;
  out.agreeing /= pairs * static_cast<double>(kRankings);
  return out;
}

class SCurve : public testing::TestWithParam<std::pair<std::size_t, std::size_t>> {};

TEST_P(SCurve, IsMetWithinOnePercent) {
  const auto [each, common] = GetParam();
  const double s = static_cast<double>(common) / static_cast<double>(2 * each - common);
  const Measured measured = measure(each, common, 10000);
  EXPECT_NEAR(measured.met, s_curve(s), 0.01) << "at " << s;
  EXPECT_NEAR(measured.agreeing, s, 0.005);
}

// Similarities of .3, .5, .6, .7 and .8.
INSTANTIATE_TEST_SUITE_P(Similarities, SCurve,
                         testing::Values(std::pair{195, 90}, std::pair{150, 100},
                                         std::pair{160, 120}, std::pair{170, 140},
                                         std::pair{180, 160}));

TEST(Sketch, DoesNotMindOrderAndRepetition) {
  Signature a{};
  Signature b{};
  sketch(std::vector<std::uint64_t>{1ULL << 40U, 2ULL << 40U, 3ULL << 40U}, a);
  sketch(std::vector<std::uint64_t>{3ULL << 40U, 1ULL << 40U, 2ULL << 40U, 1ULL << 40U}, b);
  EXPECT_EQ(a, b);
}

TEST(Sketch, IsTheSameOnEveryMachine) {
  Signature a{};
  sketch(std::vector<std::uint64_t>{0x123456789ABCDEF0U, 0xFEDCBA9876543210U}, a);
  std::uint64_t sum = 0;
  for (const std::uint32_t value : a)
    sum = sum * 31 + value;
  EXPECT_EQ(sum, 6986021376272304549U);
}

TEST(BandKeys, OfOtherGroupsDoNotMeet) {
  Signature a{};
  sketch(std::vector<std::uint64_t>{1ULL << 40U, 2ULL << 40U}, a);
  EXPECT_TRUE(meet(band_keys(a, 1), band_keys(a, 1)));
  EXPECT_FALSE(meet(band_keys(a, 1), band_keys(a, 2)));
}

}  // namespace
}  // namespace bmo::dedup
