// Writing JSONL, JSON and CSV: rows, files around them, frames and going on after a crash.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "text_fixtures.hpp"

namespace bmo::formats::test {
namespace {

class Memory final : public table::Output {
 public:
  Status write(std::string_view bytes) override {
    text += bytes;
    return ok();
  }
  std::uint64_t size() const override { return text.size(); }
  std::string text;
};

Schema small_schema() {
  Schema schema(3);
  schema[0].name = "id";
  schema[1].name = "score";
  schema[1].kind = ColumnKind::kReal;
  schema[2].name = "ok";
  schema[2].kind = ColumnKind::kFlag;
  return schema;
}

/// `texts` must outlive the columns.
Columns small_rows(const std::vector<std::string>& texts) {
  Columns columns = make_columns(small_schema());
  columns.rows = texts.size();
  for (std::size_t i = 0; i < texts.size(); ++i) {
    columns.columns[0].text.push_back(texts[i]);
    columns.columns[1].real.push_back(i % 2 == 0 ? 1.0 : kAbsent);
    columns.columns[2].flag.push_back(static_cast<std::uint8_t>(i % 3));
  }
  return columns;
}

EncodedRows encoded(std::string_view id, const Schema& schema, const Columns& columns) {
  EncodedRows out;
  EXPECT_TRUE(container(id).make_encoder(schema)->encode(columns, out));
  return out;
}

/// The file of these rows, appended in pieces of `step`, with a checkpoint after `pause` rows and a
/// new writer behind it.
std::string file_of(std::string_view id, const Schema& schema, const EncodedRows& rows,
                    std::size_t step, std::size_t pause = 0,
                    io::Compression compression = io::Compression::kNone) {
  Memory out;
  const auto open = [&](std::uint64_t done) {
    return *container(id).open_shard(out, schema, {compression}, {done, {}});
  };
  auto writer = open(0);
  for (std::size_t first = 0; first < rows.rows(); first += step) {
    const std::size_t last = std::min(first + step, rows.rows());
    const std::size_t middle = std::clamp(pause, first, last);
    EXPECT_TRUE(writer->append(rows, first, middle));
    if (middle == pause && pause > 0 && middle > first) {
      EXPECT_TRUE(writer->checkpoint());
      writer = open(pause);
    }
    EXPECT_TRUE(writer->append(rows, middle, last));
  }
  EXPECT_TRUE(writer->finish());
  return out.text;
}

TEST(TextWrite, JsonlHasOneObjectOnEachLine) {
  const std::vector<std::string> texts{"a\nb", "", "\xE2\x80\xA8"};
  const EncodedRows rows = encoded("jsonl", small_schema(), small_rows(texts));
  EXPECT_EQ(file_of("jsonl", small_schema(), rows, 2),
            "{\"id\":\"a\\nb\",\"score\":1.0,\"ok\":false}\n"
            "{\"id\":\"\",\"score\":null,\"ok\":true}\n"
            "{\"id\":\"\\u2028\",\"score\":1.0,\"ok\":null}\n");
  EXPECT_EQ(rows.sizes[1], 33U);
}

TEST(TextWrite, JsonIsAnArray) {
  const std::vector<std::string> texts{"a", "b"};
  const EncodedRows rows = encoded("json", small_schema(), small_rows(texts));
  EXPECT_EQ(file_of("json", small_schema(), rows, 2),
            "[\n{\"id\":\"a\",\"score\":1.0,\"ok\":false},\n"
            "{\"id\":\"b\",\"score\":null,\"ok\":true}\n]\n");
}

TEST(TextWrite, CsvQuotesTextsAndNothingElse) {
  const std::vector<std::string> texts{"a \"x\"\n", "", "=1+1"};
  const EncodedRows rows = encoded("csv", small_schema(), small_rows(texts));
  EXPECT_EQ(file_of("csv", small_schema(), rows, 3),
            "\"id\",\"score\",\"ok\"\n\"a \"\"x\"\"\n\",1.0,false\n\"\",,true\n\"=1+1\",1.0,\n");
}

TEST(TextWrite, FilesWithoutRowsAreWhole) {
  const EncodedRows none;
  EXPECT_EQ(file_of("jsonl", small_schema(), none, 1), "");
  EXPECT_EQ(file_of("json", small_schema(), none, 1), "[]\n");
  EXPECT_EQ(file_of("csv", small_schema(), none, 1), "\"id\",\"score\",\"ok\"\n");
}

TEST(TextWrite, PiecesAndPausesChangeNoByte) {
  std::vector<std::string> texts;
  for (int i = 0; i < 20; ++i)
    texts.push_back("text " + std::to_string(i));
  for (const char* id : {"jsonl", "json", "csv"}) {
    const EncodedRows rows = encoded(id, small_schema(), small_rows(texts));
    const std::string whole = file_of(id, small_schema(), rows, 20);
    for (std::size_t step = 1; step < 20; ++step) {
      EXPECT_EQ(file_of(id, small_schema(), rows, step), whole);
      EXPECT_EQ(file_of(id, small_schema(), rows, step, 7), whole);
    }
  }
}

TEST(TextWrite, CompressedFramesDoNotDependOnPieces) {
  std::vector<std::string> texts;
  for (int i = 0; i < 40; ++i)
    texts.push_back(std::string(100000, static_cast<char>('a' + i % 26)));
  const EncodedRows rows = encoded("jsonl", small_schema(), small_rows(texts));
  for (const io::Compression kind : {io::Compression::kGzip, io::Compression::kZstd}) {
    const std::string whole = file_of("jsonl", small_schema(), rows, 40, 13, kind);
    EXPECT_LT(whole.size(), rows.text.size() / 10);
    for (const std::size_t step : {1U, 3U, 11U, 29U}) {
      EXPECT_EQ(file_of("jsonl", small_schema(), rows, step, 13, kind), whole) << step;
    }
    io::MemoryDisk disk;
    disk.put("x.jsonl.gz", whole);
    const auto source = io::open_source(disk, {"x.jsonl.gz", {}}, 0);
    ASSERT_TRUE(source);
    EXPECT_EQ(read_disk(disk, container("jsonl"), {"x.jsonl.gz", {}}).records.size(), 40U);
  }
}

// ---- Nested columns ------------------------------------------------------------------------

Field field(std::string name, ColumnKind kind, std::vector<Field> children = {}) {
  Field out;
  out.name = std::move(name);
  out.kind = kind;
  out.children = std::move(children);
  return out;
}

/// messages: list of {role, name?}, meta: {note, tags, more: {x}}, tools: nested JSON.
struct Nested {
  Nested() {
    Field name = field("name", ColumnKind::kText);
    name.optional = true;
    Field tools = field("tools", ColumnKind::kJson);
    tools.nested = true;
    schema = {field("messages", ColumnKind::kList,
                    {field("", ColumnKind::kStruct, {field("role", ColumnKind::kText), name})}),
              field("meta", ColumnKind::kStruct,
                    {field("note", ColumnKind::kText),
                     field("tags", ColumnKind::kList, {field("", ColumnKind::kText)}),
                     field("more", ColumnKind::kStruct, {field("x", ColumnKind::kReal)}),
                     field("extra", ColumnKind::kJson)}),
              tools};
    columns = make_columns(schema);
    columns.rows = 3;
    fill_messages(columns.columns[0]);
    fill_meta(columns.columns[1]);
    columns.columns[2].text = {"", "[{\"a\":\n 1.0}]", ""};
  }

  static void fill_messages(Column& messages) {
    messages.ends = {2, 2, 3};
    messages.children[0].set = {1, 1, 1};
    messages.children[0].children[0].text = {"user", "assistant", "tool"};
    messages.children[0].children[1].text = {"", "bob", ""};
  }

  static void fill_meta(Column& meta) {
    meta.set = {0, 1, 1};
    meta.children[0].text = {"n1", "n2"};
    meta.children[1].ends = {2, 2};
    meta.children[1].children[0].text = {"t1", "t2"};
    meta.children[2].set = {0, 1};
    meta.children[2].children[0].real = {2.5};
    meta.children[3].text = {"{\"k\":1}", ""};
  }

  Schema schema;
  Columns columns;
};

TEST(TextWrite, NestedRowsHaveTheSameKeys) {
  const Nested nested;
  EXPECT_EQ(
      encoded("jsonl", nested.schema, nested.columns).text,
      R"({"messages":[{"role":"user"},{"role":"assistant","name":"bob"}],)"
      R"("meta":{"note":"","tags":[],"more":{"x":null},"extra":""},"tools":null})"
      "\n"
      R"({"messages":[],"meta":{"note":"n1","tags":["t1","t2"],"more":{"x":null},)"
      R"("extra":"{\"k\":1}"},"tools":[{"a":  1.0}]})"
      "\n"
      R"({"messages":[{"role":"tool"}],"meta":{"note":"n2","tags":[],"more":{"x":2.5},"extra":""},)"
      R"("tools":null})"
      "\n");
}

TEST(TextWrite, CsvHoldsNestedColumnsAsJson) {
  const Nested nested;
  const Read read = read_text(
      "csv", file_of("csv", nested.schema, encoded("csv", nested.schema, nested.columns), 1));
  ASSERT_EQ(read.records.size(), 3U);
  json::Document document;
  Arena arena;
  json::Fault fault;
  ASSERT_TRUE(document.parse(read.records[1].json, arena, fault));
  EXPECT_EQ(document.root().find("meta").text(arena),
            R"({"note":"n1","tags":["t1","t2"],"extra":"{\"k\":1}"})");
  EXPECT_EQ(document.root().find("messages").text(arena), "[]");
}

TEST(TextWrite, AnEncoderCanBeUsedAgain) {
  const Nested nested;
  const auto encoder = container("jsonl").make_encoder(nested.schema);
  EncodedRows first;
  EncodedRows second;
  ASSERT_TRUE(encoder->encode(nested.columns, first));
  ASSERT_TRUE(encoder->encode(nested.columns, second));
  EXPECT_EQ(first.text, second.text);
  EXPECT_EQ(first.sizes, second.sizes);
}

TEST(TextWrite, RowsTakenFromAnotherEncoderAreTheSame) {
  const Nested nested;
  for (const char* first : {"jsonl", "json"}) {
    const EncodedRows made = encoded(first, nested.schema, nested.columns);
    const EncodedRows* const alike[] = {&made};
    for (const char* second : {"jsonl", "json", "csv"}) {
      EncodedRows taken;
      ASSERT_TRUE(
          container(second).make_encoder(nested.schema)->encode(nested.columns, alike, taken));
      const EncodedRows alone = encoded(second, nested.schema, nested.columns);
      EXPECT_EQ(taken.text, alone.text) << first << " to " << second;
      EXPECT_EQ(taken.sizes, alone.sizes) << first << " to " << second;
    }
  }
}

TEST(TextWrite, RowsTakenFromTakenRowsAreTheSame) {
  const Nested nested;
  const EncodedRows made = encoded("jsonl", nested.schema, nested.columns);
  const EncodedRows* const of_made[] = {&made};
  EncodedRows taken;
  ASSERT_TRUE(
      container("json").make_encoder(nested.schema)->encode(nested.columns, of_made, taken));
  const EncodedRows* const of_taken[] = {&taken};
  EncodedRows cells;
  ASSERT_TRUE(
      container("csv").make_encoder(nested.schema)->encode(nested.columns, of_taken, cells));
  EXPECT_EQ(cells.text, encoded("csv", nested.schema, nested.columns).text);
}

}  // namespace
}  // namespace bmo::formats::test
