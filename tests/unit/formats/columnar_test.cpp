// Columnar containers: rows become records, and files without fitting columns are refused.
#include <filesystem>

#include <gtest/gtest.h>

#include "bmo/formats/kit/columnar_reader.hpp"
#include "bmo/formats/kit/columnar_saved.hpp"
#include "bmo/json/dom.hpp"

namespace bmo::formats {
namespace {

std::string data_path(const std::string& name) {
  return std::string(BMO_TEST_DATA) + "/hostile/" + name;
}

class ColumnarTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(BMO_TEST_DATA)) GTEST_SKIP() << "no test data";
  }

  static Result<std::unique_ptr<Reader>> open(const std::string& name, ReadOptions options = {},
                                              std::uint64_t record = 0) {
    const bool parquet = name.ends_with(".parquet");
    return open_columnar(io::posix_disk(), {.path = data_path(name)},
                         parquet ? table::FileKind::kParquet : table::FileKind::kArrowFile, options,
                         {.byte = record, .line = 0, .record = record});
  }

  /// The first error on the way to the end; nothing where there is none.
  static std::string error_code(const std::string& name, Place* place = nullptr,
                                ReadOptions options = {}) {
    auto reader = open(name, options);
    Result<std::unique_ptr<Chunk>> chunk = std::unique_ptr<Chunk>();
    if (!reader) chunk = reader.error();
    while (reader) {
      chunk = (*reader)->next();
      if (!chunk || *chunk == nullptr) break;
      Batch batch;
      EXPECT_TRUE((*chunk)->split(batch));
    }
    if (chunk) return "";
    if (place != nullptr) *place = chunk.error().place;
    return chunk.error().code;
  }
};

TEST_F(ColumnarTest, EachRowBecomesARecordThatKnowsItsRow) {
  auto reader = open("parquet/ok.parquet", {.batch_records = 30});
  ASSERT_TRUE(reader) << reader.error().message;
  Batch batch;
  for (int i = 0; i < 2; ++i) {
    auto chunk = (*reader)->next();
    ASSERT_TRUE(chunk && *chunk);
    ASSERT_EQ((*chunk)->records(), 30U);
    batch = {};
    ASSERT_TRUE((*chunk)->split(batch));
    EXPECT_EQ((*chunk)->mark(30).record, 30U * static_cast<unsigned>(i) + 30);
  }
  ASSERT_EQ(batch.size(), 30U);
  EXPECT_EQ(batch.records[5].byte, 35U);
  EXPECT_EQ(batch.records[5].line, 0U);
  EXPECT_EQ(batch.records[5].json, R"({"instruction":"q35","response":"a35"})");
  EXPECT_EQ(batch.fates[5], Fate::kExported);
}

TEST_F(ColumnarTest, AReaderOpenedAtAMarkGoesOnThere) {
  auto reader = open("arrow/ok.arrow", {}, 98);
  ASSERT_TRUE(reader);
  auto chunk = (*reader)->next();
  ASSERT_TRUE(chunk && *chunk);
  Batch batch;
  ASSERT_TRUE((*chunk)->split(batch));
  ASSERT_EQ(batch.size(), 2U);
  EXPECT_EQ(batch.records[0].json, R"({"instruction":"q98","response":"a98"})");
  auto end = (*reader)->next();
  EXPECT_TRUE(end && *end == nullptr);
}

TEST_F(ColumnarTest, ARowLongerThanTheLimitIsQuarantinedAlone) {
  auto reader = open("parquet/ok.parquet", {.max_record_bytes = 36});
  ASSERT_TRUE(reader);
  auto chunk = (*reader)->next();
  Batch batch;
  ASSERT_TRUE((*chunk)->split(batch));
  EXPECT_EQ(batch.fates[9], Fate::kExported);
  EXPECT_EQ(batch.fates[10], Fate::kQuarantined);
  EXPECT_EQ(batch.records[10].json, "");
  EXPECT_EQ(batch.findings[0].code, "E_RECORD_TOO_LONG");
}

TEST_F(ColumnarTest, ColumnsOfNoLayoutAreRefusedOnOpening) {
  Place place;
  EXPECT_EQ(error_code("parquet/missing_column.parquet", &place), "E_MISSING_FIELD");
  EXPECT_EQ(place.field, "schema");
  EXPECT_EQ(place.file, data_path("parquet/missing_column.parquet"));
}

TEST_F(ColumnarTest, AMappingAnswersForTheColumns) {
  EXPECT_EQ(error_code("parquet/missing_column.parquet", nullptr, {.mapped = true}), "");
}

TEST_F(ColumnarTest, HostileFilesAreRefusedAsExpected) {
  Place place;
  EXPECT_EQ(error_code("parquet/footer_len_lies.parquet", &place), "E_PARQUET_FOOTER");
  EXPECT_EQ(place.byte, 1689U);
  EXPECT_EQ(error_code("parquet/page_bit_flip.parquet"), "E_PARQUET_PAGE");
  EXPECT_EQ(error_code("parquet/zero_rows.parquet"), "E_EMPTY");
  EXPECT_EQ(error_code("arrow/meta_len_lies.arrow", &place), "E_ARROW_META");
  EXPECT_EQ(place.byte, 4U);
}

TEST(CheckColumnsTest, KnowsEveryLayout) {
  using Names = std::vector<std::string>;
  for (const Names& names :
       {Names{"id", "messages"}, Names{"conversations"}, Names{"chosen", "rejected"},
        Names{"prompt", "completion"}, Names{"instruction", "input", "output"},
        Names{"instruction", "answer"}, Names{"question", "answer"}, Names{"query", "response"}}) {
    EXPECT_TRUE(check_columns(names)) << names[0];
  }
}

TEST(CheckColumnsTest, RefusesHalfALayoutAndListsWhatIsThere) {
  const auto refused = check_columns(std::vector<std::string>{"prompt", "chosen"});
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().why.find("`prompt`, `chosen`"), std::string::npos);
  EXPECT_NE(refused.error().hint.find("--map"), std::string::npos);
}

TEST(SavedDatasetTest, StateNamesEveryShardAndHasEveryKeyThatLoadersAsk) {
  const auto state = json::parse_dom(saved_state({"a.arrow", "b.arrow"}, "train"));
  ASSERT_TRUE(state);
  EXPECT_EQ(state->size(), 7U);
  EXPECT_EQ((*state)["_data_files"][1]["filename"], "b.arrow");
  EXPECT_EQ((*state)["_split"], "train");
  EXPECT_TRUE((*state)["_format_columns"].is_null());
}

TEST(SavedDatasetTest, DictionaryListsTheSplits) {
  const auto dictionary = json::parse_dom(saved_dict({"train", "test"}));
  ASSERT_TRUE(dictionary);
  EXPECT_EQ((*dictionary)["splits"].dump(), R"(["train","test"])");
}

}  // namespace
}  // namespace bmo::formats
