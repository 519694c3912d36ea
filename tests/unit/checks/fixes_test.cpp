// Tests of what fixes do beyond their cards' examples.
#include "bmo/checks/fixes.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace bmo::checks {
namespace {

/// A batch of one pair that is made by hand.
class OnePair {
 public:
  explicit OnePair(std::vector<Message> given, std::uint32_t input_at = 0)
      : messages_(std::move(given)) {
    batch.records.emplace_back();
    batch.pairs.push_back({.messages = messages_, .input_at = input_at});
    batch.fates.push_back(Fate::kExported);
  }

  void mend(std::string_view fixes) { checks::mend(*parse_fixes(fixes), batch, changes); }
  const Pair& pair() const { return batch.pairs[0]; }
  std::string_view text(std::size_t i) const { return pair().messages[i].content; }

  Batch batch;
  std::vector<Change> changes;

 private:
  std::vector<Message> messages_;
};

std::vector<Message> asked_and_answered(std::string_view question, std::string_view answer) {
  return {{.role = Role::kUser, .content = question},
          {.role = Role::kAssistant, .content = answer}};
}

TEST(Fixes, KeepTheCutOfAnAlpacaInput) {
  const std::string_view text = "Double it. \n 7 ";
  OnePair one(asked_and_answered(text, "14"), 12);
  one.mend("trim");
  EXPECT_EQ(one.text(0), "Double it.\n7");
  EXPECT_EQ(one.pair().input_at, 11U);
}

TEST(Fixes, DropTheCutOfAnInputThatBecomesEmpty) {
  OnePair one(asked_and_answered("Name a prime.\n  ", "Seven."), 14);
  one.mend("trim");
  EXPECT_EQ(one.text(0), "Name a prime.");
  EXPECT_EQ(one.pair().input_at, 0U);
}

TEST(Fixes, KeepTheIndentOfProgramText) {
  OnePair one(asked_and_answered("Go on.", "\n\n    return 7\n    # done\n"));
  one.mend("trim");
  EXPECT_EQ(one.text(1), "    return 7\n    # done");
}

std::string decoded(std::string_view bytes) {
  const auto all = fixes::all();
  const auto fix = std::ranges::find(all, "decode_bytes", [](auto* one) { return one->card->id; });
  std::string out;
  return (*fix)->mend_bytes(bytes, out) ? out : "";
}

TEST(DecodeBytes, ReadsEveryCharacterOfWindows1252) {
  EXPECT_EQ(decoded("O\xF9 est le caf\xE9 ? \x93"
                    "5 \x80\x94 \xAB"
                    "d\xE9j\xE0\xBB"),
            "Où est le café ? “5 €” «déjà»");
  EXPECT_EQ(decoded("\xDC"
                    "BERGR\xD6SSE"),
            "ÜBERGRÖSSE");
}

TEST(DecodeBytes, LeavesWhatMayBeSomethingElse) {
  EXPECT_EQ(decoded("plain"), "");
  EXPECT_EQ(decoded("caf\xC3\xA9 et caf\xE9"), "");  // Letters of both kinds.
  EXPECT_EQ(decoded("un caf\xC3"), "");              // UTF-8 that was cut.
  EXPECT_EQ(decoded("it\xE2\x80s"), "");
  EXPECT_EQ(decoded("\x81\x40"), "");  // No character of Windows-1252.
}

TEST(RoleName, IsLeftToTheReaderWhereItMeansNothing) {
  const auto all = fixes::all();
  const auto fix = std::ranges::find(all, "role_name", [](auto* one) { return one->card->id; });
  const auto spelled = [&](std::string_view name) {
    std::string out;
    return (*fix)->mend_role(name, out) ? out : "";
  };
  EXPECT_EQ(spelled("USER"), "user");
  EXPECT_EQ(spelled(" Human: "), "human");
  EXPECT_EQ(spelled("<|Assistant|>"), "assistant");
  EXPECT_EQ(spelled("ChatGPT"), "assistant");
  EXPECT_EQ(spelled(" : "), "");
}

TEST(Fixes, DecodeWhatWasGarbledTwice) {
  OnePair one(asked_and_answered("Where?", "At the cafÃƒÂ©."));
  one.mend("decode_again");
  EXPECT_EQ(one.text(1), "At the café.");
}

TEST(Fixes, LeaveWordsThatOnlyLookGarbled) {
  OnePair one(asked_and_answered("Où ?", "À l'hôtel « Île-de-Ré », ça va."));
  one.mend("decode_again");
  EXPECT_TRUE(one.changes.empty());
}

TEST(Fixes, MaskEveryPlaceOfATextWithItsSigns) {
  OnePair one(asked_and_answered(
      "Whom do I ask?", "Write to a.b@example.org or c@example.net, or call +49 30 1234567."));
  one.mend("mask_personal");
  EXPECT_EQ(one.text(1), "Write to [EMAIL] or [EMAIL], or call [PHONE].");
}

TEST(Fixes, LeaveTokensWithinATextToAPerson) {
  OnePair one(asked_and_answered("What ends a turn?", "ChatML ends it with <|im_end|>, always."));
  one.mend("strip_tokens");
  EXPECT_TRUE(one.changes.empty());
}

TEST(Fixes, DoNotJoinAnswersOfUnlikeWeight) {
  OnePair one({{.role = Role::kUser, .content = "Name a prime."},
               {.role = Role::kAssistant, .content = "Nine.", .weight = 0},
               {.role = Role::kAssistant, .content = "Seven.", .weight = 1}});
  one.mend("merge_turns");
  EXPECT_EQ(one.pair().messages.size(), 3U);
}

TEST(Fixes, DoNotTouchARecordThatReadingSetAside) {
  OnePair one(asked_and_answered(" a ", " b "));
  one.batch.fates[0] = Fate::kQuarantined;
  one.mend("all");
  EXPECT_TRUE(one.changes.empty());
}

TEST(Fixes, TellWhatStoodThereBefore) {
  OnePair one(asked_and_answered("a", "b\r\nc "));
  one.mend("line_ends,trim");
  ASSERT_EQ(one.changes.size(), 2U);
  EXPECT_EQ(one.changes[0].before, "b\r\nc ");
  EXPECT_EQ(one.changes[0].after, "b\nc ");
  EXPECT_EQ(one.changes[1].before, "b\nc ");
  EXPECT_EQ(one.changes[1].after, "b\nc");
}

TEST(ParseFixes, SafeHoldsNoneThatChangesWords) {
  const auto fixes = parse_fixes("safe");
  ASSERT_TRUE(fixes);
  ASSERT_FALSE(fixes->empty());
  for (const FixEntry* fix : *fixes)
    EXPECT_EQ(fix->card->safety, Safety::kSafe) << fix->card->id;
}

TEST(ParseFixes, RunInTheirOrderHoweverTheyAreNamed) {
  const auto fixes = parse_fixes("merge_turns,trim,decode_again,trim");
  ASSERT_TRUE(fixes);
  ASSERT_EQ(fixes->size(), 3U);
  EXPECT_EQ((*fixes)[0]->card->id, "decode_again");
  EXPECT_EQ((*fixes)[2]->card->id, "merge_turns");
}

TEST(ParseFixes, NamesTheNearestOne) {
  const auto fixes = parse_fixes("trimm");
  ASSERT_FALSE(fixes);
  EXPECT_EQ(fixes.error().code, "E_FIX");
  EXPECT_NE(fixes.error().message.find("`trim`"), std::string::npos);
}

}  // namespace
}  // namespace bmo::checks
