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

}  // namespace
}  // namespace bmo::validation
