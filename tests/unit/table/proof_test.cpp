// The typed hash tells apart what a trainer could tell apart, and nothing else.
#include "bmo/table/proof.hpp"

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "bmo/io/disk_memory.hpp"
#include "tests/unit/table/table_fixtures.hpp"

namespace bmo::table {
namespace {

using Hashes = std::vector<Hash128>;

Schema test_schema() {
  const Field turn{
      "element",
      ColumnKind::kStruct,
      {{"role"},
       {"content"},
       {.name = "name", .optional = true},
       {.name = "calls", .kind = ColumnKind::kJson, .optional = true, .nested = true}}};
  return {{"text"},
          {.name = "real", .kind = ColumnKind::kReal},
          {.name = "count", .kind = ColumnKind::kInteger},
          {.name = "flag", .kind = ColumnKind::kFlag},
          {.name = "tags", .kind = ColumnKind::kList, .children = {{"element"}}},
          {.name = "turns", .kind = ColumnKind::kList, .children = {turn}}};
}

/// One row in memory, every value of it given.
Columns one_row() {
  Columns rows = make_columns(test_schema());
  rows.rows = 1;
  rows.columns[0].text = {"caf\u00e9 \"x\"\n"};
  rows.columns[1].real = {1.0};
  rows.columns[2].integer = {2};
  rows.columns[3].flag = {0};
  rows.columns[4].children[0].text = {"a", "", "b"};
  rows.columns[4].ends = {3};
  Column& turn = rows.columns[5].children[0];
  turn.set = {1, 1};
  turn.children[0].text = {"user", "assistant"};
  turn.children[1].text = {"q", "a"};
  turn.children[2].text = {"", "n"};
  turn.children[3].text = {"", R"([{"f":1.50, "big":123456789012345678901234567890}])"};
  rows.columns[5].ends = {2};
  return rows;
}

constexpr const char* kSameRow =
    R"({"text":"caf\u00e9 \"x\"\n","real":1.0,"count":2,"flag":false,"tags":["a","","b"],"turns":[)"
    R"({"role":"user","content":"q"},{"role":"assistant","content":"a","name":"n",)"
    R"("calls":[{"f":1.5,"big":123456789012345678901234567890}]}]})";

Hash128 meant(const Columns& rows, Notation notation = Notation::kJson) {
  Hashes out;
  RowHasher(test_schema(), notation).hash(rows, out);
  return out.at(0);
}

Hashes read_text(const std::string& text, Framing framing = Framing::kLines, ByteRange range = {}) {
  io::MemoryDisk disk;
  disk.put("file", text);
  const Schema schema = test_schema();
  Hashes out;
  const Status status = read_json_again({.disk = disk, .path = "file", .schema = schema}, framing,
                                        range, [&out](std::span<const Hash128> hashes) {
                                          out.insert(out.end(), hashes.begin(), hashes.end());
                                          return ok();
                                        });
  EXPECT_TRUE(status);
  return out;
}

std::string with(const std::string& from, const std::string& to) {
  std::string row = kSameRow;
  const std::size_t at = row.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return row.replace(at, from.size(), to);
}

TEST(TypedHash, ReadsTheSameRowFromJson) {
  EXPECT_EQ(read_text(std::string(kSameRow) + "\n"), Hashes{meant(one_row())});
}

class OtherRow : public ::testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(OtherRow, HasAnotherHash) {
  const Hashes read = read_text(with(GetParam().first, GetParam().second) + "\n");
  ASSERT_EQ(read.size(), 1U);
  EXPECT_NE(read[0], meant(one_row()));
}

using Change = std::pair<const char*, const char*>;

INSTANTIATE_TEST_SUITE_P(
    Each, OtherRow,
    ::testing::Values(
        Change{R"("real":1.0)", R"("real":1)"}, Change{R"("real":1.0)", R"("real":"1.0")"},
        Change{R"("real":1.0)", R"("real":null)"},
        Change{R"("real":1.0)", R"("real":1.0000000000000002)"},
        Change{R"("count":2)", R"("count":2.0)"}, Change{R"("count":2)", R"("count":"2")"},
        Change{R"("flag":false)", R"("flag":null)"}, Change{R"("flag":false)", R"("flag":0)"},
        Change{R"(caf\u00e9)", R"(cafe\u0301)"}, Change{R"(["a","","b"])", R"(["a","b",""])"},
        Change{R"(["a","","b"])", R"(["a","b"])"}, Change{R"(["a","","b"])", R"(["a",null,"b"])"},
        Change{R"(["a","","b"])", R"(["a","","b",""])"},
        Change{R"("user","content":"q")", R"("q","content":"user")"},
        Change{R"("content":"q")", R"("content":"q","name":"")"},
        Change{R"("content":"q")", R"("content":"q","calls":null)"},
        Change{R"("role":"user","content":"q")", R"("content":"q","role":"user")"},
        Change{R"("role":"user",)", ""}, Change{R"("f":1.5)", R"("f":1)"},
        Change{R"("f":1.5)", R"("f":"1.5")"},
        Change{"123456789012345678901234567890", "123456789012345678901234567891"},
        Change{R"("text":)", R"("other":1,"text":)"}, Change{"]}]}", "]}]}}"}));

TEST(TypedHash, EmptyTextIsNotNull) {
  Columns rows = one_row();
  rows.columns[0].text = {""};
  EXPECT_EQ(read_text(with(R"("caf\u00e9 \"x\"\n")", R"("")") + "\n"), Hashes{meant(rows)});
  EXPECT_NE(read_text(with(R"("caf\u00e9 \"x\"\n")", "null") + "\n"), Hashes{meant(rows)});
}

TEST(TypedHash, LiteralNullOfNestedJsonIsKept) {
  Columns rows = one_row();
  rows.columns[5].children[0].children[3].text = {"", "null"};
  const std::string calls = R"([{"f":1.5,"big":123456789012345678901234567890}])";
  EXPECT_EQ(read_text(with(calls, "null") + "\n"), Hashes{meant(rows)});
}

TEST(TypedHash, ArrayFrameMustBeWhole) {
  const std::string row = kSameRow;
  const Hashes both{meant(one_row()), meant(one_row())};
  EXPECT_EQ(read_text("[\n" + row + ",\n" + row + "\n]\n", Framing::kArray), both);
  EXPECT_NE(read_text("[\n" + row + "\n" + row + "\n]\n", Framing::kArray), both);
  EXPECT_NE(read_text("[\n" + row + ",\n" + row + "\n", Framing::kArray), both);
  EXPECT_NE(read_text("[\n" + row + ",\n" + row + ",\n]\n", Framing::kArray), both);
}

TEST(TypedHash, RangesOfAFileMakeTheWhole) {
  std::string text;
  for (int i = 0; i < 7; ++i)
    text += with("\"count\":2", "\"count\":" + std::to_string(i * 1000)) + "\n";
  RowSum whole;
  for (const Hash128 hash : read_text(text))
    whole.add(hash);
  for (std::size_t cut = 0; cut <= text.size(); cut += cut % 256 < 8 ? 1 : 31) {
    RowSum parts;
    RowSum second;
    for (const Hash128 hash : read_text(text, Framing::kLines, {0, cut}))
      parts.add(hash);
    for (const Hash128 hash : read_text(text, Framing::kLines, {cut, text.size()}))
      second.add(hash);
    parts.append(second);
    ASSERT_EQ(parts, whole) << cut;
  }
}

TEST(RowSum, TellsOrder) {
  const Hash128 one{1, 2};
  const Hash128 two{3, 4};
  RowSum forward;
  forward.add(one);
  forward.add(two);
  RowSum backward;
  backward.add(two);
  backward.add(one);
  EXPECT_NE(forward.hex(), backward.hex());
}

TEST(RowSum, SurvivesItsText) {
  RowSum sum;
  sum.add({0xFFFFFFFFFFFFFFFFU, 0xFFFFFFFFFFFFFFFEU});
  sum.add({0x0123456789ABCDEFU, 0xFEDCBA9876543210U});
  EXPECT_EQ(RowSum::of_text(sum.text()), sum);
}

std::string file_of(const Columns& rows, FileKind kind, const std::string& compression = "zstd") {
  const Schema schema = test::SampleRows::schema();
  std::vector<std::uint32_t> sizes;
  auto encoded = make_row_encoder(schema)->encode(rows, sizes);
  test::BytesOutput out;
  auto writer = open_writer(out, schema, {.kind = kind, .compression = compression}, {});
  EXPECT_TRUE((*writer)->append(**encoded, 0, rows.rows, sizes.data()));
  EXPECT_TRUE((*writer)->finish());
  return out.bytes;
}

using ReadAgain = Status (*)(const ProofFile&, const TakeHashes&);

Result<Hashes> read_columns(ReadAgain read, const std::string& bytes) {
  const Schema schema = test::SampleRows::schema();
  io::MemoryDisk disk;
  disk.put("file", bytes);
  Hashes out;
  BMO_TRY(read({.disk = disk, .path = "file", .schema = schema},
               [&out](std::span<const Hash128> hashes) {
                 out.insert(out.end(), hashes.begin(), hashes.end());
                 return ok();
               }));
  return out;
}

/// The fixtures hold every kind of column, sparse structs and empty values.
class ColumnsAgain : public ::testing::TestWithParam<std::pair<FileKind, ReadAgain>> {};

TEST_P(ColumnsAgain, ReadsWhatWasMeant) {
  test::SampleRows sample(3000);
  Hashes meant_rows;
  RowHasher(test::SampleRows::schema(), Notation::kColumns).hash(sample.columns(), meant_rows);
  const auto read = read_columns(GetParam().second, file_of(sample.columns(), GetParam().first));
  ASSERT_TRUE(read) << read.error().why;
  EXPECT_EQ(*read, meant_rows);
}

INSTANTIATE_TEST_SUITE_P(
    Each, ColumnsAgain,
    ::testing::Values(std::pair<FileKind, ReadAgain>{FileKind::kParquet, &read_parquet_again},
                      std::pair<FileKind, ReadAgain>{FileKind::kParquet, &read_parquet_by_duckdb},
                      std::pair<FileKind, ReadAgain>{FileKind::kArrowFile, &read_arrow_again},
                      std::pair<FileKind, ReadAgain>{FileKind::kArrowStream, &read_arrow_again}));

/// Whatever bit is turned: an error or other rows, never a crash and never the same.
TEST(ArrowAgain, NoticesEveryDamagedByteThatMatters) {
  test::SampleRows sample(5);
  const std::string sound = file_of(sample.columns(), FileKind::kArrowStream);
  const auto meant_rows = read_columns(&read_arrow_again, sound);
  ASSERT_TRUE(meant_rows);
  const std::size_t text = sound.find("text ");
  ASSERT_NE(text, std::string::npos);
  for (std::size_t at = 0; at < sound.size(); ++at) {
    std::string damaged = sound;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    const auto read = read_columns(&read_arrow_again, damaged);
    if (at == text) {
      EXPECT_TRUE(!read || *read != *meant_rows);
    }
  }
}

TEST(ParquetAgain, ReadsEveryCompressionThatWeWrite) {
  test::SampleRows sample(3000);
  Hashes meant_rows;
  RowHasher(test::SampleRows::schema(), Notation::kColumns).hash(sample.columns(), meant_rows);
  for (const char* compression : {"zstd", "snappy", "none"}) {
    const auto read = read_columns(&read_parquet_again,
                                   file_of(sample.columns(), FileKind::kParquet, compression));
    ASSERT_TRUE(read) << compression << ": " << read.error().why;
    EXPECT_EQ(*read, meant_rows) << compression;
  }
}

TEST(ParquetAgain, NoticesEveryDamagedByteThatMatters) {
  test::SampleRows sample(300);
  const std::string sound = file_of(sample.columns(), FileKind::kParquet);
  const auto meant_rows = read_columns(&read_parquet_again, sound);
  ASSERT_TRUE(meant_rows);
  std::size_t noticed = 0;
  for (std::size_t at = 0; at < sound.size(); ++at) {
    std::string damaged = sound;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    const auto read = read_columns(&read_parquet_again, damaged);
    noticed += !read || *read != *meant_rows ? 1 : 0;
  }
  EXPECT_GT(noticed,
            sound.size() / 3);  // The others lie in statistics, names of the writer, checksums.
}

TEST(ParquetAgain, NoticesAFileThatWasCut) {
  test::SampleRows sample(40);
  const std::string sound = file_of(sample.columns(), FileKind::kParquet);
  for (std::size_t size = 0; size < sound.size(); ++size)
    EXPECT_FALSE(read_columns(&read_parquet_again, sound.substr(0, size)));
}

TEST(Proof, AWholeNumberIsTheSameWithoutItsFractionWhereTheFieldSaysSo) {
  Schema schema{{.name = "weight", .kind = ColumnKind::kReal}};
  const auto read = [&schema](const std::string& row) {
    io::MemoryDisk disk;
    disk.put("file", row);
    Hashes out;
    EXPECT_TRUE(read_json_again({.disk = disk, .path = "file", .schema = schema}, Framing::kLines,
                                {}, [&out](std::span<const Hash128> hashes) {
                                  out.insert(out.end(), hashes.begin(), hashes.end());
                                  return ok();
                                }));
    return out.at(0);
  };
  const Hash128 fraction = read("{\"weight\":1.0}\n");
  EXPECT_NE(read("{\"weight\":1}\n"), fraction);
  schema[0].whole = true;
  EXPECT_EQ(read("{\"weight\":1}\n"), fraction);
  EXPECT_NE(read("{\"weight\":0}\n"), fraction);
}

/// A schema of what decides how a CSV cell is read.
Schema cell_schema() {
  return {{"text"},
          {.name = "real", .kind = ColumnKind::kReal},
          {.name = "tags", .kind = ColumnKind::kList, .children = {{"element"}}}};
}

Result<Hashes> read_csv(const std::string& text) {
  io::MemoryDisk disk;
  disk.put("file", text);
  const Schema schema = cell_schema();
  Hashes out;
  BMO_TRY(read_csv_again({.disk = disk, .path = "file", .schema = schema},
                         [&out](std::span<const Hash128> hashes) {
                           out.insert(out.end(), hashes.begin(), hashes.end());
                           return ok();
                         }));
  return out;
}

Hash128 meant_cells(std::string_view text, double real, std::vector<std::string_view> tags) {
  Columns rows = make_columns(cell_schema());
  rows.rows = 1;
  rows.columns[0].text = {text};
  rows.columns[1].real = {real};
  rows.columns[2].ends = {static_cast<std::uint32_t>(tags.size())};
  rows.columns[2].children[0].text = std::move(tags);
  Hashes out;
  RowHasher(cell_schema(), Notation::kCsv).hash(rows, out);
  return out.at(0);
}

const std::string kHeader = "\"text\",\"real\",\"tags\"\n";

TEST(CsvAgain, ReadsQuotesLineEndsAndEmptyCells) {
  const auto read =
      read_csv(kHeader + "\"a, \"\"b\"\"\r\n\",1.5,\"[\"\"x\"\",\"\"\"\"]\"\n\"\",,\"[]\"\n");
  ASSERT_TRUE(read) << read.error().why;
  EXPECT_EQ(*read, (Hashes{meant_cells("a, \"b\"\r\n", 1.5, {"x", ""}),
                           meant_cells("", std::nan(""), {})}));
}

TEST(CsvAgain, TellsNothingFromAnEmptyText) {
  EXPECT_NE(read_csv(kHeader + ",,\"[]\"\n")->at(0), meant_cells("", std::nan(""), {}));
}

TEST(CsvAgain, ReadsARowOfManyMegabytes) {
  std::string text(5'000'000, 'q');
  std::string cell;
  for (std::size_t at = 0; at < text.size(); at += 7)
    text[at] = '"';
  for (const char byte : text)
    cell.append(byte == '"' ? 2 : 1, byte);
  const auto read = read_csv(kHeader + "\"" + cell + "\",,\"[]\"\n\"b\",,\"[]\"\n");
  ASSERT_TRUE(read) << read.error().why;
  EXPECT_EQ(*read,
            (Hashes{meant_cells(text, std::nan(""), {}), meant_cells("b", std::nan(""), {})}));
}

TEST(CsvAgain, TellsRowsThatAreNone) {
  for (const auto& [rows, why] :
       {std::pair{"\"a\",,\"[]\"\n\"a\",\n", "row 2 has too few cells"},
        std::pair{"\"a\",,\"[]\",\n", "row 1 has too many cells"},
        std::pair{"\"a\"b,,\"[]\"\n", "row 1 has text behind a closing quote"},
        std::pair{"\"a,,[]\n", "row 1 does not end"}}) {
    const auto read = read_csv(kHeader + rows);
    ASSERT_FALSE(read) << rows;
    EXPECT_EQ(read.error().why, why);
  }
  EXPECT_FALSE(read_csv("\"other\",\"real\",\"tags\"\n"));
}

}  // namespace
}  // namespace bmo::table
