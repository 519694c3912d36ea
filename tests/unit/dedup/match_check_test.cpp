// The second judge of matches: what it lets pass, and what it contradicts.
#include "bmo/dedup/match_check.hpp"

#include <array>

#include <gtest/gtest.h>

namespace bmo::dedup {
namespace {

PlainPair pair_of(std::string_view instruction, std::string_view response) {
  const std::array<Message, 2> messages{Message{.role = Role::kUser, .content = instruction},
                                        Message{.role = Role::kAssistant, .content = response}};
  Pair pair;
  pair.content = hash128(instruction, 1 + response.size());
  pair.messages = messages;
  return plain_pair(pair);
}

constexpr std::string_view kAnswer = "Write to the help desk and ask for the printed copy.";

TEST(MatchCheck, IdenticalPairsHoldWhateverTheirCommas) {
  const PlainPair a = pair_of("Open the archive, please", kAnswer);
  const PlainPair b = pair_of("open the archive please!", kAnswer);
  EXPECT_EQ(contradict_match(a, b, {.kind = EdgeKind::kIdentical, .similarity = 1}), "");
}

TEST(MatchCheck, IdenticalIsContradictedByOneWord) {
  const PlainPair a = pair_of("Open the archive", kAnswer);
  const PlainPair b = pair_of("Open the library", kAnswer);
  EXPECT_NE(contradict_match(a, b, {.kind = EdgeKind::kIdentical, .similarity = 1}), "");
}

TEST(MatchCheck, CopiesMustBeOfOneContent) {
  const PlainPair a = pair_of("Open the archive", kAnswer);
  EXPECT_EQ(contradict_match(a, a, {.kind = EdgeKind::kCopy, .similarity = 1}), "");
  const PlainPair b = pair_of("Open the library", kAnswer);
  EXPECT_NE(contradict_match(a, b, {.kind = EdgeKind::kCopy, .similarity = 1}), "");
}

/// "abcdef ... " against the same with one letter changed: runs can be counted by hand.
TEST(MatchCheck, SimilarityIsThatOfRunsOfFiveCharacters) {
  const PlainPair a = pair_of("abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrst", kAnswer);
  const PlainPair b = pair_of("abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrsu", kAnswer);
  // 46 letters: 42 runs, of which those of a..z come twice: 26 wrap-free starts and the ends.
  const MatchClaim near{.kind = EdgeKind::kNear, .similarity = 26.0 / 27.0, .threshold = 0.7};
  const std::string what = contradict_match(a, b, near);
  EXPECT_EQ(what, "");
  const MatchClaim wrong{.kind = EdgeKind::kNear, .similarity = 0.8, .threshold = 0.7};
  EXPECT_NE(contradict_match(a, b, wrong), "");
}

TEST(MatchCheck, AnotherNumberContradicts) {
  const std::string text = "Explain what to do when the parcel comes back in week ";
  const PlainPair a = pair_of(text + "4", kAnswer);
  const PlainPair b = pair_of(text + "four", kAnswer);
  const PlainPair c = pair_of(text + "5", kAnswer);
  EXPECT_EQ(a.numbers, b.numbers);
  EXPECT_NE(contradict_match(a, c, {.kind = EdgeKind::kNear, .similarity = 0.98}), "");
}

TEST(MatchCheck, AMisspeltNumberIsTheSameOne) {
  const std::string text = "Explain what to do when the parcel comes back in week ";
  EXPECT_EQ(pair_of(text + "four", kAnswer).numbers, pair_of(text + "fuor", kAnswer).numbers);
  EXPECT_NE(pair_of(text + "five", kAnswer).numbers, pair_of(text + "fuor", kAnswer).numbers);
  EXPECT_EQ(pair_of(text + "there", kAnswer).numbers, pair_of(text, kAnswer).numbers);
}

TEST(MatchCheck, AnswersMustAgree) {
  const std::string text = "Explain what to do when the parcel comes back";
  const PlainPair a = pair_of(text, kAnswer);
  const PlainPair b = pair_of(text, "Photograph it and refuse to sign for anything at all.");
  EXPECT_NE(contradict_match(a, b, {.kind = EdgeKind::kNear, .similarity = 1}), "");
}

}  // namespace
}  // namespace bmo::dedup
