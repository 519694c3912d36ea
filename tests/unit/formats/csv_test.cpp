// Separated values: dialects, quoting, faults and writing.
#include <string>

#include <gtest/gtest.h>

#include "bmo/formats/kit/text_csv.hpp"
#include "text_fixtures.hpp"

namespace bmo::formats::test {
namespace {

TEST(CsvRead, MakesAnObjectOfEachRecord) {
  const Read read = read_text("csv", "a,b\n1,x y\n");
  ASSERT_EQ(read.records.size(), 1U);
  EXPECT_EQ(read.records[0], (Got{2, 4, "1,x y", R"({"a":"1","b":"x y"})", "", 0, ""}));
}

TEST(CsvRead, UnquotesCells) {
  const Read read = read_text("csv", "a,b\n\"x \"\"y\"\", z\",\"\"\n\"two\r\nlines\",\"\"\"\"\n");
  ASSERT_EQ(read.records.size(), 2U);
  EXPECT_EQ(read.records[0].json, R"({"a":"x \"y\", z","b":""})");
  EXPECT_EQ(read.records[1].json, R"({"a":"two\r\nlines","b":"\""})");
  EXPECT_EQ(read.records[1].line, 3U);
}

TEST(CsvRead, KeepsAQuoteInsideABareCell) {
  EXPECT_EQ(read_text("csv", "a,b\n5\" disk,c\n").records[0].json, R"({"a":"5\" disk","b":"c"})");
}

TEST(CsvRead, FindsTheDelimiterAndSaysSo) {
  const Read semicolon = read_text("csv", "a;b\n1,5;x\n");
  EXPECT_EQ(semicolon.records[0].json, R"({"a":"1,5","b":"x"})");
  EXPECT_EQ(semicolon.note("N_DELIMITER"), "fields are separated by ';'");
  EXPECT_EQ(read_text("csv", "a\tb\n1\tx\n").note("N_DELIMITER"), "fields are separated by 'tab'");
  EXPECT_EQ(read_text("csv", "a,b\n1,2\n").note("N_DELIMITER"), "");
}

TEST(CsvRead, TakesAGivenDelimiter) {
  const Read read = read_text("csv", "a,x|b\n1|2\n", {.csv_delimiter = '|'});
  EXPECT_EQ(read.records[0].json, R"({"a,x":"1","b":"2"})");
}

TEST(CsvRead, TakesByteOrderMarkAndCrlf) {
  const Read read = read_text("csv",
                              "\xEF\xBB\xBF"
                              "a,b\r\n1,2\r\n");
  EXPECT_EQ(read.records[0].json, R"({"a":"1","b":"2"})");
  EXPECT_EQ(read.records[0].byte, 8U);
  EXPECT_FALSE(read.note("N_BOM").empty());
}

TEST(CsvRead, AnEmptyTabCellIsNoBlankLine) {
  const Read read = read_text("csv", "a\tb\n\t\n1\t2\n");
  ASSERT_EQ(read.records.size(), 2U);
  EXPECT_EQ(read.records[0].json, R"({"a":"","b":""})");
}

TEST(CsvRead, QuarantinesAnotherNumberOfFields) {
  const Read read = read_text("csv", "a,b\n1\n1,2\n1,2,3\n");
  EXPECT_EQ(read.records[0].code, "E_CSV_FIELDS");
  EXPECT_NE(read.records[0].detail.find("1 field, the header has 2"), std::string::npos);
  EXPECT_EQ(read.records[1].code, "");
  EXPECT_EQ(read.records[2].code, "E_CSV_FIELDS");
}

TEST(CsvRead, QuarantinesTextBehindAClosingQuote) {
  const Read read = read_text("csv", "a,b\n\"x\"y,2\n3,4\n");
  EXPECT_EQ(read.records[0].code, "E_CSV_QUOTE");
  EXPECT_EQ(read.records[0].column, 4U);
  EXPECT_EQ(read.records[1].json, R"({"a":"3","b":"4"})");
}

TEST(CsvRead, QuarantinesNulAndWrongUtf8) {
  const Read read = read_text("csv", std::string("a,b\nx\0,1\n\xE9,2\n", 14));
  EXPECT_EQ(read.records[0].code, "E_CONTROL_CHAR");
  EXPECT_EQ(read.records[0].column, 2U);
  EXPECT_EQ(read.records[1].code, "E_UTF8");
  EXPECT_EQ(read.records[1].column, 1U);
}

TEST(CsvRead, SaysWhichLineOfARecordIsBroken) {
  const Read read = read_text("csv", "a,b\n\"x\ny\xE9\",2\n");
  EXPECT_EQ(read.records[0].code, "E_UTF8");
  EXPECT_EQ(read.records[0].column, 0U);
  EXPECT_NE(read.records[0].detail.find("line 3, column 2"), std::string::npos);
}

TEST(CsvRead, RefusesAQuoteThatIsNeverClosed) {
  const Read read = read_text("csv", "a,b\n1,2\n3,\"x\n5,6\n");
  EXPECT_EQ(read.error.code, "E_CSV_QUOTE");
  EXPECT_EQ(read.error.place.line, 3U);
  EXPECT_EQ(read.error.place.column, 3U);
}

TEST(CsvRead, RefusesABadHeader) {
  const Error twice = read_text("csv", "a,b,a\n1,2,3\n").error;
  EXPECT_EQ(twice.code, "E_CSV_HEADER");
  EXPECT_EQ(twice.place.column, 5U);
  EXPECT_EQ(twice.place.file, "in");
  EXPECT_EQ(read_text("csv", "\n\na,\n1,2\n").error.place.line, 3U);
  EXPECT_EQ(read_text("csv", "a,\xE9\n1,2\n").error.code, "E_UTF8");
  EXPECT_EQ(read_text("csv", "a,\"b\"c\n1,2\n").error.code, "E_CSV_QUOTE");
}

TEST(CsvRead, RefusesTooManyColumns) {
  std::string header = "c0";
  for (int i = 1; i < 5000; ++i)
    header += ",c" + std::to_string(i);
  EXPECT_EQ(read_text("csv", header + "\n").error.code, "E_TOO_MANY_COLUMNS");
}

TEST(CsvRead, RefusesAHeaderAlone) {
  EXPECT_EQ(read_text("csv", "a,b\n").error.code, "E_EMPTY");
  EXPECT_EQ(read_text("csv", "\n\n").error.code, "E_EMPTY");
}

TEST(CsvRead, IsTheSameInAnyChunks) {
  expect_same_in_any_chunks("csv", "a,b\n\"x\n\"\"y\"\"\",1\n\n2,\"z\"\n\"\"\"\",\"\"\n3,4");
  expect_same_in_any_chunks("csv", "a\r\n\"x\"\r\n\"y\"");
}

TEST(CsvRead, GoesOnFromEveryMark) {
  const std::string text =
      "\xEF\xBB\xBF"
      "a;b\n\"x\ny\";1\n\n2;3\n4\n5;6\n";
  expect_resumable("csv", text);
  expect_resumable("csv", text, {.batch_records = 2});
  expect_resumable("csv", text, {.chunk_bytes = 4});
}

TEST(CsvRead, ALineThatIsTooLongCostsOneRecord) {
  const Read read = read_text("csv", "a,b\n1," + std::string(5000, 'x') + "\n3,4\n",
                              {.chunk_bytes = 64, .max_record_bytes = 1000});
  ASSERT_EQ(read.records.size(), 2U);
  EXPECT_EQ(read.records[0].code, "E_RECORD_TOO_LONG");
  EXPECT_EQ(read.records[1].json, R"({"a":"3","b":"4"})");
}

TEST(CsvText, DoublesQuotes) {
  std::string out;
  append_csv_text(out, "a \"b\"\nc");
  EXPECT_EQ(out, "\"a \"\"b\"\"\nc\"");
}

}  // namespace
}  // namespace bmo::formats::test
