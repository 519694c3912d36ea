// Tests the checks of how clear an instruction is.
#include <gtest/gtest.h>

#include "tests/unit/checks/pairs.hpp"

namespace bmo::checks {
namespace {

TEST(MissingInput, IsFoundWhereNothingStandsBehindTheReference) {
  for (const char* text :
       {"Summarize the following text.", "Correct the spelling in the text below.",
        "What is the main idea of this paragraph?", "Turn the attached spreadsheet into a list.",
        "Translate the following sentences into French.", "Sort these numbers.",
        "Read the following article. The summary should be short."}) {
    EXPECT_EQ(told_by("missing_input", text, "Seven."), "missing_input") << text;
  }
  EXPECT_EQ(told_by("missing_input", "Summarize the text in a sentence.", "b"),
            "weak_missing_input");
}

TEST(MissingInput, IsNotSeenWhereTheTextIsThere) {
  for (const char* text :
       {"Summarize the following text: Seven is a prime.", "Sort these numbers: 3, 2, 1",
        "Correct this sentence: \"Seven are prime.\"",
        "Read the following passage. Anna sails to the harbour every day. Who sails?",
        "Write a function that reverses a given string.", "Tell me about the following of a guru.",
        "Write a poem.", "Rewrite this sentence\nSeven are prime",
        "Is the statement 'all primes are odd' given above true?",
        "Summarize the story of Cinderella.", "Analyze the arguments for shorter school days.",
        "Answer the following question. The harbour was built in what year?",
        "Make the following sentence short:\nRead many books about this topic."}) {
    EXPECT_EQ(told_by("missing_input", text, "b"), "") << text;
  }
  EXPECT_EQ(told_by("missing_input", "Sort the following numbers.", "1, 2", "2, 1"), "");
}

TEST(MissingInput, IsNotJudgedInTheMiddleOfAConversation) {
  Pairs pairs;
  pairs.add({{.role = Role::kUser, .content = "Seven is prime."},
             {.role = Role::kAssistant, .content = "It is."},
             {.role = Role::kUser, .content = "Translate this sentence."},
             {.role = Role::kAssistant, .content = "Sept est premier."}});
  EXPECT_TRUE(pairs.run(only("missing_input")).empty());
}

TEST(PseudoInput, IsTheWholeInput) {
  for (const char* input : {"No input", "<no input>", "N/A", "none.", "Not applicable"}) {
    EXPECT_EQ(told_by("pseudo_input", "Name a prime.", "b", input), "W_PSEUDO_INPUT") << input;
  }
  for (const char* input : {"No input was ever given to him.", "none of these", "7"}) {
    EXPECT_EQ(told_by("pseudo_input", "Name a prime.", "b", input), "") << input;
  }
}

TEST(UrlOnlyInput, IsAnAddressAlone) {
  EXPECT_EQ(told_by("url_only_input", "Summarize it.", "b", "https://example.org/a"),
            "W_URL_ONLY_INPUT");
  EXPECT_EQ(told_by("url_only_input", "Describe it.", "b", "[image of a cat]"), "W_URL_ONLY_INPUT");
  EXPECT_EQ(told_by("url_only_input", "Describe it.", "b", "See https://example.org/a for it."),
            "");
}

TEST(InstructionShort, LeavesSumsAndRequestsAlone) {
  EXPECT_EQ(told_by("instruction_short", "Prime?", "b"), "W_INSTRUCTION_SHORT");
  EXPECT_EQ(told_by("instruction_short", "Prime numbers", "b"), "W_INSTRUCTION_SHORT");
  EXPECT_EQ(told_by("instruction_short", "Say hello.", "b"), "");
  EXPECT_EQ(told_by("instruction_short", "2 + 3", "b"), "");
  EXPECT_EQ(told_by("instruction_short", "Translate", "b", "Guten Tag"), "");
}

TEST(Overloaded, CountsQuestionsOnce) {
  EXPECT_EQ(told_by("overloaded", "Is 2? Is 3? Is 5? Is 7?", "b"), "W_OVERLOADED");
  EXPECT_EQ(told_by("overloaded", "Really????", "b"), "");
  EXPECT_EQ(told_by("overloaded", "What does https://example.org/?b?c?d?e mean?", "b"), "");
}

TEST(NoTask, IsATextThatAsksForNothing) {
  EXPECT_EQ(told_by("no_task", "The prime numbers of the old school.", "b"), "W_NO_TASK");
  for (const char* text :
       {"Name a prime.", "Please, name a prime.", "What is a prime", "Given two primes, add them.",
        "You are a teacher of primes.", "The weather is bad. Write a poem on it.", "A prime is ...",
        "Nenne eine Primzahl \u00fcber \u00e4ltere \u00d6fen", "1) Add 2 and 3"}) {
    EXPECT_EQ(told_by("no_task", text, "b"), "") << text;
  }
}

TEST(NoTask, KnowsTasksThatNoVerbBegins) {
  for (const char* text :
       {"In your own words explain why seven is prime.", "From this list pick the primes.",
        "Comparing large primes and small ones", "Translation from Dutch to English.",
        "Sentiment analysis of primes", "Message to a friend of primes",
        "Narrow down the list of primes", "Lookup and name the primes",
        "The text below should be corrected", "Nominate three primes for the prize"}) {
    EXPECT_EQ(told_by("no_task", text, "b"), "") << text;
  }
  for (const char* text : {"In the old school primes of all kinds", "Kings of the three kingdoms",
                           "The article about primes of old", "String theory for beginners"}) {
    EXPECT_EQ(told_by("no_task", text, "b"), "W_NO_TASK") << text;
  }
}

TEST(Shouting, NeedsMoreThanAFewCapitals) {
  EXPECT_EQ(told_by("shouting", "PLEASE NAME A LARGE PRIME NUMBER", "b"), "W_SHOUTING");
  EXPECT_EQ(told_by("shouting", "What is NASA?", "b"), "");
}

}  // namespace
}  // namespace bmo::checks
