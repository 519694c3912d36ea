// Tests the checks that judge a whole set.
#include <deque>

#include <gtest/gtest.h>

#include "bmo/checks/set_checks.hpp"
#include "tests/unit/checks/pairs.hpp"

namespace bmo::checks {
namespace {

/// Pairs with metadata, told one after the other to a set-level check.
class Set {
 public:
  void add(std::string_view response, Metadata metadata = {}, Label label = Label::kNone) {
    responses_.emplace_back(response);
    metadata_.push_back(metadata);
    pairs_.add("a", responses_.back());
    pairs_.batch().pairs.back().metadata = &metadata_.back();
    pairs_.batch().pairs.back().label = label;
  }
  const Batch& batch() { return pairs_.batch(); }

 private:
  std::deque<std::string> responses_;
  std::deque<Metadata> metadata_;
  Pairs pairs_;
};

std::unique_ptr<SetState> start(std::string_view id) {
  for (const SetCheckEntry* entry : sets::all()) {
    if (entry->card->id == id) return entry->start();
  }
  return nullptr;
}

std::vector<SetFinding> judge(std::string_view id, Set& set) {
  const auto state = start(id);
  state->add(set.batch());
  return state->judge();
}

Metadata with_tokens(double tokens) {
  Metadata out;
  out[RealField::kCompletionTokens] = tokens;
  return out;
}

TEST(OneAnswer, IsFoundInASetOfConstantAnswers) {
  Set set;
  for (int i = 0; i < 805; ++i)
    set.add("I have no idea.");
  const auto findings = judge("one_answer", set);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rows, 805U);
  EXPECT_EQ(findings[0].of, 805U);
  EXPECT_EQ(findings[0].first_record, 1U);
}

TEST(OneAnswer, IsNotSeenInASetOfDifferentAnswers) {
  Set set;
  for (int i = 0; i < 5000; ++i)
    set.add("answer " + std::to_string(i));
  EXPECT_TRUE(judge("one_answer", set).empty());
}

TEST(CapSignature, IsFoundWhereManyHaveTheGreatestLength) {
  Set set;
  for (int i = 0; i < 200; ++i)
    set.add("b", with_tokens(100 + i % 100));
  for (int i = 0; i < 40; ++i)
    set.add("b", with_tokens(256));
  const auto findings = judge("cap_signature", set);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rows, 40U);
}

TEST(CapSignature, IsNotSeenInLengthsThatRunOut) {
  Set set;
  for (int i = 0; i < 2000; ++i)
    set.add("b", with_tokens(100 + i % 97));
  EXPECT_TRUE(judge("cap_signature", set).empty());
}

TEST(LabelImbalance, NamesTheRarest) {
  Set set;
  for (int i = 0; i < 300; ++i)
    set.add("b", {}, i % 30 == 0 ? Label::kFalse : Label::kTrue);
  const auto findings = judge("label_imbalance", set);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].detail, "label false has 10 rows, true has 290");
}

TEST(LabelImbalance, LetsAnEvenSetPass) {
  Set set;
  for (int i = 0; i < 300; ++i)
    set.add("b", {}, i % 3 == 0 ? Label::kFalse : Label::kTrue);
  EXPECT_TRUE(judge("label_imbalance", set).empty());
}

TEST(NoLicence, CountsSourcesWithoutOne) {
  Set set;
  Metadata sourced;
  sourced[TextField::kSourceDocument] = "a.txt";
  Metadata licensed = sourced;
  licensed[TextField::kSourceLicence] = "MIT";
  set.add("b", licensed);
  set.add("b", sourced);
  set.add("b");
  const auto findings = judge("no_licence", set);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rows, 1U);
  EXPECT_EQ(findings[0].of, 2U);
  EXPECT_EQ(findings[0].first_record, 2U);
}

TEST(SetStates, AreMergedToTheSameFindings) {
  Set set;
  for (int i = 0; i < 400; ++i) {
    Metadata metadata = with_tokens(i % 3 == 0 ? 512 : 10 + i);
    metadata[TextField::kCategory] = i % 40 == 0 ? "rare" : "common";
    metadata[TextField::kSourceUri] = "a";
    set.add(i % 2 == 0 ? "the same" : "answer " + std::to_string(i), metadata);
  }
  for (const SetCheckEntry* entry : sets::all()) {
    // It finds nothing where answers cannot be told apart; coherence_test.cpp merges its samples.
    if (entry->card->id == "incoherent") continue;
    const auto whole = entry->start();
    whole->add(set.batch());
    const auto merged = entry->start();
    // The later half first: the order must not matter.
    for (const bool late : {true, false}) {
      Batch half;
      for (std::size_t i = 0; i < set.batch().size(); ++i) {
        if ((i >= 150) != late) continue;
        half.records.push_back(set.batch().records[i]);
        half.pairs.push_back(set.batch().pairs[i]);
        half.fates.push_back(Fate::kExported);
      }
      const auto part = entry->start();
      part->add(half);
      merged->merge(*part);
    }
    const auto a = whole->judge();
    const auto b = merged->judge();
    ASSERT_EQ(a.size(), 1U) << entry->card->id;
    ASSERT_EQ(b.size(), 1U) << entry->card->id;
    EXPECT_EQ(a[0].detail, b[0].detail);
    EXPECT_EQ(a[0].first_record, b[0].first_record);
  }
}

}  // namespace
}  // namespace bmo::checks
