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

std::uint64_t amounts(std::string_view text) {
  return read_amounts(text, norm(text));
}

std::string names(std::string_view text) {
  std::string out;
  append_names(text, out);
  return out;
}

bool agree(std::string_view a, std::string_view b) {
  return amounts(a) == amounts(b);
}

std::string templated(std::string_view text) {
  std::string out;
  append_pattern(norm(text), names(text), out);
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

TEST(Guards, ForgiveTurnedLettersInNumbersAndNegations) {
  EXPECT_TRUE(agree("Write four poems.", "Write fuor poems."));
  EXPECT_TRUE(agree("The first one", "The frist one"));
  EXPECT_TRUE(agree("Cook without salt.", "Cook wihtout salt."));
  EXPECT_FALSE(agree("Write four poems.", "Write fvie poems."));
  EXPECT_FALSE(agree("Cook with salt.", "Cook wihtout salt."));
}

TEST(Guards, DoNotTakeAnotherWordForASlip) {
  EXPECT_FALSE(agree("Are there boats?", "Are three boats?"));
  EXPECT_TRUE(agree("Are there boats?", "Are those boats?"));
}

TEST(Guards, SeeANumberBehindALongRunOfWords) {
  const std::string words(200, 'a');
  EXPECT_FALSE(agree(words + " 7", words + " 8"));
  EXPECT_FALSE(agree(words + "~", words));
  EXPECT_FALSE(agree(words + "^", words + "+"));
}

TEST(Guards, ReadWideDigitsAsDigits) {
  EXPECT_EQ(amounts("Add ３ of them"), amounts("Add 3 of them"));
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

TEST(Guards, SeeSignsBetweenLetters) {
  EXPECT_FALSE(
      agree("What is the derivative of sin(x)?", "What is the derivative of sin(x) * cos(x)?"));
  EXPECT_FALSE(agree("Simplify a*b", "Simplify a b"));
  EXPECT_FALSE(agree("Solve f(x) - g for x", "Solve f(x), g for x"));
  EXPECT_FALSE(agree("It is -5 outside", "It is 5 outside"));
}

TEST(Guards, DoNotTakeStressAndHyphensForSigns) {
  EXPECT_TRUE(agree("Take *some* salt", "Take some salt"));
  EXPECT_TRUE(agree("A well-known boat and/or ship", "A well known boat and or ship"));
}

TEST(Guards, DoNotTakeListMarksForSigns) {
  EXPECT_TRUE(agree("- apples\n- pears", "* apples\n* pears"));
}

TEST(Names, AreCapitalisedWithinASentence) {
  EXPECT_EQ(names("Tell me about Paris and New York today."), "paris new york");
}

TEST(Names, AreNotTheFirstWordsOfSentences) {
  EXPECT_EQ(names("Please sort this. Then stop: Now go.\nHere (Well) \"So\"."), "");
}

TEST(Names, AreNotPronouns) {
  EXPECT_EQ(names("Sort it as I said, or as I'm told."), "");
}

TEST(Names, AreNoneWhereMostWordsHaveCapitals) {
  EXPECT_EQ(names("TELL ME ABOUT PARIS"), "");
  EXPECT_EQ(names("How To Tie A Good Knot"), "");
}

TEST(Names, AreFoundBeyondAscii) {
  EXPECT_EQ(names("Wo liegt Öhringen genau?"), "öhringen");
}

TEST(Template, HidesNumbersAndNames) {
  EXPECT_EQ(templated("Invoice HV-83796 charges Ann $4."),
            templated("Invoice HV-1 charges Bob $70."));
  EXPECT_NE(templated("Invoice 4 is paid."), templated("Invoice 4 is open."));
}

}  // namespace
}  // namespace bmo::facts
