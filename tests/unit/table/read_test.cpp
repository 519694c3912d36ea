// Columnar files from outside: whole ones, and every hostile one.
#include <gtest/gtest.h>

#include "table_fixtures.hpp"

namespace bmo::table {
namespace {

using test::read_all;
using test::read_test_data;
using test::ReadRows;

ReadRows read_hostile(const std::string& path, FileKind kind, std::size_t piece = 0,
                      std::uint64_t first_row = 0) {
  return read_all(read_test_data("hostile/" + path), kind, piece, first_row);
}

class HostileTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(BMO_TEST_DATA)) GTEST_SKIP() << "no test data";
  }
};

TEST_F(HostileTest, ReadsAllRowsOfParquet) {
  const ReadRows read = read_hostile("parquet/ok.parquet", FileKind::kParquet);
  ASSERT_FALSE(read.error) << read.error->message;
  ASSERT_EQ(read.rows.size(), 100U);
  EXPECT_EQ(read.rows[0], R"({"instruction":"q0","response":"a0"})");
  EXPECT_EQ(read.rows[99], R"({"instruction":"q99","response":"a99"})");
}

TEST_F(HostileTest, ReadsAllRowsOfAnArrowStreamCalledAFile) {
  const ReadRows read = read_hostile("arrow/ok.arrow", FileKind::kArrowFile);
  ASSERT_FALSE(read.error) << read.error->message;
  EXPECT_EQ(read.rows.size(), 100U);
}

TEST_F(HostileTest, PiecesAddUpToTheSameRows) {
  const auto whole = read_hostile("parquet/ok.parquet", FileKind::kParquet).rows;
  EXPECT_EQ(read_hostile("parquet/ok.parquet", FileKind::kParquet, 7).rows, whole);
}

TEST_F(HostileTest, StartsAtAnyRow) {
  auto whole = read_hostile("parquet/ok.parquet", FileKind::kParquet).rows;
  whole.erase(whole.begin(), whole.begin() + 42);
  EXPECT_EQ(read_hostile("parquet/ok.parquet", FileKind::kParquet, 0, 42).rows, whole);
}

TEST_F(HostileTest, StartingAtTheEndReadsNothing) {
  const ReadRows read = read_hostile("parquet/ok.parquet", FileKind::kParquet, 0, 100);
  EXPECT_FALSE(read.error);
  EXPECT_TRUE(read.rows.empty());
}

TEST_F(HostileTest, FooterLengthLargerThanTheFileIsAFooterError) {
  const ReadRows read = read_hostile("parquet/footer_len_lies.parquet", FileKind::kParquet);
  ASSERT_TRUE(read.error);
  EXPECT_EQ(read.error->code, "E_PARQUET_FOOTER");
  EXPECT_EQ(read.error->place.byte, 1689U);
}

TEST_F(HostileTest, ADamagedPageIsNamed) {
  const ReadRows read = read_hostile("parquet/page_bit_flip.parquet", FileKind::kParquet);
  ASSERT_TRUE(read.error);
  EXPECT_EQ(read.error->code, "E_PARQUET_PAGE");
  EXPECT_TRUE(read.error->why.starts_with("row group 0, column ")) << read.error->why;
  EXPECT_NE(read.error->why.find(", page "), std::string::npos) << read.error->why;
  EXPECT_NE(read.error->place.field, "");
}

TEST_F(HostileTest, MetadataLengthLargerThanTheFileIsAMetadataError) {
  const ReadRows read = read_hostile("arrow/meta_len_lies.arrow", FileKind::kArrowFile);
  ASSERT_TRUE(read.error);
  EXPECT_EQ(read.error->code, "E_ARROW_META");
  EXPECT_EQ(read.error->place.byte, 4U);
}

TEST_F(HostileTest, EveryCutOfParquetIsAnError) {
  const std::string whole = read_test_data("hostile/parquet/ok.parquet");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const ReadRows read = read_all(whole.substr(0, size), FileKind::kParquet);
    ASSERT_TRUE(read.error) << size;
    EXPECT_TRUE(size < 4 || read.error->code == "E_TRUNCATED") << size << read.error->code;
  }
}

// A stream may end without its end mark, so a cut between two messages cannot be told.
TEST_F(HostileTest, EveryCutInsideAnArrowMessageIsAnError) {
  const std::string whole = read_test_data("hostile/arrow/ok.arrow");
  std::size_t silent = 0;
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const ReadRows read = read_all(whole.substr(0, size), FileKind::kArrowStream);
    if (read.error) continue;
    ++silent;
    EXPECT_TRUE(read.rows.empty() || read.rows.size() == 100) << size;
  }
  EXPECT_LE(silent, 2U);
}

/// Wrong bytes may be caught or not where there is no checksum, but they never crash, hang or ask
/// for much memory.
TEST_F(HostileTest, NoFlippedByteOfAnArrowStreamCrashes) {
  const std::string whole = read_test_data("hostile/arrow/ok.arrow");
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const unsigned flip : {0x01U, 0x80U, 0xFFU}) {
      std::string bytes = whole;
      bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ flip);
      const ReadRows read = read_all(bytes, FileKind::kArrowStream);
      EXPECT_LE(read.rows.size(), 1000000U) << at;
    }
  }
}

TEST_F(HostileTest, NoFlippedByteOfParquetCrashes) {
  const std::string whole = read_test_data("hostile/parquet/ok.parquet");
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const unsigned flip : {0x01U, 0x80U, 0xFFU}) {
      std::string bytes = whole;
      bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ flip);
      const ReadRows read = read_all(bytes, FileKind::kParquet);
      EXPECT_LE(read.rows.size(), 1000000U) << at;
    }
  }
}

TEST(ReaderTest, OtherBytesAreNoParquetFile) {
  const ReadRows read = read_all("{\"messages\": []}\n{}\n", FileKind::kParquet);
  ASSERT_TRUE(read.error);
  EXPECT_EQ(read.error->code, "E_FORMAT");
}

TEST(ReaderTest, ACutArrowFileIsTruncated) {
  const ReadRows read =
      read_all(std::string("ARROW1\0\0", 8) + std::string(100, 'x'), FileKind::kArrowFile);
  ASSERT_TRUE(read.error);
  EXPECT_EQ(read.error->code, "E_TRUNCATED");
}

}  // namespace
}  // namespace bmo::table
