// JSON arrays: elements, and what becomes of those that are broken.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "text_fixtures.hpp"

namespace bmo::formats::test {
namespace {

std::vector<std::string> raws(const Read& read) {
  std::vector<std::string> out;
  for (const Got& got : read.records)
    out.push_back(got.raw);
  return out;
}

using Raws = std::vector<std::string>;

TEST(JsonRead, GivesEachElementWithItsPlace) {
  const Read read = read_text("json", "[\n  {\"a\":[1,{}]},\n  {\"b\":\"x]}\"}\n]\n");
  ASSERT_EQ(raws(read), (Raws{"{\"a\":[1,{}]}", "{\"b\":\"x]}\"}"}));
  EXPECT_EQ(read.records[0].line, 2U);
  EXPECT_EQ(read.records[0].byte, 4U);
  EXPECT_EQ(read.records[1].line, 3U);
  EXPECT_EQ(read.records[1].byte, 20U);
}

TEST(JsonRead, TakesElementsOnOneLine) {
  EXPECT_EQ(raws(read_text("json", "[{\"a\":1} ,{\"b\":2},3,\"x,]\",[4,5] , null]")),
            (Raws{"{\"a\":1}", "{\"b\":2}", "3", "\"x,]\"", "[4,5]", "null"}));
}

TEST(JsonRead, RespectsEscapesInStrings) {
  EXPECT_EQ(raws(read_text("json", R"([{"a":"\\"},{"b":"\"}"},{"c":"\\\""}])")).size(), 3U);
}

TEST(JsonRead, ReadsALoneObject) {
  EXPECT_EQ(raws(read_text("json", "{\n \"data\": [{}]\n}\n")), (Raws{"{\n \"data\": [{}]\n}"}));
}

TEST(JsonRead, ReadsObjectsOneAfterAnother) {
  EXPECT_EQ(raws(read_text("json", "{\n\"a\":1\n}\n{\n\"b\":2\n}")),
            (Raws{"{\n\"a\":1\n}", "{\n\"b\":2\n}"}));
}

TEST(JsonRead, IsTheSameInAnyChunks) {
  expect_same_in_any_chunks(
      "json", "\xEF\xBB\xBF [\n {\"a\":\"x\\\"y\"},\n\n {\"b\":[1,2]} , 3,\n {\"c\":{}}\n ] \n");
  expect_same_in_any_chunks("json", "{\"a\":1}\n{\"b\":\n2}\n");
  expect_same_in_any_chunks("json", "[{\"a\":1},{\"b\":2}");
  expect_same_in_any_chunks("json", "[{\"a\":1},{\"b\":\"cut");
}

TEST(JsonRead, GoesOnFromEveryMark) {
  expect_resumable("json", "\xEF\xBB\xBF[\n  {\"a\":1},\n  {\"b\":2}\n,\n  {\"c\":3}\n]\n");
  expect_resumable("json", "[{\"a\":1},{\"b\":2},{\"c\":3}]", {.batch_records = 2});
  expect_resumable("json", "[{\"a\":1} {\"b\":2},{\"c\":3}", {.batch_records = 1});
  expect_resumable("json", "{\"a\":1}\n{\"b\":2}\n", {.batch_records = 1});
  expect_resumable("json", "[\n{\"a\":1},\n{\"b\":2}]", {.chunk_bytes = 3});
}

TEST(JsonRead, AMissingBraceCostsOneElement) {
  const Read read = read_text("json", "[\n  {\"a\":1},\n  {\"b\":{\"x\":2},\n  {\"c\":3}\n]\n");
  EXPECT_EQ(raws(read), (Raws{"{\"a\":1}", "{\"b\":{\"x\":2}", "{\"c\":3}"}));
}

TEST(JsonRead, AMissingQuoteCostsOneElement) {
  const Read read =
      read_text("json", "[\n  {\"a\":1},\n  {\"b\":\"x},\n  {\"c\":\"y\"},\n  {\"d\":\"z\"}\n]\n");
  EXPECT_EQ(raws(read), (Raws{"{\"a\":1}", "{\"b\":\"x}", "{\"c\":\"y\"}", "{\"d\":\"z\"}"}));
}

TEST(JsonRead, ARawLineEndInAStringCostsOneElement) {
  const Read read = read_text("json", "[{\"a\":\"x\ny\"},{\"b\":2}]");
  EXPECT_EQ(raws(read), (Raws{"{\"a\":\"x\ny\"}", "{\"b\":2}"}));
}

TEST(JsonRead, ASuperfluousBracketIsARecordOfItsOwn) {
  EXPECT_EQ(raws(read_text("json", "[{\"a\":1}},{\"b\":2}]")),
            (Raws{"{\"a\":1}", "}", "{\"b\":2}"}));
}

TEST(JsonRead, AFileCutInAnElementKeepsTheOthers) {
  const Read read = read_text("json", "[{\"a\":1},{\"b\":\"cut");
  EXPECT_EQ(raws(read), (Raws{"{\"a\":1}", "{\"b\":\"cut"}));
}

TEST(JsonRead, AnArrayThatIsNotClosedIsTruncated) {
  for (const char* text : {"[{\"a\":1},{\"b\":2}", "[{\"a\":1},{\"b\":2} , \n"}) {
    const Read read = read_text("json", text);
    ASSERT_EQ(read.records.size(), 2U);
    EXPECT_EQ(read.records[0].code, "");
    EXPECT_EQ(read.records[1].code, "E_JSON_TRUNCATED");
  }
}

TEST(JsonRead, TextBehindTheArrayIsOneBadRecord) {
  const Read read = read_text("json", "[{\"a\":1}]\n{\"b\":2}\n{\"c\":3}\n", {.chunk_bytes = 12});
  ASSERT_EQ(read.records.size(), 2U);
  EXPECT_EQ(read.records[1].code, "E_JSON_TRAILING");
  EXPECT_EQ(read.records[1].byte, 8U);
}

TEST(JsonRead, NotesMissingCommas) {
  const Read read = read_text("json", "[{\"a\":1}\n{\"b\":2}]");
  EXPECT_EQ(read.records.size(), 2U);
  EXPECT_FALSE(read.note("N_MISSING_COMMA").empty());
}

TEST(JsonRead, RefusesAnEmptyArray) {
  EXPECT_EQ(read_text("json", "[ ]\n").error.code, "E_EMPTY");
}

TEST(JsonRead, ReadsOverAnElementThatIsTooLong) {
  const std::string text =
      "[{\"a\":1},{\"b\":[\"" + std::string(400000, 'x') + "\\\"]\", {}]},{\"c\":3}]";
  for (const std::size_t chunk : {std::size_t{1} << 10U, std::size_t{1} << 20U}) {
    const Read read = read_text("json", text, {.chunk_bytes = chunk, .max_record_bytes = 100000});
    ASSERT_EQ(read.records.size(), 3U);
    EXPECT_EQ(read.records[1].code, "E_RECORD_TOO_LONG");
    EXPECT_LE(read.records[1].raw.size(), 65536U);
    EXPECT_EQ(read.records[2].raw, "{\"c\":3}");
    EXPECT_EQ(read.records[2].byte, text.size() - 8);
  }
}

TEST(JsonRead, EveryPrefixOfAFileEndsWell) {
  const std::string text = "[\n {\"a\":\"x\\n\"},\n {\"b\":[{}, 1]}\n]\n";
  for (std::size_t size = 0; size < text.size(); ++size) {
    const Read read = read_text("json", text.substr(0, size));
    EXPECT_LE(read.records.size(), 2U) << size;
    EXPECT_EQ(read.records.empty(), read.error.code == "E_EMPTY") << size;
  }
}

}  // namespace
}  // namespace bmo::formats::test
