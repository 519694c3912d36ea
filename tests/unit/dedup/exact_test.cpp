// What is equal, what only shares a side, and which row of several stays.
#include <gtest/gtest.h>

#include "tests/unit/dedup/pairs.hpp"

namespace bmo::dedup {
namespace {

constexpr std::string_view kAnswer = "Tie a bowline, then pull the standing part until it holds.";

Said said(std::string instruction, std::string response, std::uint64_t rank = 0) {
  return {std::move(instruction), std::move(response), rank, {}};
}

TEST(Exact, FindsCopies) {
  const Trial run({said("Name a knot.", "Bowline."), said("Name a knot.", "Bowline.")});
  EXPECT_EQ(run.count(EdgeKind::kCopy), 1U);
  ASSERT_EQ(run.removed().size(), 1U);
  EXPECT_EQ(run.removed()[0].row, 1U);
}

TEST(Exact, FindsTheSameWordsInOtherDress) {
  const Trial run({said("Name a knot.", "Bowline."), said("name  a KNOT!", "\"Bowline\"")});
  EXPECT_EQ(run.count(EdgeKind::kIdentical), 1U);
  EXPECT_EQ(run.removed().size(), 1U);
}

TEST(Exact, DoesNotMindWhereLinesEnd) {
  const Trial run({said("Name a knot\nfor a mooring.", "Bowline."),
                   said("Name a knot for\na mooring.", "Bowline.")});
  EXPECT_EQ(run.count(EdgeKind::kIdentical), 1U);
}

TEST(Exact, KeepsCalculationsApart) {
  const Trial run(
      {said("What is 3 + 4?", "It is a number."), said("What is 3 * 4?", "It is a number."),
       said("What is 3.4?", "It is a number."), said("What is 34?", "It is a number.")});
  EXPECT_TRUE(run.removed().empty());
}

TEST(Exact, ReportsAConflictAndKeepsBoth) {
  const Trial run({said("Name a knot.", "Bowline."), said("Name a knot.", "Sheet bend.")});
  EXPECT_EQ(run.count(EdgeKind::kConflict, {"exact"}), 1U);
  EXPECT_TRUE(run.removed().empty());
}

TEST(Exact, CountsTheSameAnswerGivenTwiceAsOneConflict) {
  const Trial run({said("Name a knot.", "Bowline."), said("Name a knot.", "Sheet bend."),
                   said("Name a knot!", "Sheet bend!")});
  EXPECT_EQ(run.count(EdgeKind::kConflict, {"exact"}), 1U);
}

TEST(Exact, KeepsTheRowOfLowestRank) {
  const Trial run({said("Name a knot.", "Bowline.", 9), said("Name a knot!", "Bowline.", 1),
                   said("Name a knot?", "Bowline.", 5)});
  const std::vector<Removed> removed = run.removed();
  ASSERT_EQ(removed.size(), 2U);
  EXPECT_EQ(removed[0],
            (Removed{.row = 0, .survivor = 1, .similarity = 1, .kind = EdgeKind::kIdentical}));
  EXPECT_EQ(removed[1].survivor, 1U);
}

TEST(Exact, KeepsPairsThatDifferInTheirToolsApart) {
  const Message messages[] = {{.role = Role::kUser, .content = "Name a knot."},
                              {.role = Role::kAssistant, .content = "Bowline."}};
  FingerprintBatch batch;
  for (const std::string_view tools : {"[]", "[{}]"}) {
    Pair pair;
    pair.messages = messages;
    pair.tools = tools;
    pair.content = hash128(tools);
    Fingerprinter().add(pair, {.record = 1}, batch);
  }
  EXPECT_TRUE(Trial(Rows::of(batch)).removed().empty());
}

TEST(SameAnswer, IsReportedForEveryOtherQuestionAndRemovesNothing) {
  std::vector<Said> all;
  for (int i = 0; i < 50; ++i)
    all.push_back(said("Question of subject " + std::string(1, static_cast<char>('a' + i % 26)) +
                           std::to_string(i) + "?",
                       std::string(kAnswer)));
  const Trial run(all);
  EXPECT_EQ(run.count(EdgeKind::kSameAnswer, {"same_answer"}), 49U);
  EXPECT_TRUE(run.removed().empty());
}

TEST(SameAnswer, DoesNotSpeakOfShortAnswers) {
  const Trial run({said("Is it safe?", "Yes."), said("Is it far?", "Yes.")});
  EXPECT_EQ(run.count(EdgeKind::kSameAnswer, {"same_answer"}), 0U);
}

TEST(SameTemplate, JoinsQuestionsThatDifferInNumbersAndNames) {
  const Trial run({said("How far is it from Oslo to Bergen in 3 days?", "Far."),
                   said("How far is it from Rome to Turin in 5 days?", "Very far."),
                   said("How old is the bridge from here to there today?", "Old.")});
  EXPECT_EQ(run.count(EdgeKind::kTemplate, {"same_template"}), 1U);
}

TEST(Cards, SayWhatTheyAre) {
  ASSERT_EQ(methods::all().size(), 5U);
  for (const MethodEntry* method : methods::all()) {
    EXPECT_FALSE(method->card->title.empty());
    EXPECT_FALSE(method->card->why.empty());
    EXPECT_EQ(find_method(method->card->id), method);
  }
  EXPECT_EQ(find_method("nowhere"), nullptr);
}

}  // namespace
}  // namespace bmo::dedup
