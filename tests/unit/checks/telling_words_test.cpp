// Tests how much of a question is said to come back in its answer.
#include "bmo/checks/kit/telling_words.hpp"

#include <string>

#include <gtest/gtest.h>

namespace bmo::checks {
namespace {

class Recall : public testing::Test {
 protected:
  /// Among 99 texts all have "rivers", one has "dams".
  Recall() {
    weights_.fill(std::vector<WordWeights::Count>{{facts::word_key("dams"), 1},
                                                  {facts::word_key("rivers"), 99}},
                  99);
  }
  float of(std::string_view asked, std::string_view answered) {
    read(asked, answered);
    return recall_.of({asked, asked_words_}, {answered, answered_words_});
  }
  float below(float enough, std::string_view asked, std::string_view answered) {
    read(asked, answered);
    return recall_.below(enough, {asked, asked_words_}, {answered, answered_words_});
  }

  WordWeights weights_;
  WordRecall recall_{weights_};

 private:
  void read(std::string_view asked, std::string_view answered) {
    asked_words_.clear();
    answered_words_.clear();
    facts::append_words(asked, asked_words_);
    facts::append_words(answered, answered_words_);
  }
  std::vector<facts::Word> asked_words_;
  std::vector<facts::Word> answered_words_;
};

TEST_F(Recall, IsWholeWhereEachWordComesBack) {
  EXPECT_FLOAT_EQ(of("Describe whales and wolves", "Wolves howl, WHALES sing."), 1);
}

TEST_F(Recall, IsNothingWhereNoneDoes) {
  EXPECT_FLOAT_EQ(of("Describe whales and wolves", "Describe the bread and butter"), 0);
  EXPECT_FLOAT_EQ(of("What is this about?", "What is this about?"), 0);
}

TEST_F(Recall, CountsWordsWithTheSameBeginning) {
  EXPECT_FLOAT_EQ(of("navigation", "to navigate well"), 1);
  EXPECT_FLOAT_EQ(of("navy", "to navigate well"), 0);
}

TEST_F(Recall, DoesNotTakeAFrequentWordForItsBeginning) {
  EXPECT_FLOAT_EQ(of("following", "followers"), 0);
  EXPECT_FLOAT_EQ(of("followers", "the following"), 0);
}

TEST_F(Recall, CountsAWordOnce) {
  EXPECT_FLOAT_EQ(of("wolves wolves wolves whales", "wolves"), 0.5F);
}

TEST_F(Recall, WeighsRareWordsMore) {
  EXPECT_FLOAT_EQ(of("rivers dams", "dams"), 1);
  EXPECT_FLOAT_EQ(of("rivers dams", "rivers"), 0);
}

TEST_F(Recall, IsExactBelowWhatIsEnough) {
  constexpr std::string_view kAsked = "whales wolves bears otters";
  std::string answer;
  for (int i = 0; i < 40; ++i)
    answer += "bread ";
  answer += "wolves ";
  EXPECT_FLOAT_EQ(below(0.5F, kAsked, answer), 0.25F);
  EXPECT_FLOAT_EQ(below(0.5F, kAsked, ""), 0);
  EXPECT_GE(below(0.2F, kAsked, answer + "whales bears"), 0.2F);
  EXPECT_GE(below(0.5F, kAsked, "whales " + answer), 0.5F);
}

TEST_F(Recall, ForgetsThePairBefore) {
  EXPECT_FLOAT_EQ(of("whales", "whales"), 1);
  EXPECT_FLOAT_EQ(of("wolves", "whales"), 0);
}

TEST_F(Recall, LooksAtFiveHundredAndTwelveWords) {
  std::string asked;
  for (int i = 0; i < 512; ++i)
    asked += "w" + std::to_string(i) + "x ";
  EXPECT_FLOAT_EQ(of(asked + "whales", "whales"), 0);
  EXPECT_GT(of(asked + "whales", "w511x"), 0);
}

}  // namespace
}  // namespace bmo::checks
