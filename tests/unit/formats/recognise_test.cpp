// The container of an input is told by its bytes, and hostile files get their verdicts.
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "text_fixtures.hpp"

namespace bmo::formats::test {
namespace {

using namespace std::string_literals;

std::string recognised(const std::string& name, std::string_view text) {
  io::MemoryDisk disk;
  disk.put(name, text);
  const auto entry = recognise(disk, {name, {}});
  return entry ? std::string((*entry)->card->id) : entry.error().code;
}

TEST(Recognise, GoesByContentFirst) {
  EXPECT_EQ(recognised("x.json", "{\"a\":1}\n{\"b\":2}\n"), "jsonl");
  EXPECT_EQ(recognised("x.jsonl", "[\n{\"a\":1},\n{\"b\":2}\n]\n"), "json");
  EXPECT_EQ(recognised("x.jsonl", "[{\"a\":1}]"), "json");
  EXPECT_EQ(recognised("x", "{\n  \"a\": 1\n}\n"), "json");
  EXPECT_EQ(recognised("x.txt", "a,b\n1,2\n"), "csv");
  EXPECT_EQ(recognised("x.json", "a\tb\n1\t2\n"), "csv");
}

TEST(Recognise, KnowsJsonLinesWithABrokenFirstLine) {
  EXPECT_EQ(recognised("x", "{\"a\":\n{\"b\":2}\n"), "jsonl");
  EXPECT_EQ(recognised("x", "{\"a\":1}{\"b\":2}\n"), "jsonl");
  EXPECT_EQ(recognised("x", "[1]\n{\"b\":2}\n"), "jsonl");
}

TEST(Recognise, GoesByNameWhereContentDoesNotTell) {
  EXPECT_EQ(recognised("x.csv", "question\nwhat?\n"), "csv");
  EXPECT_EQ(recognised("x.jsonl", "hello\n"), "jsonl");
  EXPECT_EQ(recognised("x.JSONL.gz", "hello\n"), "jsonl");
  EXPECT_EQ(recognised("x.txt", "hello\n"), "E_FORMAT");
}

TEST(Recognise, FindsTheFirstRecordBehindManyBlankLines) {
  EXPECT_EQ(recognised("x", std::string(100000, '\n') + "{\"a\":1}\n{\"a\":2}\n"), "jsonl");
}

TEST(Recognise, RefusesEmptyFiles) {
  EXPECT_EQ(recognised("x.jsonl", ""), "E_EMPTY");
  EXPECT_EQ(recognised("x.jsonl", " \r\n\n"), "E_EMPTY");
  EXPECT_EQ(recognised("x.jsonl", std::string(200000, '\n')), "E_EMPTY");
  EXPECT_EQ(recognised("x.jsonl", "\xEF\xBB\xBF"), "E_EMPTY");
}

TEST(Recognise, RefusesOtherEncodings) {
  const std::string ascii = "{\"instruction\": \"x\"}\n";
  std::string little;
  std::string big;
  for (const char c : ascii) {
    little += {c, '\0'};
    big += {'\0', c};
  }
  EXPECT_EQ(recognised("x.jsonl", little), "E_ENCODING");
  EXPECT_EQ(recognised("x.jsonl", big), "E_ENCODING");
  EXPECT_EQ(recognised("x.jsonl", "\xFF\xFE" + little), "E_ENCODING");
  EXPECT_EQ(recognised("x.jsonl", "\xFE\xFF" + big), "E_ENCODING");
  EXPECT_EQ(recognised("x.jsonl", "{\0\0\0\"\0\0\0a\0\0\0"s), "E_ENCODING");
}

TEST(Recognise, RefusesBinaryFiles) {
  EXPECT_EQ(recognised("x.jsonl",
                       "\x7F"
                       "ELF\x02\x01\x01" +
                           std::string(60, '\0')),
            "E_NOT_TEXT");
  EXPECT_EQ(recognised("x.csv", std::string(5000, '\0')), "E_NOT_TEXT");
  EXPECT_EQ(recognised("x", "\x89PNG\r\n\x1A\n"), "E_NOT_TEXT");
}

TEST(Recognise, AnOddControlCharacterIsText) {
  EXPECT_EQ(recognised("x", "{\"a\":\"\x01\"}\n{\"a\":\"" + std::string(100, 'x') + "\"}\n"),
            "jsonl");
}

TEST(Recognise, RefusesLoneCarriageReturns) {
  EXPECT_EQ(recognised("x.jsonl", "{\"a\":1}\r{\"b\":2}\r"), "E_LINE_ENDING");
  EXPECT_EQ(recognised("x.csv", "a,b\r1,2\r"), "E_LINE_ENDING");
  EXPECT_EQ(recognised("x.jsonl", "{\"a\":1}\r\n"), "jsonl");
  EXPECT_EQ(recognised("x.json", "[\r{\"a\":1},\r{\"b\":2}\r]\r"), "json");
}

// ---- The hostile corpus --------------------------------------------------------------------

struct Row {
  std::string path;
  std::string expect;
  std::size_t good = 0;
  std::size_t bad = 0;
  std::string where;
  std::string code;
};

/// Rows of jsonl/ and csv/ whose verdict stands at this level: the faults of sound JSON are found
/// by layouts and checks.
std::vector<Row> hostile_rows() {
  std::vector<Row> rows;
  std::ifstream in(BMO_TEST_DATA "/hostile/EXPECT.tsv");
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    Row row;
    std::istringstream fields(line);
    std::string good;
    std::string bad;
    std::string kind;
    for (std::string* field : {&row.path, &kind, &row.expect, &good, &bad, &row.where, &row.code}) {
      std::getline(fields, *field, '\t');
    }
    if (!row.path.starts_with("jsonl/") && !row.path.starts_with("csv/")) continue;
    row.good = std::stoul(good);
    row.bad = std::stoul(bad);
    const bool higher = row.code == "E_ROW_SHAPE" || row.code.ends_with("_FIELD") ||
                        row.code == "E_FIELD_TYPE" || row.code == "E_ROLE" ||
                        row.code == "W_FORMULA";
    if (higher) {
      row.good += row.bad;
      row.bad = 0;
      row.code = "-";
      row.where = "-";
    }
    rows.push_back(row);
  }
  return rows;
}

/// "line 3 byte 160 column 35": the number behind a word, or `otherwise`.
std::uint64_t number_behind(const std::string& where, const std::string& word,
                            std::uint64_t otherwise) {
  const std::size_t at = where.find(word + " ");
  return at == std::string::npos ? otherwise : std::stoull(where.substr(at + word.size() + 1));
}

TEST(Recognise, GivesHostileFilesTheirVerdicts) {
  const std::vector<Row> rows = hostile_rows();
  if (rows.empty()) GTEST_SKIP() << "the corpus is not here";
  EXPECT_GE(rows.size(), 43U);
  for (const Row& row : rows) {
    SCOPED_TRACE(row.path);
    const Verdict verdict =
        judge(io::posix_disk(), {std::string(BMO_TEST_DATA "/hostile/") + row.path, {}});
    EXPECT_EQ(verdict.code, row.code == "-" ? "" : row.code);
    EXPECT_EQ(verdict.rejected, row.expect == "reject");
    EXPECT_EQ(verdict.good, row.good);
    EXPECT_EQ(verdict.bad, row.bad);
    if (row.code == "-") continue;
    EXPECT_EQ(verdict.line, number_behind(row.where, "line", verdict.line));
    EXPECT_EQ(verdict.byte, number_behind(row.where, "byte", verdict.byte));
    EXPECT_EQ(verdict.column, number_behind(row.where, "column", verdict.column));
  }
}

}  // namespace
}  // namespace bmo::formats::test
