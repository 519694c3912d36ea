// Filters: what they keep, what they refuse, and how they say so.
#include <gtest/gtest.h>

#include "table_fixtures.hpp"

namespace bmo::table {
namespace {

/// Four rows; the third has nothing but an id.
class FilterTest : public testing::Test {
 protected:
  static Schema schema() {
    return {{"id"},
            {.name = "response"},
            {.name = "topics", .kind = ColumnKind::kList, .children = {{"element"}}},
            {.name = "scores",
             .kind = ColumnKind::kList,
             .children = {{"element",
                           ColumnKind::kStruct,
                           {{"name"}, {.name = "value", .kind = ColumnKind::kReal}}}}},
            {.name = "source",
             .kind = ColumnKind::kStruct,
             .children = {{"document"}, {.name = "offset", .kind = ColumnKind::kReal}}},
            {.name = "created_at"},
            {.name = "label", .kind = ColumnKind::kFlag},
            {.name = "num_turns", .kind = ColumnKind::kInteger},
            {.name = "extra", .kind = ColumnKind::kJson}};
  }

  static Columns sample() {
    Columns rows = make_columns(schema());
    rows.rows = 4;
    auto& c = rows.columns;
    c[0].text = {"a", "b", "c", "d"};
    c[1].text = {"yes", "no", "", "a much longer answer than twelve bytes"};
    c[2].children[0].text = {"billing", "tax", "billing"};
    c[2].ends = {2, 2, 2, 3};
    c[3].children[0].set = {1, 1, 1, 1};
    c[3].children[0].children[0].text = {"quality", "style", "quality", "quality"};
    c[3].children[0].children[1].real = {8, 2, 5, 7};
    c[3].ends = {2, 3, 3, 4};
    c[4].set = {1, 0, 0, 1};
    c[4].children[0].text = {"manual", ""};
    c[4].children[1].real = {3, std::nan("")};
    c[5].text = {"2026-01-02T03:04:05Z", "2025-06-01", "", "no date"};
    c[6].flag = {1, 0, 2, 1};
    c[7].integer = {2, 4, 0, 6};
    c[8].text = {R"({"k":1})", "", "", R"({"k":2})"};
    return rows;
  }

  static Result<std::unique_ptr<Filter>> make(const std::string& expression) {
    return make_filter(expression, schema(), {"created_at"}, {"quality", "style"});
  }

  /// "1001": which rows are kept; the code of the error otherwise.
  static std::string kept(const std::string& expression) {
    auto filter = make(expression);
    if (!filter) return filter.error().code;
    std::vector<std::uint8_t> keep;
    const Status done = (*filter)->evaluate(sample(), keep);
    if (!done) return done.error().code;
    std::string text;
    for (const std::uint8_t flag : keep)
      text += flag != 0 ? '1' : '0';
    return text;
  }
};

TEST_F(FilterTest, KeepsRowsInTheirOrder) {
  EXPECT_EQ(kept("id IN ('b', 'd')"), "0101");
  EXPECT_EQ(kept("num_turns >= 2"), "1101");
  EXPECT_EQ(kept("response LIKE '%longer%'"), "0001");
}

TEST_F(FilterTest, NullIsNotKept) {
  EXPECT_EQ(kept("response <> 'x'"), "1101");
  EXPECT_EQ(kept("label"), "1001");
  EXPECT_EQ(kept("NOT label"), "0100");
  EXPECT_EQ(kept("response IS NULL"), "0010");
}

TEST_F(FilterTest, ReadsListsStructsAndJson) {
  EXPECT_EQ(kept("list_contains(topics, 'billing')"), "1001");
  EXPECT_EQ(kept("len(topics) = 0"), "0110");
  EXPECT_EQ(kept("topics[1] = 'billing'"), "1001");
  EXPECT_EQ(kept("source.document = 'manual'"), "1000");
  EXPECT_EQ(kept("source.offset > 2"), "1000");
  EXPECT_EQ(kept("source IS NULL"), "0110");
  EXPECT_EQ(kept("extra->>'k' = '2'"), "0001");
}

TEST_F(FilterTest, NamesScoresDirectly) {
  EXPECT_EQ(kept("quality >= 7"), "1001");
  EXPECT_EQ(kept("quality >= 7 AND list_contains(topics,'billing')"), "1001");
  EXPECT_EQ(kept("style IS NULL"), "0111");
  EXPECT_EQ(kept("Quality < 6 OR STYLE = 2"), "1100");
}

TEST_F(FilterTest, ComparesTimes) {
  EXPECT_EQ(kept("created_at >= '2026-01-01'"), "1000");
  EXPECT_EQ(kept("created_at < TIMESTAMP '2026-01-02 03:04:06' - INTERVAL 1 DAY"), "0100");
  EXPECT_EQ(kept("year(created_at) = 2025"), "0100");
}

TEST_F(FilterTest, AConstantIsAFilterToo) {
  EXPECT_EQ(kept("true"), "1111");
  EXPECT_EQ(kept("1 > 2"), "0000");
  EXPECT_EQ(kept("NULL::BOOLEAN"), "0000");
}

TEST_F(FilterTest, ColumnsDroppedByDuckdbDoNotShiftTheOthers) {
  EXPECT_EQ(kept("(false AND response = 'yes') OR id = 'd'"), "0001");
  EXPECT_EQ(kept("(true OR quality > 100) AND source.document = 'manual'"), "1000");
}

TEST_F(FilterTest, ACommentAtTheEndHurtsNothing) {
  EXPECT_EQ(kept("id = 'a' -- first"), "1000");
}

TEST_F(FilterTest, EachEvaluationReadsItsOwnRows) {
  auto filter = make("num_turns > 3");
  ASSERT_TRUE(filter);
  std::vector<std::uint8_t> keep;
  ASSERT_TRUE((*filter)->evaluate(sample(), keep));
  Columns second = sample();
  second.columns[7].integer = {9, 9, 9, 0};
  ASSERT_TRUE((*filter)->evaluate(second, keep));
  EXPECT_EQ(keep, (std::vector<std::uint8_t>{0, 1, 0, 1, 1, 1, 1, 0}));
}

TEST_F(FilterTest, ManyRowsKeepTheirOrder) {
  Columns rows = make_columns(schema());
  rows.rows = 5000;
  std::deque<std::string> texts;
  for (std::size_t i = 0; i < rows.rows; ++i) {
    auto& c = rows.columns;
    c[0].text.push_back(texts.emplace_back(std::to_string(i)));
    c[2].children[0].text.insert(c[2].children[0].text.end(), i % 4, i % 3 == 0 ? "" : "t");
    c[2].ends.push_back(static_cast<std::uint32_t>(c[2].children[0].text.size()));
    c[4].set.push_back(i % 2 == 0 ? 1 : 0);
    if (i % 2 == 0) c[4].children[0].text.push_back(texts.back());
    if (i % 2 == 0) c[4].children[1].real.push_back(static_cast<double>(i));
  }
  auto filter = make(
      "source.document = id AND source.offset = CAST(id AS DOUBLE) AND "
      "list_contains(topics, 't')");
  ASSERT_TRUE(filter) << filter.error().why;
  std::vector<std::uint8_t> keep;
  ASSERT_TRUE((*filter)->evaluate(rows, keep));
  ASSERT_EQ(keep.size(), rows.rows);
  for (std::size_t i = 0; i < rows.rows; ++i) {
    ASSERT_EQ(keep[i], i % 2 == 0 && i % 4 != 0 && i % 3 != 0 ? 1 : 0) << i;
  }
}

TEST_F(FilterTest, SaysWhichColumnsItReads) {
  auto filter = make("quality > 1 AND source.document = 'x' AND id <> ''");
  ASSERT_TRUE(filter);
  EXPECT_EQ((*filter)->columns_used(), (std::vector<std::string>{"id", "source", "scores"}));
}

TEST_F(FilterTest, AnUnknownNameIsRefusedWithTheNearest) {
  const auto refused = make("qualty >= 7");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "E_FILTER_COLUMN");
  EXPECT_EQ(refused.error().kind, ErrorKind::kUsage);
  EXPECT_NE(refused.error().message.find("did you mean `quality`"), std::string::npos)
      << refused.error().message;
  EXPECT_EQ(refused.error().place.column, 1U);
}

TEST_F(FilterTest, AnUnknownPartOfAStructIsRefusedWithTheNearest) {
  const auto refused = make("id = 'a' AND source.documnt = 'x'");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "E_FILTER_COLUMN");
  EXPECT_NE(refused.error().message.find("`source.document`"), std::string::npos)
      << refused.error().message;
  EXPECT_EQ(refused.error().place.column, 14U);
}

TEST_F(FilterTest, NamesThatAreNotOursAreUnknown) {
  for (const char* name : {"current_date", "current_timestamp", "id.x", "rowid", "\"bmo row\"",
                           "bmo_rows", "source.document.x"}) {
    EXPECT_EQ(kept(std::string(name) + " = '1'"), "E_FILTER_COLUMN") << name;
  }
}

TEST_F(FilterTest, BrokenSqlIsRefusedWithItsPlace) {
  const auto refused = make("num_turns >= ");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "E_FILTER_SYNTAX");
  EXPECT_EQ(refused.error().why, "it ends where more was expected");
  EXPECT_EQ(refused.error().place.column, 13U);
  const auto inside = make("num_turns >= = 1");
  ASSERT_FALSE(inside);
  EXPECT_NE(inside.error().why.find("syntax error"), std::string::npos) << inside.error().why;
  EXPECT_EQ(inside.error().place.column, 14U);
}

TEST_F(FilterTest, MoreThanOneExpressionIsRefused) {
  for (const char* sql :
       {"", " ", "true, false", "true; SELECT 1", "true) FROM read_csv('/etc/passwd') WHERE (true",
        "true) UNION SELECT (true", "true) ORDER BY (1", "true) LIMIT (1", "true) -- ",
        "true) FROM bmo_rows() -- ", "num_turns = ?", "num_turns = $1"}) {
    const std::string answer = kept(sql);
    EXPECT_TRUE(answer == "E_FILTER_SYNTAX" || answer == "E_FILTER_FORBIDDEN") << sql << answer;
  }
}

TEST_F(FilterTest, WhatCouldReachOutOrDifferIsForbidden) {
  for (const char* sql : {"(SELECT count(*) FROM read_csv('/etc/passwd')) > 0",
                          "EXISTS (SELECT 1)",
                          "id IN (SELECT id FROM bmo_rows())",
                          "read_text('/etc/passwd') = ''",
                          "random() < 0.5",
                          "now() > created_at",
                          "getenv('HOME') = ''",
                          "pg_read_file('x') = ''",
                          "count(*) > 1",
                          "sum(num_turns) > 1",
                          "row_number() OVER () = 1",
                          "repeat('x', 1000000000) = ''",
                          "pragma_version() = ''",
                          "nextval('s') = 1",
                          "current_setting('threads') = '1'",
                          "len(list_filter(topics, x -> x = 'a')) > 0",
                          "[x FOR x IN topics] = topics",
                          "COLUMNS(*) = 1",
                          "error('x')",
                          "uuid()::VARCHAR = ''",
                          "version() = ''",
                          "setseed(0.5) IS NULL",
                          "id COLLATE NOCASE = 'a'",
                          "main.lower(id) = 'a'",
                          "unnest(topics) = 'a'",
                          "id::BLOB = 'a'",
                          "list_aggregate(topics, 'string_agg', 'a') = ''",
                          "query('SELECT 1') = 1",
                          "max(id) = 'a'",
                          "range(1000000000)[1] = 1"}) {
    const std::string answer = kept(sql);
    EXPECT_TRUE(answer == "E_FILTER_FORBIDDEN") << sql << " gave " << answer;
  }
}

TEST_F(FilterTest, AForbiddenFunctionNamesTheNearestAllowedOne) {
  const auto refused = make("list_contain(topics, 'x')");
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("`list_contains`"), std::string::npos)
      << refused.error().message;
}

TEST_F(FilterTest, TooLargeAFilterIsRefused) {
  std::string wide = "id = 'a'";
  for (int i = 0; i < 600; ++i)
    wide += " OR id = 'a'";
  EXPECT_EQ(kept(wide), "E_FILTER_FORBIDDEN");
  std::string deep = "num_turns";
  for (int i = 0; i < 80; ++i)
    deep = "abs(" + deep + ")";
  EXPECT_EQ(kept(deep + " = 1"), "E_FILTER_FORBIDDEN");
  EXPECT_EQ(kept("id = '" + std::string(70000, 'x') + "'"), "E_FILTER_SYNTAX");
}

TEST_F(FilterTest, DeepNestingDoesNotBreakTheParser) {
  const std::string brackets(20000, '(');
  EXPECT_EQ(kept(brackets + "true" + std::string(20000, ')')).substr(0, 9), "E_FILTER_");
  std::string nots;
  for (int i = 0; i < 15000; ++i)
    nots += "NOT ";
  EXPECT_EQ(kept(nots + "true").substr(0, 9), "E_FILTER_");
}

TEST_F(FilterTest, AFilterMustSayYesOrNo) {
  EXPECT_EQ(kept("num_turns + 1"), "E_FILTER_TYPE");
  EXPECT_EQ(kept("id"), "E_FILTER_TYPE");
  EXPECT_EQ(kept("topics"), "E_FILTER_TYPE");
}

TEST_F(FilterTest, ACastThatFailsNamesTryCast) {
  auto filter = make("CAST(response AS INTEGER) > 1");
  ASSERT_TRUE(filter) << filter.error().why;
  std::vector<std::uint8_t> keep;
  const Status done = (*filter)->evaluate(sample(), keep);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, "E_FILTER_TYPE");
  EXPECT_NE(done.error().hint.find("TRY_CAST"), std::string::npos);
  EXPECT_EQ(kept("TRY_CAST(response AS INTEGER) IS NULL"), "1111");
}

}  // namespace
}  // namespace bmo::table
