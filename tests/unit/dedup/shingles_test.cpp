// Runs of characters and what two sets of them have in common.
#include "bmo/dedup/shingles.hpp"

#include <string>

#include <gtest/gtest.h>

namespace bmo::dedup {
namespace {

std::vector<std::uint64_t> shingles(std::string_view text) {
  std::vector<std::uint64_t> out;
  cut_shingles(text, out);
  return out;
}

std::vector<std::uint64_t> shingle_set(std::string_view text) {
  std::vector<std::uint64_t> out = shingles(text);
  make_set(out);
  return out;
}

const std::string kLong = "the quick brown fox jumps over the lazy dog again";

TEST(Shingles, AreRunsOfFiveCharacters) {
  EXPECT_EQ(shingles(kLong).size(), kLong.size() - 4);
}

TEST(Shingles, AreRunsOfThreeInShortTexts) {
  EXPECT_EQ(shingles("what is a boat").size(), 12U);
}

TEST(Shingles, AreTheWholeTextWhereItIsShorter) {
  EXPECT_EQ(shingles("ab").size(), 1U);
  EXPECT_NE(shingles("ab"), shingles("ac"));
  EXPECT_TRUE(shingles("").empty());
}

TEST(Shingles, CountCharactersNotBytes) {
  std::string text;
  for (int i = 0; i < 45; ++i)
    text += "é";
  EXPECT_EQ(shingles(text).size(), 41U);
}

TEST(Shingles, OfAsciiAreTheSameBesideOtherScripts) {
  const std::vector<std::uint64_t> plain = shingle_set(kLong);
  const std::vector<std::uint64_t> mixed = shingle_set(kLong + " é");
  EXPECT_GT(jaccard(plain, mixed), 0.9);
}

TEST(Shingles, AtTheEndAreHashedLikeThoseInTheMiddle) {
  const std::vector<std::uint64_t> a = shingle_set(kLong);
  std::vector<std::uint64_t> b = shingles(kLong + "xxxxxxxxx");
  b.resize(kLong.size() - 4);
  make_set(b);
  EXPECT_EQ(a, b);
}

TEST(Jaccard, IsTheShareOfTheUnion) {
  EXPECT_DOUBLE_EQ(jaccard({1, 2, 3}, {2, 3, 4}), 0.5);
  EXPECT_DOUBLE_EQ(jaccard({1}, {2}), 0);
  EXPECT_DOUBLE_EQ(jaccard({7, 9}, {7, 9}), 1);
  EXPECT_DOUBLE_EQ(jaccard({}, {}), 0);
}

TEST(ThinOut, KeepsAboutAQuarterOfLongTexts) {
  std::string text;
  for (int i = 0; i < 4000; ++i)
    text += std::to_string(i * 7919);
  std::vector<std::uint64_t> set = shingle_set(text);
  const auto all = static_cast<double>(set.size());
  thin_out(set);
  EXPECT_NEAR(static_cast<double>(set.size()) / all, 0.25, 0.02);
}

}  // namespace
}  // namespace bmo::dedup
