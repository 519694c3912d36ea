// Tests that planted defects are found and scored low, and that sound pairs are left alone.
#include <gtest/gtest.h>

#include "tests/validation/planting.hpp"

namespace bmo::validation {
namespace {

constexpr std::size_t kPairs = 1000;

std::vector<double> soundness_of(const Examples& examples) {
  std::vector<double> out;
  for (const Verdict& verdict : judge(examples))
    out.push_back(verdict.soundness);
  return out;
}

class Planted : public testing::TestWithParam<const Defect*> {};

TEST_P(Planted, DefectsAreFoundAndScoredLow) {
  const Defect& defect = *GetParam();
  const Examples sound = sound_examples(kPairs, 1);
  Examples spoiled;
  Chance chance(2);
  for (Example example : sound) {
    if (defect.plant(example, chance)) spoiled.push_back(std::move(example));
  }
  ASSERT_GT(spoiled.size(), kPairs / 20);
  std::size_t found = 0;
  for (const Verdict& verdict : judge(spoiled)) {
    const bool is_leak = defect.name == "leak" && verdict.has("W_TEMPLATE_RESIDUE");
    found += verdict.has(defect.code) || is_leak ? 1U : 0U;
  }
  EXPECT_GE(found, spoiled.size() * 85 / 100) << found << " of " << spoiled.size();
  EXPECT_GE(auc(soundness_of(sound), soundness_of(spoiled)), 0.91);
}

std::vector<const Defect*> all_defects() {
  std::vector<const Defect*> out;
  for (const Defect& defect : defects())
    out.push_back(&defect);
  return out;
}

std::string name_of(const testing::TestParamInfo<const Defect*>& info) {
  std::string out(info.param->name);
  std::replace(out.begin(), out.end(), ' ', '_');
  return out;
}

INSTANTIATE_TEST_SUITE_P(Defects, Planted, testing::ValuesIn(all_defects()), name_of);

TEST(Sound, PairsAreAccepted) {
  std::size_t below = 0;
  for (const double soundness : soundness_of(sound_examples(kPairs, 3)))
    below += soundness < 85 ? 1U : 0U;
  EXPECT_LE(below, kPairs * 4 / 100);
}

TEST(Cuts, AreRarelySeenInWholeAnswers) {
  std::size_t flagged = 0;
  for (const Verdict& verdict : judge(sound_examples(kPairs, 4)))
    flagged += verdict.has("W_TRUNCATED") ? 1U : 0U;
  EXPECT_LE(flagged, kPairs * 3 / 100);
}

TEST(Judging, IsTheSameTwice) {
  const Examples examples = sound_examples(50, 5);
  EXPECT_EQ(soundness_of(examples), soundness_of(examples));
}

}  // namespace
}  // namespace bmo::validation
