// Edited copies must be found, other questions must not, whatever they look like.
#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "bmo/dedup/shingles.hpp"
#include "tests/unit/dedup/pairs.hpp"

namespace bmo::dedup {
namespace {

constexpr std::string_view kQuestion =
    "Explain how to charge the batteries of a sailing yacht from a shore supply in winter.";
constexpr std::string_view kAnswer =
    "Connect the shore cable, switch the charger on, and let it run until the meter shows full.";

/// The question in a sentence that begins otherwise.
std::string politely(std::string question = std::string(kQuestion)) {
  question[0] = static_cast<char>(question[0] + 32);
  return "Please " + question;
}

/// Words that are common enough for no guard to call them rare.
std::vector<Said> background() {
  std::vector<Said> out;
  for (int i = 0; i < 40; ++i) {
    const std::string word(1, static_cast<char>('a' + i % 26));
    out.push_back(
        {"Describe " + word + std::string(static_cast<std::size_t>(2 + i), 'q') +
             " please and kindly explain and tell how to charge, quickly.",
         "Answer of its own kind, " + word + std::string(static_cast<std::size_t>(i), 'z'),
         0,
         {}});
  }
  return out;
}

/// Kinds of edges between the question and an edited one.
std::vector<EdgeKind> kinds(std::string_view instruction, std::string_view response = kAnswer,
                            Options options = {}) {
  std::vector<Said> all = background();
  const auto first = static_cast<Row>(all.size());
  all.push_back({std::string(kQuestion), std::string(kAnswer), 0, {}});
  all.push_back({std::string(instruction), std::string(response), 1, {}});
  std::vector<EdgeKind> out;
  for (const Edge& edge : Trial(all, options).edges({"near"})) {
    if (edge.first == first && edge.second == first + 1) out.push_back(edge.kind);
  }
  return out;
}

using Kinds = std::vector<EdgeKind>;

TEST(Near, FindsAPolitePrefix) {
  EXPECT_EQ(kinds(politely()), Kinds{EdgeKind::kNear});
}

TEST(Near, FindsAnInsertedAdverb) {
  EXPECT_EQ(kinds("Explain how to quickly charge the batteries of a sailing yacht from a shore "
                  "supply in winter."),
            Kinds{EdgeKind::kNear});
}

TEST(Near, FindsClausesInAnotherOrder) {
  EXPECT_EQ(kinds("In winter, explain how to charge the batteries of a sailing yacht from a shore "
                  "supply."),
            Kinds{EdgeKind::kNear});
}

TEST(Near, CallsItAVariantWhereTheAnswersDiffer) {
  EXPECT_EQ(kinds(politely(), "Ask the harbour master for help."), Kinds{EdgeKind::kVariant});
}

TEST(Near, CallsItAConflictWhereTheQuestionIsTheSame) {
  EXPECT_EQ(kinds(kQuestion, "Ask the harbour master for help."), Kinds{EdgeKind::kConflict});
}

TEST(Near, DoesNotCallAnswersWithOtherNumbersAgreeing) {
  std::vector<Said> all = background();
  all.push_back({std::string(kQuestion), std::string(kAnswer) + " Wait 12 hours.", 0, {}});
  all.push_back({politely(), std::string(kAnswer) + " Wait 10 hours.", 0, {}});
  EXPECT_EQ(Trial(all).count(EdgeKind::kNear), 0U);
  EXPECT_EQ(Trial(all).count(EdgeKind::kVariant), 1U);
}

TEST(Near, KeepsAChangedNumberApart) {
  const std::string question = "Explain how to charge 3 batteries of a sailing yacht in winter.";
  std::vector<Said> all = background();
  all.push_back({question, std::string(kAnswer), 0, {}});
  all.push_back({"Explain how to charge 4 batteries of a sailing yacht in winter.",
                 std::string(kAnswer),
                 0,
                 {}});
  EXPECT_EQ(Trial(all).count(EdgeKind::kNear), 0U);
  const std::vector<Edge> unguarded = Trial(all, {.guards = false}).edges({"near"});
  EXPECT_TRUE(std::any_of(unguarded.begin(), unguarded.end(), [&all](const Edge& edge) {
    return edge.first + 2U == all.size() || edge.second + 2U == all.size();
  }));
}

TEST(Near, KeepsASwappedNameApart) {
  std::vector<Said> all = background();
  all.push_back({"Describe the history of the harbour that lies at Bergen in Norway, please.",
                 std::string(kAnswer),
                 0,
                 {}});
  all.push_back({"Describe the history of the harbour that lies at Tromso in Norway, please.",
                 std::string(kAnswer),
                 0,
                 {}});
  EXPECT_EQ(Trial(all).count(EdgeKind::kNear), 0U);
}

TEST(Near, KeepsASwappedRareWordApart) {
  EXPECT_TRUE(kinds("Explain how to charge the batteries of a sailing canoe from a shore supply in "
                    "winter.")
                  .empty());
}

TEST(Near, ForgivesASlipOfThePen) {
  EXPECT_EQ(kinds("Explain how to charge the batteries of a sailing yahct from a shore supply in "
                  "winter."),
            Kinds{EdgeKind::kNear});
}

TEST(Near, KeepsANegationApart) {
  EXPECT_TRUE(kinds("Explain how not to charge the batteries of a sailing yacht from a shore "
                    "supply in winter.")
                  .empty());
}

TEST(Near, TellsIntendedVariationsApart) {
  std::vector<Said> all = background();
  all.push_back({std::string(kQuestion), std::string(kAnswer), 0, "s1"});
  all.push_back({politely(), std::string(kAnswer), 1, "s1"});
  const Trial run(all);
  EXPECT_EQ(run.removed().size(), 1U);
  EXPECT_TRUE(run.removed({.keep_seeds = true}).empty());
}

/// a, b, c where b is like both others and they are not alike.
std::vector<Said> chain() {
  const std::string core =
      "explain how to charge and please tell how to charge and kindly describe ";
  std::vector<Said> all = background();
  all.push_back({"and tell and tell and tell and tell " + core, std::string(kAnswer), 2, {}});
  all.push_back({core, std::string(kAnswer), 3, {}});
  all.push_back(
      {core + "please quickly and kindly please quickly and kindly", std::string(kAnswer), 4, {}});
  return all;
}

TEST(Survivors, DoNotChainUnlikePairs) {
  const std::vector<Said> all = chain();
  const Trial run(all);
  const std::vector<Removed> removed = run.removed();
  // b goes for a; c is like b alone, which is gone: it stays.
  ASSERT_EQ(removed.size(), 1U);
  EXPECT_EQ(removed[0].row, all.size() - 2);
  EXPECT_EQ(removed[0].survivor, all.size() - 3);
  EXPECT_EQ(run.count(EdgeKind::kNear), 2U);
}

/// Pairs of random words with planted copies in which some words are replaced by common ones.
std::vector<Said> planted(std::size_t seeds, double replaced, std::vector<std::size_t>& copy_of) {
  std::mt19937_64 random(3);
  const auto word = [&random] {
    std::string out;
    for (std::size_t i = 0, n = 3 + random() % 6; i < n; ++i)
      out += static_cast<char>('a' + random() % 26);
    return out;
  };
  std::vector<std::string> vocabulary(20000);
  for (std::string& entry : vocabulary)
    entry = word();
  const std::vector<std::string> common{"the",  "and",  "with", "from",
                                        "that", "this", "into", "over"};
  std::vector<Said> out;
  for (std::size_t n = 0; n < seeds; ++n) {
    std::vector<std::string> words;
    for (int i = 0; i < 30; ++i)
      words.push_back(i % 3 == 0 ? common[random() % 8] : vocabulary[random() % vocabulary.size()]);
    const auto text = [&words] {
      std::string sum;
      for (const std::string& w : words)
        sum += w + " ";
      return sum;
    };
    std::string answer;
    for (int i = 0; i < 20; ++i)
      answer += vocabulary[random() % vocabulary.size()] + " ";
    out.push_back({text(), answer, 0, {}});
    copy_of.push_back(out.size() - 1);
    const std::size_t original = out.size() - 1;
    for (std::size_t i = 0; i < words.size(); i += 3) {
      if (static_cast<double>(random() % 1000) < replaced * 3000) words[i] = common[random() % 8];
    }
    out.push_back({text(), answer, 1, {}});
    copy_of.push_back(original);
  }
  return out;
}

double similarity(std::string_view a, std::string_view b) {
  std::vector<std::uint64_t> sets[2];
  const std::string_view texts[] = {a.substr(0, a.size() - 1), b.substr(0, b.size() - 1)};
  for (int i = 0; i < 2; ++i) {
    cut_shingles(texts[i], sets[i]);
    make_set(sets[i]);
  }
  return jaccard(sets[0], sets[1]);
}

TEST(Near, FindsPlantedCopiesWithTenPercentOfWordsReplaced) {
  std::vector<std::size_t> copy_of;
  const std::vector<Said> all = planted(1000, 0.10, copy_of);
  std::size_t found = 0;
  std::size_t expected = 0;
  for (std::size_t row = 0; row < all.size(); row += 2)
    expected += similarity(all[row].instruction, all[row + 1].instruction) >= 0.70 ? 1 : 0;
  for (const Removed& removed : Trial(all).removed()) {
    EXPECT_EQ(copy_of[removed.row], removed.survivor);
    ++found;
  }
  EXPECT_GT(expected, 900U);
  EXPECT_EQ(found, expected);
}

TEST(Near, IsTheSameForAnyOrderAndThreads) {
  std::vector<std::size_t> copy_of;
  std::vector<Said> all = planted(300, 0.15, copy_of);
  const auto texts = [](const Trial& run, const std::vector<Said>& said) {
    std::vector<std::string> out;
    for (const Removed& removed : run.removed())
      out.push_back(said[removed.row].instruction + "|" + said[removed.survivor].instruction);
    std::sort(out.begin(), out.end());
    return out;
  };
  const std::vector<std::string> expected = texts(Trial(all), all);
  EXPECT_FALSE(expected.empty());
  std::mt19937_64 random(5);
  std::shuffle(all.begin(), all.end(), random);
  const ParallelFor backwards = [](std::size_t count,
                                   const std::function<void(std::size_t)>& work) {
    for (std::size_t i = count; i > 0; --i)
      work(i - 1);
  };
  EXPECT_EQ(texts(Trial(all, {}, backwards), all), expected);
}

TEST(Near, IsTheSameWithinLittleMemory) {
  std::vector<std::size_t> copy_of;
  const std::vector<Said> all = planted(400, 0.15, copy_of);
  EXPECT_EQ(Trial(all, {.memory_bytes = 20000}).edges(), Trial(all).edges());
}

TEST(Near, AnswersForEveryThresholdFromOneRun) {
  std::vector<std::size_t> copy_of;
  const std::vector<Said> all = planted(300, 0.20, copy_of);
  const Trial low(all, {.floor = 0.5});
  const std::vector<Edge> edges = low.edges();
  for (const ThresholdCount& count :
       count_thresholds(low.work(), edges, {}, std::vector<double>{0.7, 0.8, 0.9})) {
    const Trial alone(all, {.floor = count.threshold});
    EXPECT_EQ(alone.removed({.threshold = count.threshold}).size(), count.removed);
  }
}

TEST(Near, ComparesByAnswersWhereOneInstructionIsSharedByMany) {
  std::vector<Said> all;
  for (int i = 0; i < 300; ++i) {
    all.push_back(
        {"Continue the story.",
         "Chapter " + std::string(static_cast<std::size_t>(i + 30), 'x') + std::to_string(i),
         0,
         {}});
  }
  const std::string tale =
      "Once upon a time a small boat left the harbour and sailed into the fog.";
  all.push_back({"Continue the story.", tale, 0, {}});
  all.push_back({"Continue the story.", tale + " The end.", 1, {}});
  const std::vector<Removed> removed = Trial(all).removed();
  ASSERT_EQ(removed.size(), 1U);
  EXPECT_EQ(removed[0].row, 301U);
  EXPECT_EQ(removed[0].survivor, 300U);
}

TEST(Near, DoesNotLetBoilerplateMakeQuestionsAlike) {
  std::string frame;
  std::vector<std::size_t> copy_of;
  for (const Said& line : planted(14, 0, copy_of))
    frame += line.response.substr(0, 80) + "\n";
  std::vector<Said> all = planted(300, 0, copy_of);
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i].instruction = frame + all[i].instruction.substr(0, 60) + (i % 2 == 0 ? "" : " and also");
    all[i].response = "It depends on what is meant by the question that was put here.";
  }
  const std::size_t stripped = Trial(all).removed().size();
  const std::size_t plain = Trial(all, {.guards = false, .strip_lines = false}).removed().size();
  EXPECT_NEAR(static_cast<double>(stripped), 300, 6);
  EXPECT_GT(plain, 500U);
}

}  // namespace
}  // namespace bmo::dedup
