// Tests the checks of what a response lacks: its end, its items, its answer.
#include <gtest/gtest.h>

#include "tests/unit/checks/pairs.hpp"

namespace bmo::checks {
namespace {

TEST(TruncatedResponse, TellsItsFaultsApart) {
  const auto fault_of = [](std::string_view response) {
    return told_by("truncated_response", "a", response);
  };
  EXPECT_EQ(fault_of("See:\n```\ncode"), "open_fence");
  EXPECT_EQ(fault_of(R"({"name": "Ann", "children": [{"name": "Ben"}, {"name": "Cl)"),
            "json_unclosed");
  EXPECT_EQ(fault_of("The first primes that one learns at school are two and the"),
            "dangling_word");
  EXPECT_EQ(fault_of("There are three colours on the flag: red, white,"), "dangling_punct");
  EXPECT_EQ(fault_of("To bake the bread you need the following things:"), "trailing_colon");
  EXPECT_EQ(fault_of("1. Wash the pan.\n2. Heat the oil in it.\n3. Add the eggs and stir.\n4. Put "
                     "it all on a"),
            "dangling_word");
  EXPECT_EQ(fault_of("1. Wash the pan well.\n2. Heat the oil in it.\n3. Add the eggs and stir.\n4. "
                     "Put it all on plates"),
            "sibling_no_terminal");
  EXPECT_EQ(fault_of("Seven is a prime number."), "");
}

TEST(NoWords, LeavesSumsAndEmojiAlone) {
  EXPECT_EQ(told_by("no_words", "a", "---"), "W_NO_WORDS");
  EXPECT_EQ(told_by("no_words", "a", "..."), "W_NO_WORDS");
  for (const char* text : {"7", "\U0001F600", "a", "\u4e03", "<3 7"}) {
    EXPECT_EQ(told_by("no_words", "a", text), "") << text;
  }
}

TEST(EmptyItem, IsFoundAtTheEndAlone) {
  EXPECT_EQ(told_by("empty_item", "a", "Some primes are these:\n1. two\n2."), "W_EMPTY_ITEM");
  EXPECT_EQ(told_by("empty_item", "a", "Some primes are these:\n-\n- two"), "");
  EXPECT_EQ(told_by("empty_item", "a", "Some primes are these:\n---"), "");
}

TEST(TrailingEllipsis, IsLetPassInShortAnswers) {
  EXPECT_EQ(told_by("trailing_ellipsis", "a", "Two, three ..."), "");
  EXPECT_EQ(told_by("trailing_ellipsis", "a",
                    "one two three four five six seven eight nine ten one two three four five six "
                    "seven eight nine ten and on\u2026"),
            "W_ELLIPSIS");
}

TEST(ShortList, CountsWhatWasAskedFor) {
  const std::string two = "1. Two\n2. Three";
  EXPECT_EQ(told_by("short_list", "Give me five primes.", two), "W_SHORT_LIST");
  EXPECT_EQ(told_by("short_list", "Please come up with 3 primes", two), "W_SHORT_LIST");
  EXPECT_EQ(told_by("short_list", "List two primes.", two), "");
  EXPECT_EQ(told_by("short_list", "Write five sentences about primes.", two), "");
  EXPECT_EQ(told_by("short_list", "List primes below 5.", two), "");
  EXPECT_EQ(told_by("short_list", "List five primes.", "Two, three, five, seven, eleven."), "");
}

TEST(Stub, NeedsATaskThatAsksForText) {
  EXPECT_EQ(told_by("stub", "Explain why the sky is blue.", "It scatters."), "W_STUB");
  EXPECT_EQ(told_by("stub", "Write a story of a dog.", "A dog."), "W_STUB");
  EXPECT_EQ(told_by("stub", "Name a prime.", "Seven."), "");
  EXPECT_EQ(told_by("stub", "Write a title for a film.", "The Prime."), "");
}

TEST(Refusal, CountsAtTheHeadAlone) {
  for (const char* text :
       {"I'm sorry, but I cannot help with that.", "I cannot answer this question.",
        "Sorry, I can\u2019t do that.", "As an AI language model, I have no taste.",
        "Unfortunately, I am unable to provide it.",
        "I apologize, but I am not able to provide technical advice.",
        "The question cannot be answered as asked.", "<nooutput>"}) {
    EXPECT_EQ(told_by("refusal", "Name a prime.", text), "refusal") << text;
  }
  for (const char* text : {"Seven. I cannot name all of them.", "I can't wait to tell you: seven.",
                           "No, seven is a prime.", "I can't help but like seven.",
                           "Sorry to hear that you lost it. Press the button."}) {
    EXPECT_EQ(told_by("refusal", "Name a prime.", text), "") << text;
  }
}

TEST(Refusal, IsWeakWhereTheTaskIsToWriteOne) {
  EXPECT_EQ(told_by("refusal", "Write a reply to the customer.", "I'm sorry, we cannot."), "");
  EXPECT_EQ(told_by("refusal", "Write a reply to the customer.", "I'm sorry, I cannot do that."),
            "weak_refusal");
}

TEST(Stub, IsNoSumAndNoProgramText) {
  EXPECT_EQ(told_by("stub", "Generate a problem with a result of 13.", "6 + 7 = 13"), "");
  EXPECT_EQ(told_by("stub", "Create a rule for headings.", "h2 { color: red; }"), "");
  EXPECT_EQ(told_by("stub", "Write a shell script that lists files.", "#!/bin/sh\n\nls -l"), "");
}

TEST(Refusal, IsNotWhatASpeakerInTheQuestionCannotDo) {
  EXPECT_EQ(told_by("refusal", "Make it negative: \"I will go\".", "I will not go."), "");
  EXPECT_EQ(told_by("refusal", "Reword \"I can't deny my fears\".", "I cannot reject my fears."),
            "");
  EXPECT_EQ(
      told_by("refusal", "Reword \"I can't deny it\".", "I'm sorry, I cannot help with that."),
      "weak_refusal");
  EXPECT_EQ(told_by("refusal", "Name a film that I may like.", "I cannot name one."), "refusal");
}

TEST(Refusal, IsNotWhatIsSaidOfModelsInAnswerToAQuestionAboutThem) {
  constexpr const char* kAnswer = "Test it with many prompts; some tasks are done by a GPT alone.";
  EXPECT_EQ(told_by("refusal", "How does one test a GPT?", kAnswer), "");
  EXPECT_EQ(told_by("refusal", "How does one test a clock?", kAnswer), "refusal");
}

TEST(AskBack, IsTheWholeAnswer) {
  EXPECT_EQ(told_by("ask_back", "Shorten it.", "Sure! Please provide the text to shorten."),
            "ask_back");
  EXPECT_EQ(told_by("ask_back", "How do I log in?", "Please provide your name. A page opens."), "");
}

TEST(AiDisclaimer, IsNotCountedTwice) {
  EXPECT_EQ(told_by("ai_disclaimer", "a", "Seven is nice. As an AI, I have no taste."),
            "W_AI_DISCLAIMER");
  EXPECT_EQ(told_by("ai_disclaimer", "a", "As an AI, I have no taste."), "");
}

TEST(Echo, IsTheSameWords) {
  EXPECT_EQ(told_by("echo", "Name a prime number.", "name a PRIME number"), "W_ECHO");
  EXPECT_EQ(told_by("echo", "Name a large prime number.", "You asked: Name a large prime number."),
            "W_ECHO");
  EXPECT_EQ(told_by("echo", "Name a prime.", "Name a prime. Name a prime."), "W_ECHO");
  EXPECT_EQ(told_by("echo", "Is seven prime?", "Seven is prime."), "");
}

TEST(Echo, OfAnInputNeedsATaskThatChangesIt) {
  const std::string input = "Seven is the first prime of all.";
  EXPECT_EQ(told_by("echo", "Explain this sentence.", input, input), "W_ECHO");
  EXPECT_EQ(told_by("echo", "Correct this sentence.", input, input), "");
}

TEST(Repetition, IsFoundInLoops) {
  std::string loop;
  for (int i = 0; i < 8; ++i)
    loop += "Seven is a prime number. ";
  EXPECT_EQ(told_by("repetition", "a", loop), "repeated_words");
  std::string frame;
  for (const char* name : {"two", "three", "five", "seven", "eleven", "thirteen", "nineteen"}) {
    frame += std::string("The number ") + name + " is prime. ";
  }
  EXPECT_EQ(told_by("repetition", "a", frame), "");
}

TEST(Repetition, IsARefrainInSongs) {
  const std::string song =
      "Oh the wind is in the sails and the boat is on the sea\nSo we sing a song of home\n"
      "Now the day is going down and the stars are coming out\nSo we sing a song of home\n"
      "And a light is on the shore for the ones who went away\nSo we sing a song of home\n"
      "So we sing a song of home\n";
  EXPECT_EQ(told_by("repetition", "Write a story.", song), "repeated_lines");
  EXPECT_EQ(told_by("repetition", "Write a song.", song), "");
  std::string loop;
  for (int i = 0; i < 8; ++i)
    loop += "We sing of home. ";
  EXPECT_EQ(told_by("repetition", "Write a song.", loop), "repeated_words");
}

TEST(Repetition, LeavesFramesOfFormsAlone) {
  std::string form;
  for (const char* asked : {"How do you like our harbour?", "How clean are the boats?",
                            "Is the crew friendly to guests?"}) {
    form += std::string(asked) + "\na. Very satisfied\nb. Satisfied\nc. Neutral\nd. Dissatisfied\n";
  }
  EXPECT_EQ(told_by("repetition", "Make a survey.", form), "");
  std::string list;
  for (const char* item :
       {"Eat a lot of fresh fruit each day.", "Eat a lot of fresh fruit each day.",
        "Go for a walk in the park.", "Drink water before you go to bed.",
        "Read a good book in the evening.", "Eat a lot of fresh fruit each day."}) {
    list += std::string("- ") + item + "\n";
  }
  EXPECT_EQ(told_by("repetition", "Give advice.", list), "repeated_lines");
}

TEST(Repetition, LeavesDigitsAndChordsAlone) {
  std::string vector;
  for (int i = 0; i < 20; ++i)
    vector += "0, 0, 1, ";
  EXPECT_EQ(told_by("repetition", "Make a vector.", vector), "");
}

TEST(Repetition, LeavesWordsOfTheQuestionAlone) {
  const std::string asked =
      "What is the chance of rolling a total of nine when rolling two dice of six sides each?";
  const std::string answer =
      "The chance of rolling a total of nine when rolling two dice of six sides each is one in "
      "nine. There are four ways for it, by three and six, four and five, five and four, or six "
      "and "
      "three, out of all the ways in which they can fall. So the chance of rolling a total of nine "
      "when rolling "
      "two dice of six sides each is small.";
  EXPECT_EQ(told_by("repetition", asked, answer), "");
  EXPECT_EQ(told_by("repetition", "Talk about dice.", answer), "repeated_words");
}

TEST(Arithmetic, IsWorkedOutAgain) {
  for (const char* text : {"2 + 3 = 6", "So 12 * 4 = 46.", "It costs $5 + $7 = $13 in all.",
                           "10 / 4 = 4", "2 + 3 \u00d7 4 = 20"}) {
    EXPECT_EQ(told_by("arithmetic", "a", text), "N_ARITHMETIC") << text;
  }
  for (const char* text :
       {"2 + 3 = 5", "2 + 3 * 4 = 14", "10 / 3 = 3.33", "x + 3 = 6", "2x + 3 = 6", "7 = 7",
        "1,000 + 1 = 1,001", "20 - 15 = 5 + 0", "2^3 + 1 = 9", "f(2) + 3 = 6", "2024-01-31 = today",
        "5 x 3 = 15", "100 * 0.5 = 50%", "1/2 = 0.5", "10 / 3 = 3 r 1"}) {
    EXPECT_EQ(told_by("arithmetic", "a", text), "") << text;
  }
}

}  // namespace
}  // namespace bmo::checks
