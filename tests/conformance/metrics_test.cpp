// Tests of every chapter of figures that it holds on an empty set, a small one, and in any order.
#include "bmo/metrics/metrics.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include <gtest/gtest.h>

#include "bmo/base/hash.hpp"

namespace bmo::conformance {
namespace {

using metrics::Chapter;

class EveryMetric : public testing::TestWithParam<const metrics::MetricEntry*> {};

/// Three hundred pairs with metadata, as a set that a person might have.
struct MadeSet {
  MadeSet() {
    metadata.reserve(kPairs);
    texts.reserve(2 * kPairs);
    messages.reserve(2 * kPairs);
    topics.reserve(kPairs);
    for (std::size_t i = 0; i < kPairs; ++i) {
      texts.push_back("What is the square of " + std::to_string(i) + "?");
      texts.push_back("It is " + std::to_string(i * i) +
                      ", as anyone can reckon by hand on paper.");
      messages.push_back({.role = Role::kUser, .content = texts[2 * i]});
      messages.push_back({.role = Role::kAssistant, .content = texts[2 * i + 1]});
      topics.push_back(i % 3 == 0 ? "squares" : "numbers");
      scores.push_back({"judge", static_cast<double>(i % 5 + 1)});
    }
    for (std::size_t i = 0; i < kPairs; ++i) {
      Metadata& known = metadata.emplace_back();
      known[ListField::kTopics] = {&topics[i], 1};
      known[TextField::kBatch] = kBatches[i % 12];
      known.scores = {&scores[i], 1};
      pairs.push_back({.id = texts[2 * i],
                       .content = hash128(texts[2 * i], 0),
                       .messages = {&messages[2 * i], 2},
                       .metadata = &known});
    }
  }

  static constexpr std::size_t kPairs = 300;
  static constexpr std::string_view kBatches[] = {"a", "b", "c", "d", "e", "f",
                                                  "g", "h", "i", "j", "k", "l"};
  std::vector<std::string> texts;
  std::vector<Message> messages;
  std::vector<std::string_view> topics;
  std::vector<Score> scores;
  std::vector<Metadata> metadata;
  std::vector<Pair> pairs;
};

Chapter chapter_of(const metrics::MetricEntry& entry, const std::vector<Pair>& pairs) {
  const std::unique_ptr<metrics::State> state = entry.start();
  const metrics::Profile profile{.turns = 2,
                                 .instruction_words = 6,
                                 .response_words = 12,
                                 .response_characters = 60,
                                 .response_sentences = 1,
                                 .response_syllables = 15};
  for (const Pair& pair : pairs)
    state->add({.pair = pair, .profile = profile, .soundness = 97});
  return state->conclude({});
}

TEST_P(EveryMetric, SaysWhatItIsAndWhatItDoesNotSay) {
  const metrics::MetricCard& card = *GetParam()->card;
  EXPECT_FALSE(card.title.empty());
  EXPECT_FALSE(card.definition.empty());
  EXPECT_FALSE(card.formula.empty());
  EXPECT_FALSE(card.caution.empty());
}

TEST_P(EveryMetric, HoldsOnAnEmptySet) {
  const Chapter chapter = chapter_of(*GetParam(), {});
  for (const metrics::Figure& figure : chapter.figures)
    EXPECT_TRUE(is_absent(figure.value) || figure.value == 0) << figure.id;
}

TEST_P(EveryMetric, HasFiguresOfItsNameOnceEach) {
  const MadeSet made;
  const Chapter chapter = chapter_of(*GetParam(), made.pairs);
  std::set<std::string> ids;
  for (const metrics::Figure& figure : chapter.figures) {
    EXPECT_TRUE(figure.id.starts_with(std::string(GetParam()->card->id) + ".")) << figure.id;
    EXPECT_TRUE(ids.insert(figure.id).second) << figure.id;
    EXPECT_FALSE(std::isinf(figure.value)) << figure.id;
  }
}

TEST_P(EveryMetric, FillsEveryCellOfItsTables) {
  const MadeSet made;
  for (const metrics::Table& table : chapter_of(*GetParam(), made.pairs).tables) {
    for (const auto& row : table.rows)
      EXPECT_EQ(row.size(), table.columns.size()) << table.id;
  }
}

TEST_P(EveryMetric, SaysTheSameInAnyOrder) {
  const MadeSet made;
  std::vector<Pair> reversed(made.pairs.rbegin(), made.pairs.rend());
  const Chapter forward = chapter_of(*GetParam(), made.pairs);
  const Chapter backward = chapter_of(*GetParam(), reversed);
  ASSERT_EQ(forward.figures.size(), backward.figures.size());
  for (std::size_t i = 0; i < forward.figures.size(); ++i) {
    if (is_absent(forward.figures[i].value)) continue;
    EXPECT_NEAR(forward.figures[i].value, backward.figures[i].value, 1e-9) << forward.figures[i].id;
  }
}

std::string name_of(const testing::TestParamInfo<const metrics::MetricEntry*>& info) {
  return std::string(info.param->card->id);
}

INSTANTIATE_TEST_SUITE_P(Cards, EveryMetric,
                         testing::ValuesIn(metrics::all().begin(), metrics::all().end()), name_of);

}  // namespace
}  // namespace bmo::conformance
