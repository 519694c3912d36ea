// Tests that every form of a report holds the figures, and nothing that a reader's program would
// run.
#include "bmo/report/report.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "bmo/report/kit/plots.hpp"
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

std::string written(const FormEntry& form, const Document& document) {
  const Result<Written> made = form.write(document);
  EXPECT_TRUE(made) << made.error().message;
  return made ? made->bytes : std::string();
}

class EveryForm : public testing::TestWithParam<const FormEntry*> {};

TEST_P(EveryForm, IsTheSameTwice) {
  EXPECT_EQ(written(*GetParam(), document()), written(*GetParam(), document()));
}

TEST_P(EveryForm, HoldsNoMarkupFromTheData) {
  EXPECT_EQ(written(*GetParam(), document()).find("<script>"), std::string::npos);
}

TEST_P(EveryForm, HoldsOnAnEmptyDocument) {
  EXPECT_FALSE(written(*GetParam(), {.title = "Nothing"}).empty());
}

TEST_P(EveryForm, HoldsBytesThatAreNoText) {
  Document spoiled = document();
  spoiled.title = "caf\xE9 \x01";
  spoiled.chapters[0].tables[0].rows[0][0].text = "\xFF\x02=1+1";
  EXPECT_FALSE(written(*GetParam(), spoiled).empty());
}

std::string name_of(const testing::TestParamInfo<const FormEntry*>& info) {
  return std::string(info.param->card->id);
}

INSTANTIATE_TEST_SUITE_P(Forms, EveryForm, testing::ValuesIn(all().begin(), all().end()), name_of);

/// Forms whose bytes a person can read; tests/data opens the others with their own programs.
class EveryTextForm : public testing::TestWithParam<const FormEntry*> {};

TEST_P(EveryTextForm, HoldsTheFigureAndItsInterval) {
  const std::string text = written(*GetParam(), document());
  EXPECT_NE(text.find("71.5"), std::string::npos);
  EXPECT_NE(text.find("73"), std::string::npos);
}

std::vector<const FormEntry*> text_forms() {
  std::vector<const FormEntry*> out;
  for (const FormEntry* form : all()) {
    if (form->card->id != "xlsx" && form->card->id != "pdf") out.push_back(form);
  }
  return out;
}

INSTANTIATE_TEST_SUITE_P(Forms, EveryTextForm, testing::ValuesIn(text_forms()), name_of);

metrics::Table chart_table() {
  metrics::Table table{.columns = {"batch", "ewma", "limit", "verdict"}};
  const auto row = [](std::string batch, double value, double limit, std::string verdict) {
    return std::vector<metrics::Table::Cell>{
        {std::move(batch), kAbsent}, {"", value}, {"", limit}, {std::move(verdict), kAbsent}};
  };
  table.rows = {row("a", 0.5, 1, "in control"), row("b", kAbsent, 1, "-"),
                row("c", -3, 1.25, "alarm")};
  return table;
}

TEST(ControlChart, TakesTheRowsThatAreKnown) {
  const auto chart = control_chart_of(chart_table());
  ASSERT_TRUE(chart);
  ASSERT_EQ(chart->points.size(), 2U);
  EXPECT_EQ(chart->points[1].label, "c");
  EXPECT_TRUE(chart->points[1].is_alarm);
  EXPECT_DOUBLE_EQ(chart->most, 3);
  EXPECT_DOUBLE_EQ(chart->limit, 1.25);
}

TEST(ControlChart, IsNotDrawnOfOtherTables) {
  metrics::Table table = chart_table();
  table.columns[1] = "mean";
  EXPECT_FALSE(control_chart_of(table));
}

TEST(Bars, AreSharesOfTheLongest) {
  metrics::Table table{.look = metrics::Look::kBars, .columns = {"topic", "pairs"}};
  table.rows = {{{"a", kAbsent}, {"", 8}}, {{"b", kAbsent}, {"", 2}}, {{"c", kAbsent}, {}}};
  EXPECT_EQ(bars_of(table), (std::vector<double>{1, 0.25, 0}));
}

const FormEntry& form_of(std::string_view id) {
  const auto found = std::find_if(all().begin(), all().end(),
                                  [&](const FormEntry* form) { return form->card->id == id; });
  return **found;
}

TEST(Xlsx, IsAnArchive) {
  EXPECT_TRUE(written(form_of("xlsx"), document()).starts_with("PK\x03\x04"));
}

TEST(Pdf, IsOne) {
  EXPECT_TRUE(written(form_of("pdf"), document()).starts_with("%PDF-"));
}

TEST(Pdf, SaysThatNoFontHasACharacter) {
  Document spoiled = document();
  spoiled.title = "\xF4\x8F\xBF\xBD";
  const Result<Written> made = form_of("pdf").write(spoiled);
  ASSERT_TRUE(made);
  ASSERT_EQ(made->notes.size(), 1U);
  EXPECT_NE(made->notes[0].find("apt install"), std::string::npos);
}

TEST(Pdf, HoldsLetterSetsThatTheMachineHas) {
  Document foreign = document();
  foreign.title = "Δεδομένα, данные, čeština";
  const Result<Written> made = form_of("pdf").write(foreign);
  ASSERT_TRUE(made);
  EXPECT_TRUE(made->notes.empty());
}

TEST(Wording, ReplacesWhatIsNoText) {
  EXPECT_EQ(sound_text("caf\xE9 \x01\n"), "caf\xEF\xBF\xBD \xEF\xBF\xBD\n");
}

TEST(Wording, CutsBetweenCharacters) {
  EXPECT_EQ(cut_text("a\xC3\xA9", 2), "a");
  EXPECT_EQ(cut_text("a\xC3\xA9", 3), "a\xC3\xA9");
}

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
