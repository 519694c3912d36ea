// Tests that every form of a report holds the figures, and nothing that a reader's program would
// run.
#include "bmo/report/report.hpp"

#include <gtest/gtest.h>

#include "bmo/report/kit/wording.hpp"

namespace bmo::report {
namespace {

constexpr metrics::MetricCard kCard{.id = "topics",
                                    .title = "Topics",
                                    .definition = "What pairs are about.",
                                    .formula = "counts",
                                    .source = "",
                                    .caution = "Tags may lie.",
                                    .order = 1};

Document document() {
  metrics::Chapter chapter{.card = &kCard};
  chapter.figures.push_back({.id = "topics.balance",
                             .title = "Balance",
                             .unit = "%",
                             .value = 71.5,
                             .rests_on = 1234,
                             .low = 70,
                             .high = 73});
  metrics::Table table{.id = "topics.shares", .title = "Shares", .look = metrics::Look::kBars};
  table.columns = {"topic", "pairs"};
  table.rows.push_back({{.text = "<script>alert(1)</script> | a,b"}, {.text = "", .number = 7}});
  chapter.tables.push_back(table);
  chapter.advice.push_back({metrics::Urgency::kInfo, "Look around."});
  chapter.advice.push_back({metrics::Urgency::kAlert, "Write more on tides."});
  return {
      .title = "A & B", .records = 1300, .pairs = 1234, .quarantined = 66, .chapters = {chapter}};
}

class EveryForm : public testing::TestWithParam<const FormEntry*> {};

TEST_P(EveryForm, HoldsTheFigureAndItsInterval) {
  const std::string text = GetParam()->write(document());
  EXPECT_NE(text.find("71.5"), std::string::npos);
  EXPECT_NE(text.find("73"), std::string::npos);
}

TEST_P(EveryForm, IsTheSameTwice) {
  EXPECT_EQ(GetParam()->write(document()), GetParam()->write(document()));
}

TEST_P(EveryForm, HoldsNoMarkupFromTheData) {
  EXPECT_EQ(GetParam()->write(document()).find("<script>"), std::string::npos);
}

TEST_P(EveryForm, HoldsOnAnEmptyDocument) {
  EXPECT_FALSE(GetParam()->write({.title = "Nothing"}).empty());
}

std::string name_of(const testing::TestParamInfo<const FormEntry*>& info) {
  return std::string(info.param->card->id);
}

INSTANTIATE_TEST_SUITE_P(Forms, EveryForm, testing::ValuesIn(all().begin(), all().end()), name_of);

TEST(Wording, PutsTheMostUrgentFirst) {
  const Document made = document();
  const std::vector<Task> list = tasks(made);
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0].advice->text, "Write more on tides.");
}

TEST(Wording, WritesNumbersAsAPersonWould) {
  EXPECT_EQ(number_text(1234567), "1,234,567");
  EXPECT_EQ(number_text(-12.345), "-12.3");
  EXPECT_EQ(number_text(0.01234), "0.0123");
  EXPECT_EQ(number_text(kAbsent), "-");
}

}  // namespace
}  // namespace bmo::report
