// JSON Lines: framing, marks, limits and writing.
#include <string>

#include <gtest/gtest.h>

#include "text_fixtures.hpp"

namespace bmo::formats::test {
namespace {

TEST(JsonlRead, GivesEachLineWithItsPlace) {
  const Read read = read_text("jsonl", "{\"a\":1}\n{\"b\":2}\n");
  ASSERT_EQ(read.records.size(), 2U);
  EXPECT_EQ(read.records[1], (Got{2, 8, "{\"b\":2}", "{\"b\":2}", "", 0, ""}));
}

TEST(JsonlRead, NeedsNoFinalLineEnd) {
  EXPECT_EQ(read_text("jsonl", "{}\n{\"b\":2}").records.back().raw, "{\"b\":2}");
}

TEST(JsonlRead, TakesCrlf) {
  const Read read = read_text("jsonl", "{\"a\":1}\r\n{\"b\":2}\r\n");
  EXPECT_EQ(read.records[0].raw, "{\"a\":1}");
  EXPECT_EQ(read.records[1].byte, 9U);
}

TEST(JsonlRead, SkipsBlankLinesButCountsThem) {
  const Read read = read_text("jsonl", "\n \t\n{\"a\":1}\n\r\n{}\n\n");
  ASSERT_EQ(read.records.size(), 2U);
  EXPECT_EQ(read.records[0].line, 3U);
  EXPECT_EQ(read.records[1].line, 5U);
  EXPECT_EQ(read.note("N_BLANK_LINES"), "4 blank lines were skipped");
}

TEST(JsonlRead, SkipsAByteOrderMark) {
  const Read read = read_text("jsonl", "\xEF\xBB\xBF{\"a\":1}\n");
  EXPECT_EQ(read.records[0].raw, "{\"a\":1}");
  EXPECT_EQ(read.records[0].byte, 3U);
  EXPECT_FALSE(read.note("N_BOM").empty());
}

TEST(JsonlRead, OnlyLineFeedsEndLines) {
  const Read read = read_text("jsonl", "{\"a\":\"\xE2\x80\xA8\xC2\x85\x0B\x0C\"}\n{}");
  EXPECT_EQ(read.records.size(), 2U);
}

TEST(JsonlRead, IsTheSameInAnyChunks) {
  expect_same_in_any_chunks("jsonl",
                            "\xEF\xBB\xBF\n{\"a\":\"some text\"}\n\n\n{}\r\n  \n{\"b\":2}");
}

TEST(JsonlRead, GoesOnFromEveryMark) {
  const std::string text = "\xEF\xBB\xBF\n{\"a\":1}\n\n{\"bb\":22}\r\n{\"c\":3}\n{\"d\":4}\n\n";
  expect_resumable("jsonl", text);
  expect_resumable("jsonl", text, {.batch_records = 2});
  expect_resumable("jsonl", text, {.chunk_bytes = 5});
}

TEST(JsonlRead, QuarantinesALineThatIsTooLong) {
  const std::string text = "{\"a\":1}\n{\"b\":\"" + std::string(300, 'x') + "\"}\n{\"c\":3}\n";
  const Read read = read_text("jsonl", text, {.max_record_bytes = 100});
  ASSERT_EQ(read.records.size(), 3U);
  EXPECT_EQ(read.records[1].code, "E_RECORD_TOO_LONG");
  EXPECT_EQ(read.records[2].line, 3U);
}

TEST(JsonlRead, KeepsLittleOfALineThatIsMuchTooLong) {
  const std::string text =
      "{\"a\":1}\n{\"b\":\"" + std::string(std::size_t{3} << 20U, 'x') + "\"}\n{\"c\":3}\n";
  for (const std::size_t chunk : {std::size_t{1} << 10U, std::size_t{1} << 20U}) {
    const Read read = read_text("jsonl", text, {.chunk_bytes = chunk, .max_record_bytes = 100000});
    ASSERT_EQ(read.records.size(), 3U);
    EXPECT_EQ(read.records[1].code, "E_RECORD_TOO_LONG");
    EXPECT_EQ(read.records[1].raw.size(), 65536U);
    EXPECT_EQ(read.records[2], (Got{3, text.size() - 8, "{\"c\":3}", "{\"c\":3}", "", 0, ""}));
  }
}

TEST(JsonlRead, ReadsARecordLargerThanAChunk) {
  const std::string record = "{\"b\":\"" + std::string(5000, 'x') + "\"}";
  const Read read = read_text("jsonl", record + "\n{}\n", {.chunk_bytes = 64});
  ASSERT_EQ(read.records.size(), 2U);
  EXPECT_EQ(read.records[0].raw, record);
}

TEST(JsonlRead, RefusesAFileWithoutRecords) {
  EXPECT_EQ(read_text("jsonl", "").error.code, "E_EMPTY");
  EXPECT_EQ(read_text("jsonl", std::string(5000, '\n'), {.chunk_bytes = 64}).error.code, "E_EMPTY");
}

TEST(JsonlRead, FindsRecordsBehindManyBlankLines) {
  const Read read = read_text("jsonl", std::string(5000, '\n') + "{}\n", {.chunk_bytes = 64});
  ASSERT_EQ(read.records.size(), 1U);
  EXPECT_EQ(read.records[0].line, 5001U);
}

TEST(JsonlRead, ReadsACompressedFileWithItsTruncation) {
  std::string packed;
  ASSERT_TRUE(io::compress_frame(io::Compression::kGzip, 0, "{\"a\":1}\n{\"b\":2}\n", packed));
  io::MemoryDisk disk;
  disk.put("in.jsonl.gz", packed);
  EXPECT_EQ(read_disk(disk, container("jsonl"), {"in.jsonl.gz", {}}).records.size(), 2U);
  disk.put("in.jsonl.gz", std::string_view(packed).substr(0, packed.size() - 4));
  EXPECT_EQ(read_disk(disk, container("jsonl"), {"in.jsonl.gz", {}}).error.code, "E_TRUNCATED");
}

TEST(JsonlRead, RecordsOutliveTheReader) {
  Batch batch;
  {
    io::MemoryDisk disk;
    disk.put("in", "{\"a\":1}\n{\"b\":2}\n");
    auto reader = container("jsonl").open(disk, {"in", {}}, {}, {});
    ASSERT_TRUE(reader);
    auto chunk = (*reader)->next();
    ASSERT_TRUE(chunk);
    ASSERT_TRUE((*chunk)->split(batch));
  }
  EXPECT_EQ(batch.records[1].json, "{\"b\":2}");
}

}  // namespace
}  // namespace bmo::formats::test
