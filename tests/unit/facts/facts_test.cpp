// Tests what is worked out of a batch once for all checks.
#include "bmo/facts/facts.hpp"

#include <string>

#include <gtest/gtest.h>

namespace bmo::facts {
namespace {

/// A batch of one pair.
struct OnePair {
  explicit OnePair(std::vector<Message> given) : messages(std::move(given)) {
    batch.records.resize(1);
    batch.pairs.resize(1);
    batch.fates.resize(1, Fate::kExported);
    batch.pairs[0].messages = messages;
  }
  PairFacts facts() const {
    Facts out;
    compute(batch, out);
    return out.pairs.at(0);
  }
  std::vector<Message> messages;
  Batch batch;
};

TEST(Markers, AreFoundAtEveryPlaceOfAText) {
  for (std::size_t size : {1U, 63U, 64U, 65U, 200U}) {
    for (std::size_t at = 0; at < size; ++at) {
      std::string text(size, 'a');
      EXPECT_FALSE(may_hold_markers(text));
      text[at] = at % 2 == 0 ? '<' : '[';
      EXPECT_TRUE(may_hold_markers(text)) << size << " " << at;
    }
  }
}

TEST(Markers, AreNotSeenInBytesBeyondAscii) {
  EXPECT_FALSE(may_hold_markers(std::string(100, '\xBC') + std::string(100, '\xDB')));
}

TEST(PairFacts, SeeMarkersInTheRejectedAnswer) {
  OnePair one({{.role = Role::kUser, .content = "a"}, {.role = Role::kAssistant, .content = "b"}});
  EXPECT_FALSE(one.facts().may_hold_markers);
  const Message rejected{.role = Role::kAssistant, .content = "c<d"};
  one.batch.pairs[0].rejected = {&rejected, 1};
  EXPECT_TRUE(one.facts().may_hold_markers);
}

TEST(PairFacts, SeeTheSameMarkersWhereWordsAreAskedFor) {
  for (const std::string_view text : {"a [ in it", "a < in it", "a { in it", "nothing"}) {
    OnePair pair({{.role = Role::kUser, .content = "Go."}, {.content = text}});
    Facts out;
    compute(pair.batch, out, Need::kTexts);
    EXPECT_EQ(out.pairs.at(0).may_hold_markers, pair.facts().may_hold_markers) << text;
  }
}

TEST(Marks, AreOfTheListsThatATextHasAWordOf) {
  const std::uint64_t sea[] = {word_key("harbour"), word_key("tide")};
  const std::uint64_t land[] = {word_key("meadow")};
  MarkTable table;
  table.add(sea, 2);
  table.add(land, 4);
  OnePair pair({{.role = Role::kUser, .content = "A meadow by the HARBOUR"},
                {.role = Role::kAssistant, .content = "Tide and ebb"},
                {.role = Role::kUser, .content = "Well?"}});
  Facts out;
  compute(pair.batch, out, Need::kTexts, table);
  ASSERT_EQ(out.texts.size(), 3U);
  EXPECT_EQ(out.texts[0].marks, kEveryText | 2U | 4U);
  EXPECT_EQ(out.texts[1].marks, kEveryText | 2U);
  EXPECT_EQ(out.texts[2].marks, kEveryText);
}

TEST(PairFacts, SeeBlankTexts) {
  const OnePair one(
      {{.role = Role::kUser, .content = " \u200b"}, {.role = Role::kAssistant, .content = "b"}});
  EXPECT_TRUE(one.facts().blank_instruction);
  EXPECT_FALSE(one.facts().blank_response);
}

TEST(PairFacts, OfQuarantinedRecordsAreFalse) {
  OnePair one({{.role = Role::kUser, .content = " "}, {.role = Role::kAssistant, .content = "["}});
  one.batch.fates[0] = Fate::kQuarantined;
  EXPECT_FALSE(one.facts().blank_instruction);
  EXPECT_FALSE(one.facts().may_hold_markers);
}

}  // namespace
}  // namespace bmo::facts
