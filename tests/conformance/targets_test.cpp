// Tests of every target and rule that its card is whole, names what exists, and judges its own
// examples.
#include "bmo/targets/targets.hpp"

#include <array>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "bmo/json/dom.hpp"
#include "tests/conformance/writing.hpp"

namespace bmo::conformance {
namespace {

using targets::Offer;
using targets::RuleEntry;
using targets::RuleUse;
using targets::TargetEntry;

class EveryTarget : public testing::TestWithParam<const TargetEntry*> {
 protected:
  const targets::TargetCard& card() const { return *GetParam()->card; }

  static targets::Delivery delivery(const Offer& offer) {
    return {.offer = offer,
            .splits = {{"train", 500, {std::string(offer.splits.train) + ".jsonl"}},
                       {"validation", 50, {std::string(offer.splits.validation) + ".jsonl"}}}};
  }
};

TEST_P(EveryTarget, SaysWhatItsFactsAreAbout) {
  EXPECT_FALSE(card().title.empty());
  EXPECT_TRUE(card().summary.ends_with('.'));
  EXPECT_FALSE(card().version.empty());
  EXPECT_FALSE(card().source.empty());
  EXPECT_FALSE(card().status.empty());
  ASSERT_EQ(card().as_of.size(), 10U);
  EXPECT_EQ(card().as_of[4], '-');
}

TEST_P(EveryTarget, OffersLayoutsAndContainersThatExist) {
  ASSERT_FALSE(card().offers.empty());
  std::set<std::string_view> layouts;
  for (const Offer& offer : card().offers) {
    EXPECT_NE(layout_named(offer.layout), nullptr) << offer.layout;
    EXPECT_NE(container_named(offer.container), nullptr) << offer.container;
    EXPECT_FALSE(offer.purpose.empty());
    EXPECT_TRUE(layouts.insert(offer.layout).second) << offer.layout << " is offered twice";
  }
}

TEST_P(EveryTarget, SharesNoNameWithAContainer) {
  for (const auto* container : formats::containers::all())
    EXPECT_NE(container->card->id, card().id);
}

TEST_P(EveryTarget, HasRulesThatExistAndSayWhatItThenDoes) {
  std::set<std::string_view> rules;
  for (const RuleUse& use : card().rules) {
    EXPECT_NE(targets::rules::find(use.rule), nullptr) << use.rule;
    EXPECT_TRUE(rules.insert(use.rule).second) << use.rule << " is named twice";
    EXPECT_FALSE(use.outcome.empty());
    EXPECT_FALSE(use.outcome.ends_with('.')) << use.outcome;
  }
}

TEST_P(EveryTarget, HasALimitForEachRuleOfLimits) {
  const targets::Limits& limits = card().limits;
  for (const RuleUse& use : card().rules) {
    const std::map<std::string_view, std::uint64_t> needed{
        {"few_rows", limits.min_rows},
        {"many_rows", limits.max_rows},
        {"validation_rows", limits.max_validation_rows},
        {"several_files", limits.max_file_bytes},
        {"row_length", limits.row_tokens}};
    const auto limit = needed.find(use.rule);
    EXPECT_TRUE(limit == needed.end() || limit->second > 0) << use.rule;
    EXPECT_TRUE(use.rule != "reserved_column" || !limits.reserved.empty());
  }
}

TEST_P(EveryTarget, StartsARunFromTheFilesItWasGiven) {
  for (const Offer& offer : card().offers) {
    const auto files = GetParam()->files_beside(delivery(offer));
    ASSERT_FALSE(files.empty());
    std::string all;
    for (const targets::BesideFile& file : files) {
      EXPECT_TRUE(file.text.ends_with('\n')) << file.path;
      EXPECT_TRUE(!file.path.ends_with(".json") || json::parse_dom(file.text)) << file.path;
      EXPECT_FALSE(file.path.starts_with('/'));
      all += file.text;
    }
    EXPECT_NE(all.find("Chosen from the size of this set"), std::string::npos) << offer.layout;
    EXPECT_NE(all.find("MODEL"), std::string::npos) << offer.layout;
  }
}

TEST_P(EveryTarget, WritesTheSameFilesEachTime) {
  for (const Offer& offer : card().offers) {
    const auto once = GetParam()->files_beside(delivery(offer));
    const auto again = GetParam()->files_beside(delivery(offer));
    ASSERT_EQ(once.size(), again.size());
    for (std::size_t i = 0; i < once.size(); ++i)
      EXPECT_EQ(once[i].text, again[i].text);
  }
}

TEST_P(EveryTarget, KeepsServicesStrict) {
  if (card().kind != targets::Kind::kService) return;
  for (const Offer& offer : card().offers)
    EXPECT_EQ(offer.metadata, formats::MetadataMode::kSidecar) << offer.layout;
}

constexpr std::array<std::string_view, 2> kReserved{"prompt", "input_ids"};

class EveryRule : public testing::TestWithParam<const RuleEntry*> {
 protected:
  const targets::RuleCard& card() const { return *GetParam()->card; }

  std::vector<targets::RowBreach> judge(std::string_view example) const {
    const auto batch = pairs_of(std::string(example) + "\n");
    EXPECT_EQ(batch->size(), 1U) << example;
    const std::vector<std::uint32_t> rows{0};
    std::vector<targets::RowBreach> out;
    GetParam()->judge(*batch, rows, {.row_tokens = 64, .reserved = kReserved}, out);
    return out;
  }
};

TEST_P(EveryRule, HasAWholeCard) {
  EXPECT_TRUE(card().code.starts_with("E_") || card().code.starts_with("W_") ||
              card().code.starts_with("N_"));
  EXPECT_FALSE(card().title.empty());
  EXPECT_FALSE(card().title.ends_with('.'));
  EXPECT_TRUE(card().why.ends_with('.'));
  EXPECT_TRUE(card().fix.ends_with('.'));
  EXPECT_NE(GetParam()->judge == nullptr, GetParam()->judge_set == nullptr);
}

TEST_P(EveryRule, IsUsedByATarget) {
  if (card().id == "null_keys") return;  // Tables that are for no target alone have it.
  bool is_used = false;
  for (const TargetEntry* target : targets::all()) {
    for (const RuleUse& use : target->card->rules)
      is_used = is_used || use.rule == card().id;
  }
  EXPECT_TRUE(is_used);
}

TEST_P(EveryRule, IsForLayoutsThatExist) {
  for (const std::string_view layout : card().layouts)
    EXPECT_NE(layout_named(layout), nullptr) << layout;
}

TEST_P(EveryRule, PassesItsGoodExampleAndFindsItsBadOne) {
  if (GetParam()->judge == nullptr) return;
  EXPECT_TRUE(judge(card().good).empty());
  const auto found = judge(card().bad);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(found[0].breach.detail.starts_with("found "));
}

TEST_P(EveryRule, FindsNothingInAnOrdinarySet) {
  if (GetParam()->judge_set == nullptr) return;
  const targets::SetFacts facts{.train_rows = 100,
                                .validation_rows = 10,
                                .wants_validation = true,
                                .most_files = 1,
                                .largest_file_bytes = 1000,
                                .good_labels = 50,
                                .bad_labels = 50};
  EXPECT_FALSE(GetParam()->judge_set(facts, {}));
}

std::string target_name(const testing::TestParamInfo<const TargetEntry*>& info) {
  return std::string(info.param->card->id);
}
std::string rule_name(const testing::TestParamInfo<const RuleEntry*>& info) {
  return std::string(info.param->card->id);
}

INSTANTIATE_TEST_SUITE_P(Cards, EveryTarget,
                         testing::ValuesIn(targets::all().begin(), targets::all().end()),
                         target_name);
INSTANTIATE_TEST_SUITE_P(Cards, EveryRule,
                         testing::ValuesIn(targets::rules::all().begin(),
                                           targets::rules::all().end()),
                         rule_name);

}  // namespace
}  // namespace bmo::conformance
