// Tests what is learnt of how the answers of a set end, and which ends are found by it.
#include "bmo/checks/kit/ending_habits.hpp"

#include <deque>
#include <functional>

#include <gtest/gtest.h>

#include "tests/unit/checks/pairs.hpp"

namespace bmo::checks {
namespace {

constexpr std::array<std::string_view, 12> kThings = {
    "rivers", "violins", "bakeries", "volcanoes", "taxes",  "chessboards",
    "whales", "clouds",  "gardens",  "engines",   "wolves", "poems"};
constexpr std::array<std::string_view, 10> kWays = {"carefully", "together", "seldom",   "gladly",
                                                    "silently",  "often",    "properly", "slowly",
                                                    "wisely",    "regularly"};

std::string question(std::size_t i) {
  return "Give advice number " + std::to_string(i) + " on " + std::string(kThings[i % 12]) +
         ", please.";
}

/// A list whose items close with nothing, as in "- Visit whales and engines slowly".
std::string list(std::size_t i) {
  std::string out = "Some advice that has helped others before:";
  for (std::size_t item = 0; item < 8; ++item) {
    const std::size_t n = i + 5 * item;
    out += "\n- Visit " + std::string(kThings[n % 12]) + " and " +
           std::string(kThings[(n / 3 + 1) % 12]) + " " + std::string(kWays[n / 7 % 10]);
  }
  return out;
}

/// Sums whose last line gives the result, as in GSM8K.
std::string sum(std::size_t i) {
  const std::string first = std::to_string(i + 2);
  std::string out;
  for (std::size_t line = 0; line < 6; ++line) {
    out += "On day " + std::to_string(line) + " she sells " + first + " of the " +
           std::string(kThings[(i + line) % 12]) + " " + std::string(kWays[line]) + ".\n";
  }
  return out + "#### " + std::to_string(6 * (i + 2));
}

/// Answers to `count` questions, and what their habits say of others.
class Set {
 public:
  Set(std::size_t count, const std::function<std::string(std::size_t)>& answer) {
    for (std::size_t i = 0; i < count; ++i)
      add(pairs_, question(i), answer(i));
    sample_.add(pairs_.batch());
  }

  EndingHabits habits() const { return EndingHabits::learn(sample_); }
  CoherenceSample& sample() { return sample_; }

  /// What is told of one answer: the detail, or nothing.
  std::string told_of(const std::string& answer) {
    Pairs asked;
    add(asked, "Give advice on whales, please.", answer);
    return told_of(asked);
  }
  /// The same of the set itself: how many are found.
  std::size_t found() {
    facts::Facts facts;
    facts::compute(pairs_.batch(), facts, facts::Need::kTexts);
    FindingSink sink(pairs_.batch(), EndingHabits::card());
    habits().inspect(pairs_.batch(), facts, sink);
    return pairs_.batch().findings.size();
  }

 private:
  void add(Pairs& pairs, std::string asked, std::string answer) {
    texts_.push_back(std::move(asked));
    const std::string& kept = texts_.back();
    texts_.push_back(std::move(answer));
    pairs.add(kept, texts_.back());
  }
  std::string told_of(Pairs& asked) const {
    facts::Facts facts;
    checks::run(only("truncated_response"), asked.batch(), facts);
    facts::compute(asked.batch(), facts, facts::Need::kTexts);
    FindingSink sink(asked.batch(), EndingHabits::card());
    habits().inspect(asked.batch(), facts, sink);
    std::string out;
    for (const Finding& finding : asked.batch().findings)
      out += std::string(finding.fault) + ": " + finding.detail + "\n";
    return out;
  }

  std::deque<std::string> texts_;
  Pairs pairs_;
  CoherenceSample sample_;
};

TEST(EndingHabits, FindHalfAWordWhereListsHaveNoStops) {
  Set set(600, list);
  const std::string told = set.told_of(list(3) + "\n- Visit whales and chessb");
  EXPECT_NE(told.find("unusual_end: ends with what is only the beginning of words, in a list item, "
                      "as 0 of 600 sampled answers of the set do and "),
            std::string::npos)
      << told;
  EXPECT_NE(told.find(" cut on trial: - Visit whales and chessb\n"), std::string::npos) << told;
  EXPECT_EQ(set.found(), 0U);
}

TEST(EndingHabits, LeaveAloneHowTheSetEnds) {
  Set set(600, list);
  EXPECT_EQ(set.told_of(list(3) + "\n- Visit whales and chessboards"), "");
  EXPECT_EQ(set.told_of(list(3)), "");
}

TEST(EndingHabits, FindAnAnswerWithoutTheLineThatAllOthersEndWith) {
  Set set(600, sum);
  const std::string whole = sum(5);
  EXPECT_EQ(set.told_of(whole), "");
  const std::string told = set.told_of(whole.substr(0, whole.rfind("\n####")));
  EXPECT_NE(told.find("ends with a closing mark, in prose"), std::string::npos) << told;
}

TEST(EndingHabits, LeaveAloneWhatOneInAHundredAnswersDo) {
  // Twelve that end in half a word, each in another one.
  const auto some_shortened = [](std::size_t i) {
    const std::string_view thing = kThings[i / 100 % 12];
    return i % 100 == 0 ? list(i) + "\n- Visit " + std::string(thing.substr(0, thing.size() - 2))
                        : list(i);
  };
  const std::string cut = list(3) + "\n- Visit whales and chessb";
  EXPECT_NE(Set(1200, list).told_of(cut), "");
  Set set(1200, some_shortened);
  EXPECT_EQ(set.told_of(cut), "");
  EXPECT_EQ(set.found(), 0U);
}

TEST(EndingHabits, AreKnownWhereManyAnswersAreCut) {
  const auto often_cut = [](std::size_t i) {
    const std::string whole = sum(i);
    return i % 4 == 0 ? whole.substr(0, whole.size() * (40 + i % 53) / 100) : whole;
  };
  Set set(1200, often_cut);
  const EndingTrial trial = set.habits().trial();
  EXPECT_GT(trial.found, 100U);
  EXPECT_GT(trial.found_cuts + trial.unusual_cuts, trial.cuts * 9 / 10);
}

TEST(EndingHabits, NameTheShareOfCutsThatTheyFind) {
  const EndingTrial trial = Set(600, list).habits().trial();
  EXPECT_EQ(trial.answers, 600U);
  EXPECT_EQ(trial.found, 0U);
  EXPECT_EQ(trial.alarms, 0U);
  EXPECT_LT(trial.found_cuts, trial.cuts * 7 / 10);
  EXPECT_GT(trial.found_cuts + trial.unusual_cuts, trial.cuts * 75 / 100);
}

TEST(EndingHabits, AreOffForFewAnswersAndShortOnes) {
  EXPECT_FALSE(Set(199, sum).habits().is_on());
  EXPECT_TRUE(Set(200, sum).habits().is_on());
  EXPECT_FALSE(
      Set(600, [](std::size_t i) { return "It is " + std::to_string(i); }).habits().is_on());
}

TEST(EndingHabits, AreTheSameForAnyOrderAndParts) {
  Set whole(600, list);
  Set first(300, list);
  CoherenceSample parts;
  parts.merge(whole.sample());
  parts.merge(first.sample());
  CoherenceSample turned;
  turned.merge(first.sample());
  turned.merge(whole.sample());
  const EndingTrial one = whole.habits().trial();
  for (const EndingTrial& other :
       {EndingHabits::learn(parts).trial(), EndingHabits::learn(turned).trial()}) {
    EXPECT_EQ(one.cuts, other.cuts);
    EXPECT_EQ(one.unusual_cuts, other.unusual_cuts);
    EXPECT_EQ(one.found_cuts, other.found_cuts);
  }
}

TEST(WordStock, HasWordsOfTwoTextsAndWhatTheyBeginWith) {
  WordStock stock;
  for (const std::string_view text : {"meditation in spring", "Meditation and summer"}) {
    std::vector<facts::Word> words;
    facts::append_words(text, words);
    stock.add(text, words);
  }
  EXPECT_TRUE(stock.has(facts::word_key("meditation")));
  EXPECT_FALSE(stock.has(facts::word_key("spring")));
  EXPECT_TRUE(stock.has_beginning(facts::word_key("medi")));
  EXPECT_FALSE(stock.has_beginning(facts::word_key("meditation")));
  EXPECT_FALSE(stock.has_beginning(facts::word_key("spr")));
}

}  // namespace
}  // namespace bmo::checks
