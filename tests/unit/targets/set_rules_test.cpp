// Tests of the rules that judge a whole set, and of how rules are bound to offers.
#include <algorithm>

#include <gtest/gtest.h>

#include "bmo/targets/kit/training.hpp"
#include "bmo/targets/targets.hpp"

namespace bmo::targets {
namespace {

std::string said(std::string_view rule, const SetFacts& facts, const Limits& limits = {}) {
  return rules::find(rule)->judge_set(facts, limits).detail;
}

TEST(SetRules, CountTrainingRowsAgainstTheLeast) {
  EXPECT_EQ(said("few_rows", {.train_rows = 9}, {.min_rows = 10}),
            "found 9 training rows, the least is 10");
  EXPECT_EQ(said("few_rows", {.train_rows = 10}, {.min_rows = 10}), "");
}

TEST(SetRules, CountTrainingRowsAgainstTheMost) {
  EXPECT_EQ(said("many_rows", {.train_rows = 11}, {.max_rows = 10}),
            "found 11 training rows, the most is 10");
  EXPECT_EQ(said("many_rows", {.train_rows = 10}, {.max_rows = 10}), "");
}

TEST(SetRules, CountValidationRows) {
  EXPECT_NE(said("validation_rows", {.validation_rows = 5001}, {.max_validation_rows = 5000}), "");
  EXPECT_EQ(said("validation_rows", {.validation_rows = 5000}, {.max_validation_rows = 5000}), "");
}

TEST(SetRules, SeeLabelsThatAreAllAlike) {
  EXPECT_EQ(said("labels_alike", {.good_labels = 3}), "found 3 labels, all true");
  EXPECT_EQ(said("labels_alike", {.bad_labels = 3}), "found 3 labels, all false");
  EXPECT_EQ(said("labels_alike", {.good_labels = 1, .bad_labels = 2}), "");
}

TEST(SetRules, SeeTextsThatAreAllDates) {
  EXPECT_EQ(said("dates_alike", {.train_rows = 3, .dated_texts = 3}),
            "found 3 rows, all of which answer with a date");
  EXPECT_EQ(said("dates_alike", {.train_rows = 3, .validation_rows = 1, .dated_texts = 3}), "");
  EXPECT_NE(said("dates_alike", {.train_rows = 3, .dated_metadata = 3}), "");
  EXPECT_EQ(said("dates_alike", {}), "");
}

TEST(SetRules, CountRowsThatCallTools) {
  EXPECT_EQ(said("arguments_text", {.train_rows = 3, .rows_with_calls = 2}),
            "found 2 rows that call tools");
  EXPECT_EQ(said("arguments_text", {.train_rows = 3}), "");
}

TEST(SetRules, SeeKeysThatATableFillsWithNull) {
  EXPECT_EQ(said("null_keys", {.train_rows = 3, .null_keys = 4}),
            "found 4 keys of messages that may be null, and 0 rows that call tools");
  EXPECT_EQ(said("null_keys", {.train_rows = 3}), "");
}

TEST(SetRules, SeeASplitThatGotNoRow) {
  EXPECT_NE(said("empty_split", {.train_rows = 3, .wants_validation = true}), "");
  EXPECT_NE(said("empty_split", {.train_rows = 3, .wants_test = true}), "");
  EXPECT_EQ(said("empty_split", {.train_rows = 3}), "");
}

TEST(SetRules, SeeThatNoValidationIsThere) {
  EXPECT_NE(said("no_validation", {.train_rows = 3}), "");
  EXPECT_EQ(said("no_validation", {.train_rows = 3, .validation_rows = 1}), "");
}

TEST(SetRules, SeeSeveralFiles) {
  EXPECT_EQ(said("several_files", {.most_files = 2}), "found 2 files in one split");
}

TEST(SetRules, SeeUnlikeRowsInLargeFilesAlone) {
  const std::uint64_t large = std::uint64_t{11} << 20U;
  EXPECT_NE(
      said("late_keys", {.train_rows = 5, .largest_file_bytes = large, .rows_with_extras = 1}), "");
  EXPECT_EQ(
      said("late_keys", {.train_rows = 5, .largest_file_bytes = large, .rows_with_extras = 5}), "");
  EXPECT_EQ(said("late_keys", {.train_rows = 5, .largest_file_bytes = 9, .rows_with_extras = 1}),
            "");
}

std::vector<std::string_view> rules_of(std::string_view target, std::string_view layout) {
  const TargetCard& card = *find(target)->card;
  std::vector<std::string_view> out;
  for (const BoundRule& bound : rules_for(card, *find_offer(card, layout)))
    out.push_back(bound.rule->card->id);
  return out;
}

TEST(Offers, FirstIsTheDefault) {
  const TargetCard& card = *find("trl")->card;
  EXPECT_EQ(find_offer(card, "")->layout, "messages");
  EXPECT_EQ(find_offer(card, "kto")->layout, "kto");
  EXPECT_EQ(find_offer(card, "alpaca"), nullptr);
}

TEST(Offers, LeaveOutRulesOfOtherLayouts) {
  EXPECT_FALSE(std::ranges::count(rules_of("trl", "messages"), "labels_alike"));
  EXPECT_TRUE(std::ranges::count(rules_of("trl", "kto"), "labels_alike"));
}

TEST(Offers, LeaveOutRulesThatTheyAreExceptedFrom) {
  EXPECT_TRUE(std::ranges::count(rules_of("llamafactory", "messages"), "tool_use"));
  EXPECT_FALSE(std::ranges::count(rules_of("llamafactory", "sharegpt"), "tool_use"));
}

TEST(TrainingPlan, MakesTheStepsOfItsEpochs) {
  const kit::TrainingPlan plan = kit::plan_for(100);
  EXPECT_EQ(plan.micro * plan.accumulation, plan.batch);
  EXPECT_EQ(plan.steps, plan.epochs * 25);
}

TEST(TrainingPlan, GivesLargeSetsFewerEpochs) {
  EXPECT_LT(kit::plan_for(100'000).epochs, kit::plan_for(100).epochs);
}

std::string file_of(std::string_view target, std::string_view layout, std::string_view path) {
  const TargetEntry& entry = *find(target);
  const Offer& offer = *find_offer(*entry.card, layout);
  for (const BesideFile& file :
       entry.files_beside({.offer = offer, .splits = {{"train", 9, {"train.jsonl"}}}})) {
    if (file.path == path) return file.text;
  }
  return "";
}

TEST(FilesBeside, OfLlamaFactoryNameEveryTag) {
  const std::string info = file_of("llamafactory", "messages", "dataset_info.json");
  EXPECT_NE(info.find("\"system_tag\": \"system\""), std::string::npos);
  EXPECT_EQ(info.find("openai"), std::string::npos);
}

TEST(FilesBeside, OfTrlPickTheTrainerByLayout) {
  EXPECT_NE(file_of("trl", "preference", "train.py").find("DPOTrainer"), std::string::npos);
  EXPECT_NE(file_of("trl", "kto", "train.py").find("KTOTrainer"), std::string::npos);
}

TEST(FilesBeside, GiveKtoBatchesOfTwo) {
  EXPECT_NE(file_of("trl", "kto", "train.py").find("per_device_train_batch_size=2"),
            std::string::npos);
}

TEST(FilesBeside, OfMlxMaskNoPromptOfPlainText) {
  EXPECT_NE(file_of("mlx", "text", "lora_config.yaml").find("mask_prompt: false"),
            std::string::npos);
}

TEST(FilesBeside, NameNoValidationWhereThereIsNone) {
  EXPECT_EQ(file_of("trl", "messages", "train.py").find("eval_"), std::string::npos);
  EXPECT_EQ(file_of("axolotl", "messages", "axolotl.yaml").find("test_datasets"),
            std::string::npos);
}

}  // namespace
}  // namespace bmo::targets
