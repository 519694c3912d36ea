// Columnar files: the same bytes however rows arrive and wherever a run was cut.
#include <gtest/gtest.h>

#include "table_fixtures.hpp"

namespace bmo::table {
namespace {

using test::BytesOutput;
using test::read_all;
using test::SampleRows;

constexpr std::size_t kRows = 500;

class WriteTest : public testing::TestWithParam<FileKind> {
 protected:
  static WriterOptions options() { return {.kind = GetParam(), .row_group_bytes = 4000}; }

  std::unique_ptr<Writer> open(BytesOutput& out, const std::vector<std::string>& blobs = {}) {
    auto writer = open_writer(out, SampleRows::schema(), options(), blobs);
    EXPECT_TRUE(writer) << writer.error().message << writer.error().why;
    return std::move(*writer);
  }

  /// Appends rows [first, last) in batches of `step`.
  void append(Writer& writer, std::size_t first, std::size_t last, std::size_t step) {
    auto encoder = make_row_encoder(SampleRows::schema());
    for (std::size_t at = first; at < last; at += step) {
      const std::size_t end = std::min(last, at + step);
      const Columns rows = SampleRows::part(at, end, sample_);
      std::vector<std::uint32_t> sizes;
      auto encoded = encoder->encode(rows, sizes);
      ASSERT_TRUE(encoded) << encoded.error().why;
      auto done = writer.append(**encoded, 0, end - at, sizes.data());
      ASSERT_TRUE(done) << done.error().why;
    }
  }

  std::string write(std::size_t step) {
    BytesOutput out;
    auto writer = open(out);
    append(*writer, 0, kRows, step);
    EXPECT_TRUE(writer->finish());
    return out.bytes;
  }

  /// With a checkpoint before row `cut`; `killed`: the writer is lost there and a new one goes on.
  std::string write_cut(std::size_t cut, bool killed) {
    BytesOutput out;
    auto writer = open(out);
    std::vector<std::string> blobs;
    append(*writer, 0, 50, 50);
    blobs.push_back(*writer->checkpoint());
    append(*writer, 50, cut, 60);
    blobs.push_back(*writer->checkpoint());
    if (killed) {
      const std::string kept = out.bytes;
      append(*writer, cut, kRows, 33);
      out.bytes = kept;
      writer = open(out, blobs);
    }
    append(*writer, cut, kRows, 71);
    const Status finished = writer->finish();
    EXPECT_TRUE(finished) << finished.error().why;
    return out.bytes;
  }

  SampleRows sample_{0};
};

TEST_P(WriteTest, BytesDoNotDependOnBatchSize) {
  const std::string whole = write(kRows);
  for (const std::size_t step : {1U, 7U, 64U, 333U})
    EXPECT_EQ(write(step), whole) << step;
}

TEST_P(WriteTest, AppendTakesAnyPartOfABatch) {
  BytesOutput out;
  auto writer = open(out);
  SampleRows all(kRows);
  std::vector<std::uint32_t> sizes;
  auto encoded = make_row_encoder(SampleRows::schema())->encode(all.columns(), sizes);
  ASSERT_TRUE(encoded);
  ASSERT_TRUE(writer->append(**encoded, 0, 9, sizes.data()));
  ASSERT_TRUE(writer->append(**encoded, 9, 9, sizes.data()));
  ASSERT_TRUE(writer->append(**encoded, 9, kRows, sizes.data()));
  ASSERT_TRUE(writer->finish());
  EXPECT_EQ(out.bytes, write(64));
}

TEST_P(WriteTest, AWriterResumedAtACheckpointWritesTheSameBytes) {
  for (std::size_t cut = 50; cut <= kRows; cut += 30) {
    EXPECT_EQ(write_cut(cut, true), write_cut(cut, false)) << cut;
  }
}

TEST_P(WriteTest, RowsReadBackAsTheyWereGiven) {
  const auto read = read_all(write(64), GetParam());
  ASSERT_FALSE(read.error) << read.error->why;
  ASSERT_EQ(read.rows.size(), kRows);
  EXPECT_EQ(read.rows[0], R"({"id":"id-0","messages":[],"label":false,"count":-5,"score":null,)"
                          R"("source":null,"extra":null})");
  EXPECT_EQ(read.rows[2],
            R"({"id":"id-2","messages":[{"role":"user","content":"text \"15838\"\nxx",)"
            R"("name":null,"weight":null},{"role":"assistant","content":"text \"15838\"\nxx",)"
            R"("name":null,"weight":0.5}],"label":null,"count":-3,"score":0.5,)"
            R"("source":{"document":"","offset":2.0,"pages":[]},"extra":"{\"n\":2}"})");
}

TEST_P(WriteTest, AResumedFileReadsBackWhole) {
  const auto read = read_all(write_cut(200, true), GetParam());
  ASSERT_FALSE(read.error) << read.error->why;
  EXPECT_EQ(read.rows, read_all(write(64), GetParam()).rows);
}

TEST_P(WriteTest, AFileWithoutRowsIsAFile) {
  BytesOutput out;
  auto writer = open(out);
  ASSERT_EQ(*writer->checkpoint(), "");
  ASSERT_TRUE(writer->finish());
  const auto read = read_all(out.bytes, GetParam());
  EXPECT_FALSE(read.error) << read.error->why;
  EXPECT_TRUE(read.rows.empty());
}

TEST_P(WriteTest, AnOutputsErrorReachesTheCaller) {
  class FullOutput final : public Output {
   public:
    Status write(std::string_view bytes) override {
      size_ += bytes.size();
      if (size_ < 9000) return ok();
      return Error{.kind = ErrorKind::kIo, .code = "E_NO_SPACE", .message = "full"};
    }
    std::uint64_t size() const override { return size_; }
    std::uint64_t size_ = 0;
  } out;
  auto writer = open_writer(out, SampleRows::schema(), options(), {});
  ASSERT_TRUE(writer);
  SampleRows all(kRows);
  std::vector<std::uint32_t> sizes;
  auto encoded = make_row_encoder(SampleRows::schema())->encode(all.columns(), sizes);
  Status done = (*writer)->append(**encoded, 0, kRows, sizes.data());
  if (done) done = (*writer)->finish();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, "E_NO_SPACE");
}

std::string kind_name(const testing::TestParamInfo<FileKind>& kind) {
  constexpr const char* kNames[] = {"Parquet", "ArrowFile", "ArrowStream"};
  return kNames[static_cast<std::size_t>(kind.param)];
}

INSTANTIATE_TEST_SUITE_P(Kinds, WriteTest,
                         testing::Values(FileKind::kParquet, FileKind::kArrowFile,
                                         FileKind::kArrowStream),
                         &kind_name);

TEST(WriterTest, ADamagedBlobIsRefused) {
  BytesOutput out;
  auto writer = open_writer(out, SampleRows::schema(), {.kind = FileKind::kParquet}, {"junk"});
  ASSERT_FALSE(writer);
  EXPECT_EQ(writer.error().code, "E_JOURNAL");
}

TEST(RowEncoderTest, SizesCountTextAndEightBytesPerNumber) {
  SampleRows rows(3);
  std::vector<std::uint32_t> sizes;
  ASSERT_TRUE(make_row_encoder(SampleRows::schema())->encode(rows.columns(), sizes));
  // id-0, flag, count, score; no source.
  EXPECT_EQ(sizes[0], 4U + 8 + 8 + 8);
  // id-1, one message (user, text "7919"\nx, weight), flag, count, score, doc1 with offset and "p",
  // extra.
  EXPECT_EQ(sizes[1], 4U + (4 + 13 + 8) + 8 + 8 + 8 + (4 + 8 + 1) + 7);
}

}  // namespace
}  // namespace bmo::table
