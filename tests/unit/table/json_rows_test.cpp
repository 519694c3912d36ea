// What each Arrow type looks like as JSON, read through a real file.
#include <arrow/api.h>
#include <arrow/io/memory.h>
#include <arrow/ipc/writer.h>
#include <arrow/json/from_string.h>
#include <arrow/util/compression.h>
#include <gtest/gtest.h>
#include <parquet/arrow/writer.h>

#include "table_fixtures.hpp"

namespace bmo::table {
namespace {

using arrow::json::ArrayFromJSONString;
using test::read_all;
using Type = std::shared_ptr<arrow::DataType>;

std::shared_ptr<arrow::RecordBatch> batch_of(const std::shared_ptr<arrow::Array>& values) {
  auto schema = arrow::schema({arrow::field("v", values->type())});
  return arrow::RecordBatch::Make(schema, values->length(), {values});
}

std::string stream_of(const std::shared_ptr<arrow::RecordBatch>& batch,
                      arrow::ipc::IpcWriteOptions options = {}) {
  auto sink = arrow::io::BufferOutputStream::Create().ValueOrDie();
  auto writer = arrow::ipc::MakeStreamWriter(sink, batch->schema(), options).ValueOrDie();
  EXPECT_TRUE(writer->WriteRecordBatch(*batch).ok());
  EXPECT_TRUE(writer->Close().ok());
  return sink->Finish().ValueOrDie()->ToString();
}

std::string parquet_of(const std::shared_ptr<arrow::RecordBatch>& batch,
                       std::int64_t group_rows = 1000) {
  auto sink = arrow::io::BufferOutputStream::Create().ValueOrDie();
  auto table = arrow::Table::FromRecordBatches({batch}).ValueOrDie();
  parquet::WriterProperties::Builder properties;
  properties.enable_page_checksum()->disable_dictionary()->data_pagesize(256)->write_batch_size(8);
  EXPECT_TRUE(parquet::arrow::WriteTable(*table, arrow::default_memory_pool(), sink, group_rows,
                                         properties.build())
                  .ok());
  return sink->Finish().ValueOrDie()->ToString();
}

/// The values of a column, joined by ' '.
std::string written(const std::shared_ptr<arrow::Array>& values) {
  const auto read = read_all(stream_of(batch_of(values)), FileKind::kArrowStream);
  std::string text = read.error ? read.error->code : "";
  for (const std::string& row : read.rows) {
    if (!text.empty()) text += ' ';
    text += row.size() > 6 ? row.substr(5, row.size() - 6) : row;
  }
  for (const std::string& bad : read.bad)
    text += " [" + bad + "]";
  return text;
}

std::string written(const Type& type, const std::string& json) {
  auto values = ArrayFromJSONString(type, json);
  return values.ok() ? written(*values) : values.status().ToString();
}

TEST(JsonRowsTest, IntegersAreIntegers) {
  EXPECT_EQ(written(arrow::int8(), "[-128, null]"), "-128 null");
  EXPECT_EQ(written(arrow::uint8(), "[255]"), "255");
  EXPECT_EQ(written(arrow::int16(), "[-32768]"), "-32768");
  EXPECT_EQ(written(arrow::uint32(), "[4294967295]"), "4294967295");
  EXPECT_EQ(written(arrow::int64(), "[-9223372036854775808]"), "-9223372036854775808");
  EXPECT_EQ(written(arrow::uint64(), "[18446744073709551615]"), "18446744073709551615");
  EXPECT_EQ(written(arrow::boolean(), "[true, false, null]"), "true false null");
  EXPECT_EQ(written(arrow::null(), "[null]"), "null");
}

TEST(JsonRowsTest, DoublesHaveAFractionAndAreShortest) {
  EXPECT_EQ(written(arrow::float64(), "[7, 0.1, -0.0, 1e300]"), "7.0 0.1 -0.0 1e+300");
  EXPECT_EQ(written(arrow::float32(), "[0.1, 16777216]"), "0.1 16777216.0");
  EXPECT_EQ(written(arrow::float16(), "[1.5]"), "1.5");
}

TEST(JsonRowsTest, NanIsNullAndInfinityIsABadRow) {
  EXPECT_EQ(written(arrow::float64(), "[NaN, Inf, 1]"), "null  1.0 [1 E_RANGE v]");
}

TEST(JsonRowsTest, DecimalsKeepEveryDigit) {
  EXPECT_EQ(
      written(arrow::decimal128(30, 10), R"(["12345678901234567890.0123456789", "-1.0000000000"])"),
      "12345678901234567890.0123456789 -1.0000000000");
  EXPECT_EQ(written(arrow::decimal128(5, 0), R"(["42"])"), "42");
}

TEST(JsonRowsTest, TextIsEscaped) {
  EXPECT_EQ(written(arrow::utf8(), R"(["a\"b\\\n\u0001", ""])"), R"("a\"b\\\n\u0001" "")");
  EXPECT_EQ(written(arrow::large_utf8(), R"(["x"])"), R"("x")");
  EXPECT_EQ(written(arrow::utf8_view(), R"(["x", "longer than twelve bytes"])"),
            R"("x" "longer than twelve bytes")");
  EXPECT_EQ(written(arrow::fixed_size_binary(2), R"(["ab"])"), R"("ab")");
}

TEST(JsonRowsTest, BytesThatAreNotUtf8MakeABadRowAlone) {
  arrow::BinaryBuilder bytes;
  ASSERT_TRUE(bytes.AppendValues({"ok", "\xFF\xFE", "fine"}).ok());
  EXPECT_EQ(written(bytes.Finish().ValueOrDie()), R"("ok"  "fine" [1 E_UTF8 v])");
  arrow::StringBuilder text;
  ASSERT_TRUE(text.AppendValues({"ok", "\xC3", "fine"}).ok());
  const auto claimed_text = text.Finish().ValueOrDie();
  EXPECT_EQ(written(claimed_text), R"("ok"  "fine" [1 E_UTF8 v])");
  const auto read = read_all(parquet_of(batch_of(claimed_text)), FileKind::kParquet);
  EXPECT_EQ(read.bad, std::vector<std::string>{"1 E_UTF8 v"});
}

TEST(JsonRowsTest, TimesAreIso8601) {
  EXPECT_EQ(written(arrow::timestamp(arrow::TimeUnit::MICRO), "[0, 1500000, -1, 951782400000000]"),
            R"("1970-01-01T00:00:00" "1970-01-01T00:00:01.500000" "1969-12-31T23:59:59.999999" )"
            R"("2000-02-29T00:00:00")");
  EXPECT_EQ(written(arrow::timestamp(arrow::TimeUnit::SECOND, "Europe/Berlin"), "[1767323045]"),
            R"("2026-01-02T03:04:05Z")");
  EXPECT_EQ(written(arrow::date32(), "[0, -1, 20455, 11016]"),
            R"("1970-01-01" "1969-12-31" "2026-01-02" "2000-02-29")");
  EXPECT_EQ(written(arrow::date64(), "[86400000]"), R"("1970-01-02")");
  EXPECT_EQ(written(arrow::time32(arrow::TimeUnit::MILLI), "[3661001]"), R"("01:01:01.001")");
  EXPECT_EQ(written(arrow::time64(arrow::TimeUnit::NANO), "[1]"), R"("00:00:00.000000001")");
  EXPECT_EQ(written(arrow::duration(arrow::TimeUnit::MILLI), "[-1500]"), R"("-PT1.500S")");
}

TEST(JsonRowsTest, ExtremeTimesDoNotOverflow) {
  EXPECT_EQ(written(arrow::timestamp(arrow::TimeUnit::NANO),
                    "[-9223372036854775808, 9223372036854775807]"),
            R"("1677-09-21T00:12:43.145224192" "2262-04-11T23:47:16.854775807")");
  const std::string far =
      written(arrow::timestamp(arrow::TimeUnit::SECOND), "[-9223372036854775808]");
  EXPECT_TRUE(far.starts_with("\"-292277022657-")) << far;
}

TEST(JsonRowsTest, ListsOfEveryKindAreArrays) {
  const std::string json = "[[1, null], [], null]";
  EXPECT_EQ(written(arrow::list(arrow::int32()), json), "[1,null] [] null");
  EXPECT_EQ(written(arrow::large_list(arrow::int32()), json), "[1,null] [] null");
  EXPECT_EQ(written(arrow::list_view(arrow::int32()), json), "[1,null] [] null");
  EXPECT_EQ(written(arrow::fixed_size_list(arrow::int32(), 2), "[[1, 2], null]"), "[1,2] null");
}

TEST(JsonRowsTest, StructsAndMapsAreObjects) {
  const auto type = arrow::struct_(
      {arrow::field("a", arrow::int32()), arrow::field("b\"", arrow::list(arrow::utf8()))});
  EXPECT_EQ(written(type, R"([{"a": 1, "b\"": ["x"]}, null, {"a": null, "b\"": null}])"),
            R"({"a":1,"b\"":["x"]} null {"a":null,"b\"":null})");
  EXPECT_EQ(written(arrow::map(arrow::utf8(), arrow::float64()), R"([[["q", 7]], []])"),
            R"({"q":7.0} {})");
  EXPECT_EQ(written(arrow::map(arrow::int32(), arrow::utf8()), R"([[[1, "x"]]])"), R"({"1":"x"})");
}

TEST(JsonRowsTest, ValuesBehindIndexesAndRunsAreWrittenOut) {
  const auto type = arrow::dictionary(arrow::int8(), arrow::utf8());
  EXPECT_EQ(written(type, R"(["x", "y", null, "x"])"), R"("x" "y" null "x")");
  const auto ends = ArrayFromJSONString(arrow::int32(), "[2, 3]").ValueOrDie();
  const auto runs = ArrayFromJSONString(arrow::utf8(), R"(["x", null])").ValueOrDie();
  EXPECT_EQ(written(arrow::RunEndEncodedArray::Make(3, ends, runs).ValueOrDie()),
            R"("x" "x" null)");
  const auto either = arrow::dense_union(
      {arrow::field("i", arrow::int32()), arrow::field("s", arrow::utf8())}, {4, 9});
  EXPECT_EQ(written(either, R"([[9, "x"], [4, 5]])"), R"("x" 5)");
}

TEST(JsonRowsTest, PiecesOfABatchReadTheirOwnRows) {
  std::string json = "[";
  for (int i = 0; i < 100; ++i) {
    json += (i == 0 ? "" : ",") + std::string("{\"l\":[") + std::to_string(i) + "],\"t\":\"" +
            std::to_string(i) + "\"}";
  }
  const auto type = arrow::struct_(
      {arrow::field("l", arrow::list(arrow::int32())), arrow::field("t", arrow::utf8())});
  const auto bytes = stream_of(batch_of(ArrayFromJSONString(type, json + "]").ValueOrDie()));
  const auto whole = read_all(bytes, FileKind::kArrowStream).rows;
  ASSERT_EQ(whole.size(), 100U);
  EXPECT_EQ(whole[63], R"({"v":{"l":[63],"t":"63"}})");
  EXPECT_EQ(read_all(bytes, FileKind::kArrowStream, 9).rows, whole);
}

TEST(JsonRowsTest, CompressedArrowIsReadToo) {
  arrow::ipc::IpcWriteOptions options;
  options.codec = arrow::util::Codec::Create(arrow::Compression::LZ4_FRAME).ValueOrDie();
  const auto values = ArrayFromJSONString(arrow::utf8(), R"(["x", "y"])").ValueOrDie();
  EXPECT_EQ(read_all(stream_of(batch_of(values), options), FileKind::kArrowStream).rows.size(), 2U);
}

std::shared_ptr<arrow::RecordBatch> numbered_texts(int count) {
  arrow::StringBuilder text;
  for (int i = 0; i < count; ++i)
    EXPECT_TRUE(text.Append("text " + std::to_string(i)).ok());
  return batch_of(text.Finish().ValueOrDie());
}

TEST(ParquetTest, StartsAtAnyRowOfAnyRowGroup) {
  const std::string bytes = parquet_of(numbered_texts(100), 30);
  for (const std::uint64_t first : {0U, 29U, 30U, 31U, 89U, 99U}) {
    const auto read = read_all(bytes, FileKind::kParquet, 7, first);
    ASSERT_EQ(read.rows.size(), 100 - first);
    EXPECT_EQ(read.rows[0], "{\"v\":\"text " + std::to_string(first) + "\"}");
  }
}

// Without checksums this flip would be read as another text: same length, valid UTF-8.
TEST(ParquetTest, AChecksumCatchesAChangedLetterAndNamesThePage) {
  std::string bytes = parquet_of(numbered_texts(100), 50);
  const std::size_t at = bytes.find("text 95");
  ASSERT_NE(at, std::string::npos);
  bytes[at] = 'T';
  const auto read = read_all(bytes, FileKind::kParquet);
  ASSERT_TRUE(read.error);
  EXPECT_EQ(read.error->code, "E_PARQUET_PAGE");
  EXPECT_EQ(read.error->place.field, "v");
  EXPECT_TRUE(read.error->why.starts_with("row group 1, column v, page 1")) << read.error->why;
}

TEST(ReaderTest, DecodingPastTheMemoryLimitIsRefused) {
  arrow::ipc::IpcWriteOptions options;
  options.codec = arrow::util::Codec::Create(arrow::Compression::ZSTD).ValueOrDie();
  arrow::StringBuilder text;
  ASSERT_TRUE(text.Append(std::string(8U << 20U, 'x')).ok());
  const auto bytes = stream_of(batch_of(text.Finish().ValueOrDie()), options);
  ASSERT_LT(bytes.size(), 100000U);
  auto reader =
      open_reader(std::make_unique<test::BytesFile>(bytes), FileKind::kArrowStream, 0, 1U << 20U);
  ASSERT_TRUE(reader);
  auto group = (*reader)->next(0);
  ASSERT_FALSE(group);
  EXPECT_EQ(group.error().code, "E_MEMORY");
}

}  // namespace
}  // namespace bmo::table
