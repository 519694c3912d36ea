// Items of an evaluation set must be found in whatever dress, and nothing else.
#include "bmo/dedup/pack.hpp"

#include <fstream>
#include <random>

#include <gtest/gtest.h>

#include "bmo/io/disk.hpp"

namespace bmo::dedup {
namespace {

constexpr std::string_view kLong =
    "A skipper buys seven ropes of twelve metres each and cuts them into pieces of three metres. "
    "How many pieces does he have when he gives five of them to his neighbour?";
constexpr std::string_view kMiddle =
    "How many metres of rope does the skipper need for two moorings?";
constexpr std::string_view kShort = "What is a bowline?";

Pack pack() {
  return Pack::build("ropes", std::vector<std::string_view>{kLong, kMiddle, kShort});
}

PackMatch match(std::string_view text) {
  const Pack made = pack();
  return PackMatcher(made).match(text);
}

TEST(Pack, FindsAnItemWordForWord) {
  const PackMatch found = match(kLong);
  EXPECT_EQ(found.found, Contamination::kExact);
  EXPECT_EQ(found.item, 0U);
  EXPECT_EQ(match(kShort).item, 2U);
}

TEST(Pack, DoesNotMindCasePunctuationAndLineEnds) {
  std::string text(kLong);
  for (char& c : text)
    c = c == ' ' ? '\n' : c == '.' ? ',' : c;
  text[0] = 'a';
  EXPECT_EQ(match(text).found, Contamination::kExact);
}

TEST(Pack, FindsAnItemWithinAnotherText) {
  const PackMatch found = match("Solve this.\n" + std::string(kLong) + "\nThink step by step.");
  EXPECT_EQ(found.found, Contamination::kRun);
  EXPECT_DOUBLE_EQ(found.coverage, 1);
}

TEST(Pack, FindsAnItemWithoutALongRunByItsCoverage) {
  const PackMatch found = match(
      "A skipper buys seven ropes of twelve metres, each and cuts them into LONG pieces of three "
      "metres. How many pieces does he keep when he gives five of them to his neighbour?");
  EXPECT_TRUE(found.is_contaminated());
}

TEST(Pack, SuspectsAThirdOfAnItem) {
  const PackMatch found = match("The story: a skipper buys seven ropes of twelve metres each.");
  EXPECT_EQ(found.found, Contamination::kNone);
  EXPECT_EQ(match("A skipper buys seven ropes of twelve metres each and cuts them badly.").found,
            Contamination::kSuspect);
}

TEST(Pack, FindsAShortItemWhereAllOfItStands) {
  EXPECT_EQ(match("Tell me: " + std::string(kMiddle)).found, Contamination::kCovered);
  EXPECT_EQ(match("How many metres of rope does the skipper need today?").found,
            Contamination::kNone);
}

TEST(Pack, FindsAVeryShortItemOnlyByItself) {
  EXPECT_EQ(match("what is a bowline").found, Contamination::kExact);
  EXPECT_EQ(match("Please, what is a bowline good for?").found, Contamination::kNone);
}

TEST(Pack, FindsNothingInOtherTexts) {
  EXPECT_EQ(
      match("How many pieces of rope are there in the harbour when the skipper leaves?").found,
      Contamination::kNone);
  EXPECT_EQ(match("").found, Contamination::kNone);
}

TEST(Pack, LooksIntoEveryMessageAndAcrossThem) {
  const std::string text(kLong);
  const std::size_t half = text.find("How many");
  const std::string first = text.substr(0, half);
  const std::string second = text.substr(half);
  const Message split[] = {{.role = Role::kSystem, .content = first},
                           {.role = Role::kUser, .content = second},
                           {.role = Role::kAssistant, .content = "Twenty-three."}};
  const Message answer[] = {{.role = Role::kUser, .content = "Invent a task."},
                            {.role = Role::kAssistant, .content = text}};
  const Pack made = pack();
  PackMatcher matcher(made);
  Pair pair;
  pair.messages = split;
  EXPECT_EQ(matcher.match(pair).found, Contamination::kExact);
  pair.messages = answer;
  EXPECT_EQ(matcher.match(pair).found, Contamination::kExact);
}

TEST(Pack, IsReadAsItWasWritten) {
  const std::string bytes = pack().bytes();
  EXPECT_EQ(bytes.find("skipper"), std::string::npos);
  auto read = Pack::parse(bytes);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->name(), "ropes");
  EXPECT_EQ(read->size(), 3U);
  EXPECT_EQ(read->bytes(), bytes);
  EXPECT_EQ(PackMatcher(*read).match(kLong).found, Contamination::kExact);
}

TEST(Pack, IsRefusedWhereAByteIsMissingOrWrong) {
  const std::string bytes = pack().bytes();
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(Pack::parse(std::string_view(bytes).substr(0, size))) << size;
  std::mt19937_64 random(1);
  for (int i = 0; i < 500; ++i) {
    std::string damaged = bytes;
    damaged[random() % damaged.size()] ^= static_cast<char>(1 + random() % 255);
    const auto read = Pack::parse(damaged);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, "E_PACK");
  }
}

}  // namespace
}  // namespace bmo::dedup
