// Tests the rules of the model families and their estimates.
#include "bmo/chat/family.hpp"

#include <gtest/gtest.h>

namespace bmo::chat {
namespace {

constexpr Message kUser{.role = Role::kUser, .content = "hello"};
constexpr Message kAnswer{.role = Role::kAssistant, .content = "hello"};
constexpr Message kSystem{.role = Role::kSystem, .content = "hello"};

const FamilyCard& family(std::string_view id) {
  const FamilyCard* found = find_family(id);
  EXPECT_NE(found, nullptr) << id;
  return *found;
}

/// Tokens that the template itself adds.
double overhead(std::string_view id, std::span<const Message> messages) {
  const FamilyCard& card = family(id);
  double texts = 0;
  for (const Message& message : messages)
    texts += estimate_tokens(*card.rates, message.content);
  return estimate_tokens(card, messages) - texts;
}

TEST(Families, EachHasItsCard) {
  ASSERT_EQ(families::all().size(), 8U);
  for (const FamilyEntry* entry : families::all()) {
    EXPECT_FALSE(entry->card->title.empty()) << entry->card->id;
    EXPECT_FALSE(entry->card->stop.empty()) << entry->card->id;
    EXPECT_NE(entry->card->rates, nullptr) << entry->card->id;
  }
}

TEST(Families, KnowWhatTheirTemplatesAdd) {
  const Message two[] = {kUser, kAnswer};
  const Message three[] = {kSystem, kUser, kAnswer};
  const Message four[] = {kUser, kAnswer, kUser, kAnswer};
  struct Row {
    const char* id;
    double two;
    double four;
    double three;
  };
  for (const Row& row : {Row{"llama_3", 11, 21, 16}, Row{"llama_3_1", 36, 46, 36},
                         Row{"qwen_2_5", 31, 41, 15}, Row{"qwen_3", 14, 24, 19}}) {
    EXPECT_NEAR(overhead(row.id, two), row.two, 1e-9) << row.id;
    EXPECT_NEAR(overhead(row.id, four), row.four, 1e-9) << row.id;
    EXPECT_NEAR(overhead(row.id, three), row.three, 1e-9) << row.id;
  }
}

TEST(Families, EstimateEnglish) {
  EXPECT_NEAR(estimate_tokens(kLlama3Rates, "The quick brown fox jumps over the lazy dog."), 10, 2);
}

TEST(Families, EstimateChinese) {
  EXPECT_NEAR(estimate_tokens(kQwenRates, "\u4f60\u597d\u4e16\u754c"), 2.3, 0.5);
}

using Problems = std::vector<std::string_view>;

TEST(Families, Gemma2RefusesASystemPrompt) {
  const Message messages[] = {kSystem, kUser, kAnswer};
  EXPECT_EQ(family_problems(family("gemma_2"), messages),
            (Problems{"the template refuses a system prompt"}));
}

TEST(Families, GemmaWantsTurns) {
  const Message messages[] = {kUser, kUser, kAnswer};
  EXPECT_EQ(family_problems(family("gemma_3"), messages),
            (Problems{"user and assistant must take turns, the user first"}));
}

TEST(Families, Phi3DropsToolMessages) {
  const Message messages[] = {kUser, {.role = Role::kTool, .content = "1"}, kAnswer};
  EXPECT_EQ(family_problems(family("phi_3"), messages),
            (Problems{"the template drops a tool's message without a word"}));
}

TEST(Families, MistralWantsTheAnswerLast) {
  const Message messages[] = {kUser, kAnswer, kUser};
  EXPECT_EQ(family_problems(family("mistral_v3"), messages),
            (Problems{"the last message must be the assistant's"}));
}

TEST(Families, Qwen3ForgetsThoughtsOfEarlierAnswersAlone) {
  const Message thought{.role = Role::kAssistant, .content = "<think>2 + 5</think>Seven."};
  const Message earlier[] = {kUser, thought, kUser, kAnswer};
  EXPECT_EQ(family_problems(family("qwen_3"), earlier),
            (Problems{"the <think> parts of earlier answers are cut out"}));
  const Message last[] = {kUser, kAnswer, kUser, thought};
  EXPECT_EQ(family_problems(family("qwen_3"), last), Problems{});
  EXPECT_EQ(family_problems(family("qwen_2_5"), earlier), Problems{});
}

TEST(Families, LlamaTakesAPlainExchange) {
  const Message messages[] = {kUser, kAnswer};
  EXPECT_EQ(family_problems(family("llama_3"), messages), Problems{});
}

}  // namespace
}  // namespace bmo::chat
