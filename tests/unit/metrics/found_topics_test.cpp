// Tests of clusters, of their words, of agreement, and of names beyond a limit.
#include "bmo/metrics/kit/found_topics.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "bmo/base/hash.hpp"
#include "bmo/metrics/kit/cluster_words.hpp"
#include "bmo/metrics/kit/clusters.hpp"
#include "bmo/metrics/kit/named.hpp"
#include "bmo/metrics/kit/tag_use.hpp"

namespace bmo::metrics {
namespace {

/// `sizes[i]` directions near axis i.
DirectionSample around_axes(const std::vector<std::size_t>& sizes) {
  DirectionSample sample({.most_bytes = 1U << 20U, .most_rows = 5000});
  for (std::size_t axis = 0; axis < sizes.size(); ++axis) {
    for (std::size_t i = 0; i < sizes[axis]; ++i) {
      std::vector<std::int8_t> row(16);
      row[axis] = 120;
      row[(axis + 1 + i % 15) % 16] = static_cast<std::int8_t>(i % 40);
      sample.add(hash64(std::to_string(axis * 1000 + i)), row, {},
                 static_cast<std::uint32_t>(axis + 1));
    }
  }
  return sample;
}

TEST(Clusters, AreTheGroupsThatWerePlantedTheLargestFirst) {
  const DirectionSample sample = around_axes({30, 80, 50});
  const Clusters found = find_clusters(sample, 3);
  EXPECT_EQ(found.sizes, (std::vector<std::uint64_t>{80, 50, 30}));
  EXPECT_NEAR(agreement(found.of, sample.labels()), 1, 1e-12);
  EXPECT_EQ(sample.label(found.middle[0]), 2U);
}

TEST(Clusters, OfFewerDirectionsThanAskedForAreNoMore) {
  EXPECT_LE(find_clusters(around_axes({1, 1}), 8).sizes.size(), 2U);
}

TEST(Clusters, GrowWithTheRootOfTheSample) {
  EXPECT_EQ(cluster_count(50), 8U);
  EXPECT_EQ(cluster_count(5000), 50U);
  EXPECT_EQ(cluster_count(1'000'000), 200U);
}

TEST(Agreement, IsThatOfNumpy) {
  // What numpy makes of the definition: mutual information over the mean of the entropies.
  const std::vector<std::uint32_t> a{1, 1, 2, 2, 3};
  const std::vector<std::uint32_t> b{1, 1, 1, 2, 2};
  EXPECT_NEAR(agreement(a, b), 0.458065, 1e-6);
}

TEST(Agreement, IsNotKnownOfOneGroup) {
  EXPECT_TRUE(
      is_absent(agreement(std::vector<std::uint32_t>{1, 2}, std::vector<std::uint32_t>{3, 3})));
}

TEST(ClusterWords, AreThoseThatTheOthersHaveNot) {
  const std::vector<std::string> texts{"Write about the sour bread", "How is sour bread baked?",
                                       "Explain the spring tide",
                                       "When does the spring tide turn?"};
  const std::vector<std::uint32_t> of{0, 0, 1, 1};
  const auto words = cluster_words(texts, of, 2, 1);
  EXPECT_EQ(words[0], (std::vector<std::string>{"bread"}));
  EXPECT_EQ(words[1].size(), 1U);
  EXPECT_NE(words[1][0].find("spring"), std::string::npos);
}

TEST(Named, CountsWhatIsSaidOfLaterNames) {
  Named<int> named(2);
  for (const std::string_view name : {"a", "b", "c", "a", "d"}) {
    if (int* value = named.find_or_add(name); value != nullptr) ++*value;
  }
  EXPECT_EQ(named.map().find("a")->second, 2);
  EXPECT_EQ(named.map().size(), 2U);
  EXPECT_EQ(named.left_out(), 2U);
}

TEST(Spellings, AreToldFromOtherWords) {
  EXPECT_TRUE(are_spellings("Set-Up", "setup"));
  EXPECT_TRUE(are_spellings("tide", "tides"));
  EXPECT_TRUE(are_spellings("navigaton", "navigation"));
  EXPECT_FALSE(are_spellings("tide", "tie"));
}

}  // namespace
}  // namespace bmo::metrics
