// Words that rule each other out are told from words of one sense.
#include "bmo/dedup/contrast.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace bmo::dedup {
namespace {

using Words = std::vector<std::string_view>;

TEST(Contrast, FindsWordsThatRuleEachOtherOut) {
  EXPECT_TRUE(contrast(Words{"only", "odd"}, Words{"containing", "even"}));
  EXPECT_TRUE(contrast(Words{"miles"}, Words{"kilometers"}));
  EXPECT_TRUE(contrast(Words{"tomorrow"}, Words{"today"}));
  EXPECT_TRUE(contrast(Words{"area"}, Words{"circumference"}));
}

TEST(Contrast, TakesWordsOfOneSenseForAlike) {
  EXPECT_FALSE(contrast(Words{"kilometers"}, Words{"km"}));
  EXPECT_FALSE(contrast(Words{"largest"}, Words{"biggest"}));
}

TEST(Contrast, SaysNothingOfOtherWords) {
  EXPECT_FALSE(contrast(Words{"odd"}, Words{"number"}));
  EXPECT_FALSE(contrast(Words{}, Words{"even"}));
  EXPECT_FALSE(contrast(Words{"odd"}, Words{"tomorrow"}));
}

}  // namespace
}  // namespace bmo::dedup
