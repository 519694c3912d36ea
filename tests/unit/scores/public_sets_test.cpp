// Tests rates of findings on public sets against what was measured; skips where they are absent.
#include <gtest/gtest.h>

#include "tests/validation/planting.hpp"

namespace bmo::validation {
namespace {

class Alpaca : public testing::Test {
 protected:
  void SetUp() override {
    examples_ = read_set(BMO_TEST_DATA "/alpaca-52k/alpaca_data.json");
    if (examples_.empty()) GTEST_SKIP() << "no reference data here";
    // Every fifth: enough for the limits below.
    for (std::size_t i = 0; 5 * i < examples_.size(); ++i)
      std::swap(examples_[i], examples_[5 * i]);
    examples_.resize(examples_.size() / 5);
  }

  static double share(const Examples& examples, std::string_view code) {
    std::size_t found = 0;
    for (const Verdict& verdict : judge(examples))
      found += verdict.has(code) ? 1U : 0U;
    return static_cast<double>(found) / static_cast<double>(examples.size());
  }

  Examples examples_;
};

TEST_F(Alpaca, CutAnswersAreFoundAndWholeOnesLeftAlone) {
  Examples whole;
  Examples cuts;
  Chance chance(7);
  for (const Example& example : examples_) {
    Example spoiled = example;
    if (!cut(spoiled, chance)) continue;
    whole.push_back(example);
    cuts.push_back(std::move(spoiled));
  }
  EXPECT_GE(share(cuts, "W_TRUNCATED"), 0.85);
  EXPECT_LE(share(whole, "W_TRUNCATED"), 0.03);
}

TEST_F(Alpaca, LosesInputsThatAreMissed) {
  Examples without;
  Examples untouched;
  for (const Example& example : examples_) {
    (example.input.empty() ? untouched : without).push_back(example);
  }
  for (Example& example : without)
    example.input.clear();
  EXPECT_GE(share(without, "W_MISSING_INPUT"), 0.40);
  EXPECT_LE(share(untouched, "W_MISSING_INPUT"), 0.01);
}

TEST_F(Alpaca, IsMostlySound) {
  std::size_t below = 0;
  for (const Verdict& verdict : judge(examples_))
    below += verdict.soundness < 85 ? 1U : 0U;
  EXPECT_LE(below, examples_.size() * 4 / 100);
}

TEST_F(Alpaca, RefusesSeldom) {
  EXPECT_NEAR(share(examples_, "W_REFUSAL"), 0.002, 0.001);
}

TEST(AlpacaEval, SeesAModelThatRefusesOften) {
  const Examples examples = read_set(BMO_TEST_DATA "/alpacaeval/claude-2.1.json");
  if (examples.empty()) GTEST_SKIP() << "no reference data here";
  std::size_t refused = 0;
  for (const Verdict& verdict : judge(examples))
    refused += verdict.has("W_REFUSAL") ? 1U : 0U;
  EXPECT_NEAR(static_cast<double>(refused) / static_cast<double>(examples.size()), 0.11, 0.02);
}

/// What the method's authors measured on answers of these kinds (the data are partly others').
struct CutLimits {
  std::string_view file;
  double least_found;
  double most_untouched;
};

class Cuts : public testing::TestWithParam<CutLimits> {};

TEST_P(Cuts, AreFoundAsOftenAsByTheMethodsAuthors) {
  const Examples all = read_set(std::string(BMO_TEST_DATA "/") + std::string(GetParam().file));
  if (all.empty()) GTEST_SKIP() << "no reference data here";
  const checks::EndingHabits habits = habits_of(all);
  Examples whole;
  Examples cuts;
  const std::vector<Verdict> before = judge(all, &habits);
  for (std::size_t i = 0; i < all.size(); ++i) {
    Chance chance(0x9E3779B97F4A7C15U * (i + 1));
    Example spoiled = all[i];
    if (!cut(spoiled, chance)) continue;
    whole.push_back(all[i]);
    if (!before[i].has("W_TRUNCATED")) cuts.push_back(std::move(spoiled));
  }
  const auto share = [&habits](const Examples& examples) {
    std::size_t found = 0;
    for (const Verdict& verdict : judge(examples, &habits))
      found += verdict.has("W_TRUNCATED") ? 1U : 0U;
    return 100.0 * static_cast<double>(found) / static_cast<double>(examples.size());
  };
  EXPECT_GE(share(cuts), GetParam().least_found);
  EXPECT_LE(share(whole), GetParam().most_untouched);
}

INSTANTIATE_TEST_SUITE_P(
    Public, Cuts,
    testing::Values(CutLimits{"gsm8k/train.jsonl", 87, 0.0},
                    CutLimits{"gpteacher/codegen-instruct.json", 84, 2.9},
                    CutLimits{"gpteacher/roleplay-simple-deduped-roleplay-instruct.json", 98, 0.8},
                    CutLimits{"alpacaeval/gpt4_1106_preview.json", 91, 1.6},
                    CutLimits{"alpacaeval/gpt-4o-2024-05-13.json", 86, 1.2},
                    CutLimits{"alpacaeval/claude-2.1.json", 80, 1.9}));

}  // namespace
}  // namespace bmo::validation
