// Tests the judge of whether responses belong to their instructions, and its test of itself.
#include "bmo/checks/kit/coherence.hpp"

#include <array>

#include <gtest/gtest.h>

#include "bmo/checks/set_checks.hpp"
#include "bmo/embed/table.hpp"
#include "tests/unit/checks/pairs.hpp"

namespace bmo::checks {
namespace {

constexpr std::array<std::string_view, 12> kThings = {"rivers", "violins", "bread",  "volcanoes",
                                                      "taxes",  "chess",   "whales", "clouds",
                                                      "roses",  "engines", "wolves", "poems"};
constexpr std::array<std::string_view, 10> kPlaces = {
    "Norway", "Brazil", "Kenya", "Japan", "Canada", "Greece", "India", "Peru", "Egypt", "Ireland"};
constexpr std::array<std::string_view, 5> kAges = {"winter", "autumn", "morning", "harvest",
                                                   "holiday"};

std::string question(std::size_t i) {
  return "What do people in " + std::string(kPlaces[i / 12 % 10]) + " say about " +
         std::string(kThings[i % 12]) + " at " + std::string(kAges[i / 120 % 5]) + " time?";
}

std::string answer(std::size_t i) {
  return "In " + std::string(kPlaces[i / 12 % 10]) + " many stories speak of " +
         std::string(kThings[i % 12]) + ", above all when " + std::string(kAges[i / 120 % 5]) +
         " comes; guests hear them gladly.";
}

/// `count` pairs; pair i has the answer of pair i + shift.
class Stories {
 public:
  explicit Stories(std::size_t count, std::size_t shift = 0) {
    for (std::size_t i = 0; i < count; ++i) {
      questions_.push_back(question(i));
      answers_.push_back(answer((i + shift) % 600));
      pairs_.add(questions_.back(), answers_.back());
    }
  }
  Pairs& pairs() { return pairs_; }

 private:
  std::deque<std::string> questions_;
  std::deque<std::string> answers_;
  Pairs pairs_;
};

class CoherenceTest : public testing::Test {
 protected:
  CoherenceTest() : encoder_(*embed::builtin_table()) {}

  Coherence prepare(const CoherenceSample& sample) {
    Result<Coherence> out = Coherence::prepare(sample, *encoder_);
    EXPECT_TRUE(out);
    return *std::move(out);
  }
  Coherence prepare(std::size_t count, std::size_t shift = 0) {
    Stories stories(count, shift);
    CoherenceSample sample;
    sample.add(stories.pairs().batch());
    return prepare(sample);
  }
  static std::vector<Finding> inspect(const Coherence& coherence, Batch& batch) {
    facts::Facts facts;
    facts::compute(batch, facts, facts::Need::kTexts);
    FindingSink sink(batch, Coherence::card());
    EXPECT_TRUE(coherence.inspect(batch, facts, sink));
    return batch.findings;
  }

  std::unique_ptr<embed::StaticTable> encoder_;
};

TEST_F(CoherenceTest, IsOnWhereAnswersBelongToTheirQuestions) {
  const Coherence coherence = prepare(600);
  EXPECT_TRUE(coherence.is_on()) << coherence.trial().off;
  EXPECT_GT(coherence.trial().auc, 0.95);
  EXPECT_EQ(coherence.trial().false_alarms, 0.0);
}

TEST_F(CoherenceTest, SwitchesItselfOffWhereAnyAnswerWouldDo) {
  Stories stories(600);
  std::deque<std::string> answers;
  for (Pair& pair : stories.pairs().batch().pairs) {
    answers.push_back(
        "Happy to help with that today, simply tell everyone whatever comes to mind " +
        std::to_string(answers.size()) + " times.");
    const_cast<Message&>(pair.messages[1]).content = answers.back();
  }
  CoherenceSample sample;
  sample.add(stories.pairs().batch());
  const Coherence coherence = prepare(sample);
  EXPECT_FALSE(coherence.is_on());
  EXPECT_NE(coherence.trial().off.find("AUC 0.5"), std::string::npos) << coherence.trial().off;
  EXPECT_TRUE(inspect(coherence, stories.pairs().batch()).empty());
}

constexpr std::string_view kStock =
    "Please contact our friendly support team by phone; they know everything about it.";
constexpr std::array<std::string_view, 12> kUnlike = {
    "Write a poem about autumn leaves.",
    "Which taxes does a bakery pay in Ireland?",
    "How do I change the oil of a diesel engine?",
    "Translate this sentence into Greek: the wolves sleep.",
    "Who won the chess championship of 1972?",
    "Give me a recipe for rye bread with seeds.",
    "Explain how volcanoes erupt under the sea.",
    "What is the derivative of a cosine?",
    "Draft an email that asks my landlord for a new window.",
    "Name three rivers that cross the border of Brazil.",
    "Sort a list of numbers in Python without the library.",
    "Why do whales sing at night?"};

/// Stories of which some ask something else and have kStock as their answer.
Stories stories_with_stock() {
  Stories out(600);
  for (std::size_t i = 0; i < kUnlike.size(); ++i) {
    Pair& pair = out.pairs().batch().pairs[50 * i];
    const_cast<Message&>(pair.messages[0]).content = kUnlike[i];
    const_cast<Message&>(pair.messages[1]).content = kStock;
  }
  return out;
}

TEST_F(CoherenceTest, FindsTheAnswerThatUnlikeQuestionsShare) {
  Stories stories = stories_with_stock();
  CoherenceSample sample;
  sample.add(stories.pairs().batch());
  const Coherence coherence = prepare(sample);
  EXPECT_TRUE(coherence.is_on()) << coherence.trial().off;
  EXPECT_EQ(coherence.trial().shared, 12U);
  const std::vector<Finding> findings = inspect(coherence, stories.pairs().batch());
  ASSERT_EQ(findings.size(), 12U);
  EXPECT_EQ(findings[1].row, 50U);
  EXPECT_EQ(findings[1].fault, "shared_answer");
}

TEST_F(CoherenceTest, FindsASharedAnswerWhereItIsOff) {
  Pairs pairs;
  for (const std::string_view question : kUnlike)
    pairs.add(question, kStock);
  CoherenceSample sample;
  sample.add(pairs.batch());
  const Coherence coherence = prepare(sample);
  EXPECT_FALSE(coherence.is_on());
  EXPECT_NE(coherence.trial().off.find("12 have an answer"), std::string::npos);
  EXPECT_EQ(inspect(coherence, pairs.batch()).size(), 12U);
}

TEST_F(CoherenceTest, LetsWaysToPutOneQuestionShareItsAnswer) {
  Stories stories(600);
  std::deque<std::string> questions;
  for (std::size_t i = 0; i < 600; i += 30) {
    Pair& pair = stories.pairs().batch().pairs[i];
    questions.push_back("How do I reset the password of my mail account, attempt " +
                        std::to_string(i) + "?");
    const_cast<Message&>(pair.messages[0]).content = questions.back();
    const_cast<Message&>(pair.messages[1]).content =
        "Open the account page, choose forgotten password, and follow the link in the letter.";
  }
  CoherenceSample sample;
  sample.add(stories.pairs().batch());
  const Coherence coherence = prepare(sample);
  EXPECT_EQ(coherence.trial().shared, 0U);
}

TEST_F(CoherenceTest, SwitchesItselfOffWhereTooFewPairsCanBeJudged) {
  const Coherence coherence = prepare(150);
  EXPECT_FALSE(coherence.is_on());
  EXPECT_NE(coherence.trial().off.find("too few"), std::string::npos);
}

TEST_F(CoherenceTest, FindsTheAnswerToAnotherQuestion) {
  const Coherence coherence = prepare(600);
  Pairs pairs;
  pairs.add("What do people in Kenya say about violins at winter time?",
            "The engine needs oil, filters and plugs before the mechanic starts it again.");
  pairs.add("What do people in Kenya say about violins at winter time?",
            "Violins are loved in Kenya; every winter new players fill the concert halls.");
  const std::vector<Finding> findings = inspect(coherence, pairs.batch());
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].row, 0U);
  EXPECT_EQ(findings[0].code, "W_INCOHERENT");
  EXPECT_EQ(findings[0].fault, "incoherent");
  EXPECT_EQ(findings[0].points, 35);
}

TEST_F(CoherenceTest, JudgesNoOtherLanguageAndNoShortAnswer) {
  const Coherence coherence = prepare(600);
  Pairs pairs;
  pairs.add("What do people in Kenya say about violins at winter time?",
            "Der Motor braucht Öl, Filter und Kerzen, bevor der Mechaniker ihn wieder startet und "
            "die Kunden nach Hause fahren.");
  pairs.add("What do people in Kenya say about violins at winter time?", "Engine oil.");
  EXPECT_TRUE(inspect(coherence, pairs.batch()).empty());
}

TEST_F(CoherenceTest, DependsNeitherOnOrderNorOnParts) {
  Stories stories(600);
  CoherenceSample whole;
  whole.add(stories.pairs().batch());
  CoherenceSample merged;
  for (const bool late : {true, false}) {
    Batch half;
    for (std::size_t i = 0; i < 600; ++i) {
      if ((i >= 150) != late) continue;
      half.records.push_back(stories.pairs().batch().records[i]);
      half.pairs.push_back(stories.pairs().batch().pairs[i]);
      half.fates.push_back(Fate::kExported);
    }
    CoherenceSample part;
    part.add(half);
    merged.merge(part);
  }
  ASSERT_EQ(whole.taken().size(), merged.taken().size());
  for (std::size_t i = 0; i < whole.taken().size(); ++i)
    EXPECT_EQ(whole.taken()[i].hash, merged.taken()[i].hash);
  EXPECT_EQ(prepare(whole).trial().auc, prepare(merged).trial().auc);
}

TEST_F(CoherenceTest, OfASetIsReportedWhereManyAnswersAreOff) {
  Stories stories(600);
  for (std::size_t i = 0; i < 40; ++i) {
    const_cast<Message&>(stories.pairs().batch().pairs[15 * i].messages[1]).content =
        "Compilers translate source files, then linkers join object modules into programs.";
  }
  for (const SetCheckEntry* entry : sets::all()) {
    if (entry->card->id != "incoherent") continue;
    const auto state = entry->start();
    state->add(stories.pairs().batch());
    const auto findings = state->judge();
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_GE(findings[0].rows, 30U);
    EXPECT_LE(findings[0].rows, 40U);
  }
}

}  // namespace
}  // namespace bmo::checks
