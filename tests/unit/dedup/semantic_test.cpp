// Rewordings are found by meaning; other numbers, names, negations and directions are not.
#include <algorithm>
#include <random>
#include <thread>

#include <gtest/gtest.h>

#include "bmo/dedup/meaning.hpp"
#include "bmo/embed/table.hpp"
#include "tests/unit/dedup/pairs.hpp"

namespace bmo::dedup {
namespace {

constexpr std::string_view kAnswer =
    "Eat plenty of fruit and vegetables, sleep eight hours, and exercise on most days.";

const embed::Encoder& table() {
  static const std::unique_ptr<embed::StaticTable> kTable = *embed::builtin_table();
  return *kTable;
}

Options options() {
  Options out;
  out.meaning.encoder = &table();
  return out;
}

/// Each pair with one of its own kind, so that no word is rare.
std::vector<Said> with_background(std::vector<Said> pairs) {
  const std::vector<Said> asked = pairs;
  for (int i = 0; i < 12; ++i) {
    for (const Said& said : asked) {
      std::vector<std::string> words;
      std::string word;
      for (const char c : said.instruction + " ") {
        if (c != ' ') {
          word += c;
          continue;
        }
        words.push_back(word);
        word.clear();
      }
      std::mt19937 random(static_cast<unsigned>(i));
      std::ranges::shuffle(words, random);
      std::string text = "Lesson " + std::string(static_cast<std::size_t>(i + 2), 'q') + ":";
      for (std::size_t w = 0; w < words.size(); w += 2)
        text += " " + words[w] + " zebra granite violin walnut";
      pairs.push_back({text, "Answer " + std::string(static_cast<std::size_t>(i + 2), 'z'), 9, {}});
    }
  }
  return pairs;
}

/// Kinds of the edges between two pairs.
std::vector<EdgeKind> kinds(std::string_view first, std::string_view second,
                            std::string_view answer = kAnswer,
                            std::string_view other_answer = kAnswer) {
  const std::vector<Said> all =
      with_background({{std::string(first), std::string(answer), 0, {}},
                       {std::string(second), std::string(other_answer), 1, {}}});
  std::vector<EdgeKind> out;
  for (const Edge& edge : Trial(all, options()).edges({"semantic"})) {
    if (edge.first == 0 && edge.second == 1) out.push_back(edge.kind);
  }
  return out;
}

using Kinds = std::vector<EdgeKind>;

TEST(Semantic, FindsAReorderedQuestion) {
  EXPECT_EQ(kinds("Give me some tips for staying healthy in winter.",
                  "For staying healthy in winter, give me some tips."),
            Kinds{EdgeKind::kSemantic});
}

TEST(Semantic, FindsAQuestionInOtherWords) {
  EXPECT_EQ(kinds("Give three tips for staying healthy during the winter.",
                  "Give three tips for keeping healthy during the winter."),
            Kinds{EdgeKind::kSemantic});
}

TEST(Semantic, AnotherAnswerMakesAVariant) {
  EXPECT_EQ(kinds("Give me some tips for staying healthy in winter.",
                  "For staying healthy in winter, give me some tips.", kAnswer,
                  "A steam engine turns the pressure of hot water into the motion of a wheel."),
            Kinds{EdgeKind::kSemanticVariant});
}

TEST(Semantic, AnotherNumberIsAnotherQuestion) {
  EXPECT_EQ(kinds("Give 3 tips for staying healthy in winter.",
                  "Give 5 tips for staying healthy in winter."),
            Kinds{});
}

TEST(Semantic, ANegationIsAnotherQuestion) {
  EXPECT_EQ(kinds("List foods that are good for the heart.",
                  "List foods that are not good for the heart."),
            Kinds{});
}

TEST(Semantic, AnotherNameIsAnotherQuestion) {
  EXPECT_EQ(kinds("Describe the old town of Lisbon in winter.",
                  "Describe the old town of Porto in winter."),
            Kinds{});
}

TEST(Semantic, TheOtherDirectionIsAnotherQuestion) {
  EXPECT_EQ(kinds("Convert a temperature from celsius to fahrenheit.",
                  "Convert a temperature from fahrenheit to celsius."),
            Kinds{});
}

TEST(Semantic, AnotherNumberInTheAnswerDisagrees) {
  EXPECT_EQ(kinds("How long does the battery last in winter?",
                  "In winter, how long does the battery last?",
                  "The battery lasts for about 12 hours when it is cold outside.",
                  "The battery lasts for about 30 hours when it is cold outside."),
            Kinds{EdgeKind::kSemanticVariant});
}

TEST(Semantic, YesAndNoDisagree) {
  EXPECT_TRUE(contradict("yes it can be done with the app", "no it can be done with the app"));
  EXPECT_FALSE(contradict("yes it can be done with the app", "it can be done with the app"));
}

TEST(Semantic, KnowsWhatIsTurnedRound) {
  EXPECT_TRUE(is_turned_round("convert miles to feet", "convert feet to miles"));
  EXPECT_FALSE(is_turned_round("convert miles to feet", "miles to feet convert"));
  EXPECT_TRUE(is_turned_round("is a dog bigger than a cat dog than cat", "cat than dog"));
}

/// Does the second pair go?
bool removes_second(const Trial& trial, const Policy& policy) {
  const std::vector<Removed> removed =
      choose_survivors(trial.work(), trial.edges({"semantic"}), policy);
  return std::ranges::any_of(removed, [](const Removed& one) {
    return one.row == 1 && one.survivor == 0 && one.kind == EdgeKind::kSemantic;
  });
}

TEST(Semantic, SaysWhichPairsVaryOneSeed) {
  const std::vector<Said> all = with_background(
      {{"Give me some tips for staying healthy in winter.", std::string(kAnswer), 0, "seed"},
       {"For staying healthy in winter, give me some tips.", std::string(kAnswer), 1, "seed"}});
  const Trial trial(all, options());
  EXPECT_TRUE(removes_second(trial, {.semantic_threshold = 0.9}));
  EXPECT_FALSE(removes_second(trial, {.keep_seeds = true, .semantic_threshold = 0.9}));
}

TEST(Semantic, RemovesNothingBelowItsThreshold) {
  const std::vector<Said> all = with_background(
      {{"Give three tips for staying healthy during the winter.", std::string(kAnswer), 0, {}},
       {"Give three tips for keeping healthy during the winter.", std::string(kAnswer), 1, {}}});
  const Trial trial(all, options());
  EXPECT_TRUE(removes_second(trial, {.semantic_threshold = 0.9}));
  EXPECT_FALSE(removes_second(trial, {.semantic_threshold = 0.999}));
}

TEST(Semantic, AnotherLanguageThanTheEncodersIsNotJudged) {
  EXPECT_EQ(
      kinds("Gib mir bitte einige gute Ratschläge, wie ich mit meiner Familie im Winter gesund "
            "bleiben kann, obwohl wir nicht viel Zeit für Bewegung an der frischen Luft haben.",
            "Wie ich mit meiner Familie im Winter gesund bleiben kann, obwohl wir nicht viel "
            "Zeit für Bewegung an der frischen Luft haben, dazu gib mir bitte einige gute "
            "Ratschläge."),
      Kinds{});
}

TEST(Semantic, ManyAnswersToOneInstructionMeetByTheAnswers) {
  std::vector<Said> all;
  std::mt19937 random(5);
  for (std::size_t i = 0; i < 100; ++i) {
    std::string answer = "Answer about";
    for (int w = 0; w < 12; ++w) {
      answer += ' ';
      for (int c = 0; c < 6; ++c)
        answer += static_cast<char>('a' + random() % 26);
    }
    all.push_back({"Write a sentence.", answer, i, {}});
  }
  all.push_back({"Write a sentence.", "The weather will be cold and windy tomorrow.", 200, {}});
  all.push_back({"Write a sentence.", "Tomorrow the weather will be windy and cold.", 201, {}});
  const Trial trial(all, options());
  const std::vector<Edge> edges = trial.edges({"semantic"});
  const bool is_found = std::ranges::any_of(edges, [](const Edge& edge) {
    return edge.first == 100 && edge.second == 101 && edge.kind == EdgeKind::kSemantic;
  });
  EXPECT_TRUE(is_found);
  EXPECT_LT(edges.size(), 500U);
}

/// The same edges, by what the pairs say.
std::vector<std::string> told(const Trial& trial, const std::vector<Said>& said) {
  std::vector<std::string> out;
  for (const Edge& edge : trial.edges({"semantic"})) {
    out.push_back(said[edge.first].instruction + said[edge.second].instruction +
                  std::to_string(edge.instruction) + std::to_string(edge.response));
  }
  std::ranges::sort(out);
  return out;
}

TEST(Semantic, NeitherThreadsNorTheOrderOfTheInputMatter) {
  std::vector<Said> said = with_background(
      {{"Give me tips for staying healthy in winter.", std::string(kAnswer), 0, {}},
       {"For staying healthy in winter, give me tips.", std::string(kAnswer), 0, {}},
       {"Give me tips for keeping healthy in winter.", std::string(kAnswer), 0, {}}});
  const std::vector<std::string> expected = told(Trial(said, options()), said);
  ASSERT_GE(expected.size(), 2U);
  const ParallelFor four = [](std::size_t count, const std::function<void(std::size_t)>& work) {
    std::vector<std::jthread> threads;
    for (std::size_t t = 0; t < 4; ++t) {
      threads.emplace_back([&, t] {
        for (std::size_t i = t; i < count; i += 4)
          work(i);
      });
    }
  };
  EXPECT_EQ(told(Trial(said, options(), four), said), expected);
  std::ranges::reverse(said);
  EXPECT_EQ(told(Trial(said, options()), said), expected);
}

}  // namespace
}  // namespace bmo::dedup
