// Whatever the bytes, the cut into chunks and a break at any mark change nothing that is read.
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "text_fixtures.hpp"

namespace bmo::formats::test {
namespace {

/// Random pieces that mean something to one of the containers.
std::string random_text(std::mt19937& random, std::string_view start) {
  static const char* const kPieces[] = {
      "{",  "}",  "[",    "]",         "\"", ",",    "\n",    "\r\n",       "\\", "a",
      " ",  "1",  "\"\"", "{\"a\":1}", ";",  "\n{",  "\n {",  ",\n{",       "  ", "\t",
      "{}", "[]", "\n\n", "\"x\"",     ":",  "\\\"", "},\n{", "long text ", "'",  "\n \n"};
  std::string text(start);
  for (std::size_t i = random() % 40; i > 0; --i)
    text += kPieces[random() % std::size(kPieces)];
  return text;
}

void expect_stable(std::string_view id, const std::string& text, std::uint64_t longest) {
  const Read whole = read_text(id, text, {.max_record_bytes = longest});
  for (const std::size_t bytes : {1U, 5U, 17U, 64U}) {
    const Read cut = read_text(id, text, {.chunk_bytes = bytes, .max_record_bytes = longest});
    ASSERT_EQ(cut.error.code, whole.error.code) << bytes;
    // An input that is rejected gives what came before the fault, and that hangs on the chunks.
    if (whole.error.code.empty()) {
      ASSERT_EQ(cut.records, whole.records) << bytes << " bytes a chunk";
    }
  }
  if (!whole.error.code.empty()) return;
  for (std::size_t i = 1; i < whole.marks.size(); ++i) {
    const Read rest =
        read_text(id, text, {.batch_records = 2, .max_record_bytes = longest}, whole.marks[i]);
    ASSERT_EQ(rest.error.code, "");
    const std::vector<Got> expected(whole.records.begin() + static_cast<std::ptrdiff_t>(i),
                                    whole.records.end());
    ASSERT_EQ(rest.records, expected) << "from record " << i;
  }
}

class AnyText : public ::testing::TestWithParam<std::string> {};

TEST_P(AnyText, IsReadTheSameInAnyChunksAndFromAnyMark) {
  const std::string id = GetParam();
  const std::string start = id == "json" ? "[" : id == "csv" ? "a,b\n" : "";
  for (unsigned seed = 0; seed < 1000; ++seed) {
    std::mt19937 random(seed);
    const std::string text = random_text(random, seed % 5 == 0 ? "" : start);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + text);
    expect_stable(id, text, seed % 3 == 0 ? 8 : 1000000);
    if (HasFatalFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(Text, AnyText, ::testing::Values("jsonl", "json", "csv"),
                         [](const auto& param) { return param.param; });

TEST(AnyBytes, AreReadWithoutACrash) {
  for (unsigned seed = 0; seed < 1000; ++seed) {
    std::mt19937 random(seed);
    std::string text;
    for (std::size_t i = random() % 200; i > 0; --i)
      text += static_cast<char>(random());
    for (const char* id : {"jsonl", "json", "csv"})
      read_text(id, text, {.chunk_bytes = 32});
    io::MemoryDisk disk;
    disk.put("in", text);
    judge(disk, {"in", {}});
  }
}

}  // namespace
}  // namespace bmo::formats::test
