// Small edits that make another question of it must show in the guards; others must not.
#include "bmo/facts/guards.hpp"

#include <gtest/gtest.h>

#include "bmo/facts/norm.hpp"

namespace bmo::facts {
namespace {

std::string norm(std::string_view text) {
  std::string folded;
  std::string out;
  append_norm(text, folded, out);
  return out;
}

Guards guards(std::string_view text) {
  return read_guards(text, norm(text));
}

bool agree(std::string_view a, std::string_view b) {
  const Guards x = guards(a);
  const Guards y = guards(b);
  return x.amounts == y.amounts && names_agree(x.names, y.names);
}

std::string templated(std::string_view text) {
  std::string out;
  read_guards(text, norm(text), &out);
  return out;
}

TEST(Guards, SeeAChangedNumber) {
  EXPECT_FALSE(agree("Add 3 and 4.", "Add 3 and 5."));
  EXPECT_FALSE(agree("It costs 3.5 euros.", "It costs 5.3 euros."));
  EXPECT_FALSE(agree("Write two poems.", "Write three poems."));
}

TEST(Guards, TakeDigitsAndWordsForTheSameNumber) {
  EXPECT_TRUE(agree("Write 2 poems.", "Write two poems."));
  EXPECT_TRUE(agree("Earn 1,000 dollars.", "Earn 1000 dollars."));
}

TEST(Guards, ReadWideDigitsAsDigits) {
  EXPECT_EQ(guards("Add ３ of them").amounts, guards("Add 3 of them").amounts);
}

TEST(Guards, DoNotMindTheOrderOfNumbers) {
  EXPECT_TRUE(agree("Take 3, then 4.", "Take 4, then 3."));
}

TEST(Guards, SeeANegation) {
  EXPECT_FALSE(agree("Why is it safe?", "Why is it not safe?"));
  EXPECT_FALSE(agree("Is it safe?", "Isn't it safe?"));
  EXPECT_FALSE(agree("Cook with salt.", "Cook without salt."));
}

TEST(Guards, SeeASignOfCalculation) {
  EXPECT_FALSE(agree("What is 3 + 4?", "What is 3 * 4?"));
  EXPECT_FALSE(agree("Is a < b?", "Is a > b?"));
}

TEST(Guards, DoNotTakeListMarksForSigns) {
  EXPECT_TRUE(agree("- apples\n- pears", "* apples\n* pears"));
}

TEST(Guards, SeeASwappedName) {
  EXPECT_FALSE(agree("Tell me about Paris today.", "Tell me about Rome today."));
}

TEST(Guards, DoNotTakeTheFirstWordOfASentenceForAName) {
  EXPECT_TRUE(agree("Please sort this. Then stop.", "Kindly sort this. Now stop."));
  EXPECT_TRUE(agree("Sort it as I said.", "Sort it as said."));
}

TEST(Guards, DoNotReadNamesWhereLettersDoNotTell) {
  EXPECT_TRUE(agree("TELL ME ABOUT PARIS", "Tell me about Paris"));
  EXPECT_TRUE(agree("tell me about paris", "Tell me about Paris"));
}

TEST(Guards, CountANameOnce) {
  EXPECT_TRUE(agree("What did Ann say to Ann?", "What did Ann say?"));
}

TEST(Guards, SeeNamesBeyondAscii) {
  EXPECT_FALSE(agree("Wo liegt Öhringen genau?", "Wo liegt Übach genau?"));
}

TEST(Template, HidesNumbersAndNames) {
  EXPECT_EQ(templated("Invoice HV-83796 charges Ann $4."),
            templated("Invoice HV-1 charges Bob $70."));
  EXPECT_NE(templated("Invoice 4 is paid."), templated("Invoice 4 is open."));
}

}  // namespace
}  // namespace bmo::facts
