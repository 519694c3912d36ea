// Tests of every container that what it writes reads back, from any mark and after any cut.
#include <algorithm>

#include <gtest/gtest.h>

#include "tests/conformance/reading.hpp"
#include "tests/conformance/writing.hpp"

namespace bmo::conformance {
namespace {

using formats::ContainerEntry;

/// Conversations with all that a file could stumble over.
std::string hard_jsonl() {
  const char* const texts[] = {
      "Seven.",
      R"(one\ntwo\r\nthree\rfour)",
      R"(a \"quoted\" text, with commas; and 'more')",
      R"(\u0000 and \u001b[31m and \u2028 and \u0085)",
      R"(=SUM(A1:A9))",
      R"(tabs\tand  spaces  )",
      "\u00e9 \u4f60\u597d \U0001F600 \u202e",
      R"(,,,\"\")",
      R"({\"json\":[1,2.50,null]})",
      R"(NULL)",
  };
  std::string out;
  int number = 0;
  for (const char* text : texts) {
    out +=
        R"({"id":"p)" + std::to_string(number++) + R"(","messages":[{"role":"system","content":")";
    out += std::string(text) + R"("},{"role":"user","content":")" + text;
    out += R"("},{"role":"assistant","content":")" + std::string(text) + R"("}]})" + "\n";
  }
  return out;
}

class EveryContainer : public testing::TestWithParam<const ContainerEntry*> {
 protected:
  HowToWrite how() const { return {.container = GetParam(), .layout = layout_named("messages")}; }

  std::string file_of(const Batch& batch) const {
    const Result<std::string> file = write_pairs(batch, how());
    EXPECT_TRUE(file) << file.error().message;
    return file ? *file : std::string();
  }

  Reading read(std::string_view bytes, const HowToRead& how_to_read = {}) const {
    return read_text(bytes, "written" + std::string(GetParam()->card->ending), how_to_read);
  }
};

std::string plain_jsonl(int records) {
  std::string out;
  for (int i = 0; i < records; ++i) {
    const std::string number = std::to_string(i);
    out += R"({"id":"id-)" + number + R"(","instruction":"Name number )" + number +
           R"(.","response":"It is )" + number + R"(."})" + "\n";
  }
  return out;
}

std::vector<std::string> contents(const Batch& batch) {
  std::vector<std::string> out;
  for (const Pair& pair : batch.pairs)
    out.push_back(to_hex(pair.content));
  return out;
}

std::vector<std::string> contents(const Reading& reading) {
  std::vector<std::string> out;
  for (const SeenRecord& record : reading.records)
    out.push_back(record.pair);
  return out;
}

TEST_P(EveryContainer, ReadsBackWhatItWrote) {
  const auto batch = pairs_of(hard_jsonl());
  ASSERT_GT(batch->size(), 5U);
  const Reading reading = read(file_of(*batch));
  EXPECT_FALSE(reading.error) << reading.summary();
  EXPECT_EQ(contents(reading), contents(*batch)) << reading.summary();
  for (std::size_t i = 0; i < reading.records.size(); ++i) {
    EXPECT_EQ(reading.records[i].id, batch->pairs[i].id);
  }
}

TEST_P(EveryContainer, IsRecognisedByItsBytesWhateverItsName) {
  const auto batch = pairs_of(plain_jsonl(3));
  const Reading reading = read_text(file_of(*batch), "a_name_without_an_ending");
  EXPECT_EQ(contents(reading), contents(*batch)) << reading.summary();
}

TEST_P(EveryContainer, ReadsTheSameFromEveryMark) {
  const std::string bytes = file_of(*pairs_of(plain_jsonl(12)));
  HowToRead how_to_read{.container = GetParam()};
  how_to_read.options.chunk_bytes = 300;
  how_to_read.options.batch_records = 5;
  const Reading whole = read(bytes, how_to_read);
  ASSERT_EQ(whole.records.size(), 12U) << whole.summary();
  ASSERT_EQ(whole.marks.size(), 13U);
  for (std::size_t i = 0; i < whole.marks.size(); ++i) {
    EXPECT_EQ(whole.marks[i].record, i);
    how_to_read.from = whole.marks[i];
    const Reading rest = read(bytes, how_to_read);
    const std::vector<SeenRecord> expected(whole.records.begin() + static_cast<std::ptrdiff_t>(i),
                                           whole.records.end());
    EXPECT_FALSE(rest.error) << i << ": " << rest.summary();
    EXPECT_EQ(rest.records, expected) << "from mark " << i << ": " << rest.summary();
  }
}

TEST_P(EveryContainer, ReadsTheSameForAnySizeOfChunk) {
  const std::string bytes = file_of(*pairs_of(hard_jsonl()));
  const Reading whole = read(bytes);
  for (const std::size_t size : {1U, 7U, 64U, 1000U}) {
    HowToRead how_to_read;
    how_to_read.options.chunk_bytes = size;
    EXPECT_EQ(read(bytes, how_to_read).records, whole.records) << size;
  }
  HowToRead one_by_one;
  one_by_one.options.batch_records = 1;
  EXPECT_EQ(read(bytes, one_by_one).records, whole.records);
}

/// Could the bytes before the cut be a whole file that was meant so? In lines of JSON that is so at
/// a line's end; in CSV also behind a quote, which closes a cell, or a comma, which opens one.
bool may_be_whole(const std::string& bytes, std::size_t size, std::string_view container) {
  if (size == 0 || bytes[size - 1] == '\n' || bytes[size] == '\n') return true;
  return container == "csv" && (bytes[size - 1] == '"' || bytes[size - 1] == ',');
}

/// How many pairs were read, all of them the first of `known`; nullopt where one is another.
std::optional<std::size_t> num_known(const Reading& reading,
                                     const std::vector<std::string>& known) {
  std::size_t next = 0;
  for (const SeenRecord& record : reading.records) {
    if (record.fate == Fate::kQuarantined) continue;
    if (next == known.size() || record.pair != known[next]) return std::nullopt;
    ++next;
  }
  return next;
}

TEST_P(EveryContainer, CutAtAnyByteGivesNoWrongPair) {
  const auto batch = pairs_of(plain_jsonl(3));
  const std::string bytes = file_of(*batch);
  const std::vector<std::string> known = contents(*batch);
  HowToRead how_to_read;
  how_to_read.options.chunk_bytes = 16384;
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const Reading reading = read(std::string_view(bytes).substr(0, size), how_to_read);
    const std::optional<std::size_t> read_well = num_known(reading, known);
    ASSERT_TRUE(read_well) << "cut at " << size << ": " << reading.summary();
    const bool is_told = reading.error || reading.bad() > 0;
    EXPECT_TRUE(is_told || *read_well == known.size() ||
                may_be_whole(bytes, size, GetParam()->card->id))
        << "cut at " << size << ": " << reading.summary();
    if (reading.error) {
      EXPECT_FALSE(reading.error->code.empty());
    }
  }
}

TEST_P(EveryContainer, WithAnyByteChangedIsReadOrRefused) {
  const auto batch = pairs_of(plain_jsonl(3));
  const std::string bytes = file_of(*batch);
  HowToRead how_to_read;
  how_to_read.options.chunk_bytes = 16384;
  const std::size_t step = bytes.size() / 1000 + 1;
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    std::string changed = bytes;
    changed[at] = static_cast<char>(changed[at] ^ (1 << (at / step % 8)));
    const Reading reading = read(changed, how_to_read);
    if (reading.error) {
      EXPECT_NE(reading.error->code, "E_BUG") << "changed at " << at << ": " << reading.summary();
    }
  }
}

TEST_P(EveryContainer, WritesTheSameBytesWhenStoppedAtACheckpoint) {
  const auto batch = pairs_of(plain_jsonl(9));
  for (const std::size_t rows : {1U, 4U, 9U}) {
    HowToWrite straight = how();
    straight.checkpoint_after = rows;
    HowToWrite stopped = straight;
    stopped.stop_at_checkpoint = true;
    const Result<std::string> expected = write_pairs(*batch, straight);
    const Result<std::string> resumed = write_pairs(*batch, stopped);
    ASSERT_TRUE(expected) << expected.error().message;
    ASSERT_TRUE(resumed) << resumed.error().message;
    EXPECT_EQ(*resumed == *expected, true) << "after " << rows << " rows";
    EXPECT_EQ(contents(read(*resumed)), contents(*batch));
  }
}

TEST_P(EveryContainer, ReadsBackCompressedFiles) {
  if (!GetParam()->card->compressible) GTEST_SKIP() << "compresses inside";
  const auto batch = pairs_of(plain_jsonl(9));
  for (const auto kind : {io::Compression::kGzip, io::Compression::kZstd}) {
    HowToWrite compressed = how();
    compressed.options.compression = kind;
    compressed.checkpoint_after = 4;
    const Result<std::string> bytes = write_pairs(*batch, compressed);
    ASSERT_TRUE(bytes) << bytes.error().message;
    const Reading reading = read_text(*bytes, "written" + file_ending(compressed));
    EXPECT_EQ(contents(reading), contents(*batch)) << reading.summary();
    compressed.stop_at_checkpoint = true;
    const Result<std::string> resumed = write_pairs(*batch, compressed);
    ASSERT_TRUE(resumed) << resumed.error().message;
    EXPECT_EQ(*resumed == *bytes, true);
  }
}

TEST_P(EveryContainer, HoldsAHugeRecord) {
  const std::string text(std::size_t{3} << 20U, 'x');
  const auto batch = pairs_of(R"({"instruction":"Say x.","response":")" + text + "\"}\n");
  const Reading reading = read(file_of(*batch));
  EXPECT_EQ(contents(reading), contents(*batch)) << reading.summary();
}

TEST_P(EveryContainer, RefusesAnEmptyFile) {
  const Reading reading = read("");
  ASSERT_TRUE(reading.error);
  EXPECT_EQ(reading.error->kind, ErrorKind::kBadData) << reading.error->code;
}

std::string name_of(const testing::TestParamInfo<const ContainerEntry*>& info) {
  return std::string(info.param->card->id);
}

INSTANTIATE_TEST_SUITE_P(Cards, EveryContainer,
                         testing::ValuesIn(formats::containers::all().begin(),
                                           formats::containers::all().end()),
                         name_of);

// ---- Text containers: line ends, marks and control characters ---------------------------------

std::string in_ending(std::string text, const std::string& line_end) {
  for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at)) {
    text.replace(at, 1, line_end);
    at += line_end.size();
  }
  return text;
}

TEST(JsonLines, MayEndInCrLfAndBeginWithAMark) {
  const std::string plain = plain_jsonl(3);
  const Reading expected = read_text(plain, "a.jsonl");
  ASSERT_EQ(expected.good(), 3U) << expected.summary();
  const Reading crlf = read_text(in_ending(plain, "\r\n"), "a.jsonl");
  EXPECT_EQ(contents(crlf), contents(expected)) << crlf.summary();
  const Reading marked = read_text("\xEF\xBB\xBF" + plain, "a.jsonl");
  EXPECT_EQ(contents(marked), contents(expected)) << marked.summary();
  ASSERT_EQ(marked.notes.size(), 1U);
  EXPECT_EQ(marked.notes[0].code, "N_BOM");
}

TEST(JsonLines, QuarantineALineWithANul) {
  std::string text = plain_jsonl(3);
  text[text.find("number 1")] = '\0';
  const Reading reading = read_text(text, "a.jsonl");
  EXPECT_TRUE(reading.error || reading.bad() == 1) << reading.summary();
}

TEST(JsonLines, CountLinesAndBytesOverBlankLines) {
  const std::string line = R"({"instruction":"a","response":"b"})";
  const Reading reading = read_text("\n" + line + "\n\n  \n" + line, "a.jsonl");
  ASSERT_EQ(reading.records.size(), 2U) << reading.summary();
  EXPECT_EQ(reading.records[0].line, 2U);
  EXPECT_EQ(reading.records[0].byte, 1U);
  EXPECT_EQ(reading.records[1].line, 5U);
  EXPECT_EQ(reading.records[1].byte, line.size() + 6);
}

TEST(JsonLines, SetALineAsideThatIsTooLong) {
  HowToRead how;
  how.options.max_record_bytes = 200;
  how.options.chunk_bytes = 64;
  const std::string text = plain_jsonl(2) + R"({"instruction":"a","response":")" +
                           std::string(5000, 'x') + "\"}\n" + plain_jsonl(2);
  const Reading reading = read_text(text, "a.jsonl", how);
  EXPECT_EQ(reading.good(), 4U) << reading.summary();
  EXPECT_EQ(reading.bad(), 1U);
  EXPECT_TRUE(reading.has("E_RECORD_TOO_LONG"));
}

}  // namespace
}  // namespace bmo::conformance
