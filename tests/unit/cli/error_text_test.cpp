// The shape of errors and findings on the terminal.
#include "bmo/cli/error_text.hpp"

#include <gtest/gtest.h>

namespace bmo::cli {
namespace {

const Style kPlain{};

app::FindingExample example(std::string code, std::uint64_t record) {
  return {.code = std::move(code),
          .severity = "error",
          .file = "pairs.jsonl",
          .record = record,
          .line = record,
          .column = 20,
          .byte = 160,
          .field = "messages[0].role",
          .detail = "found `narrator`",
          .excerpt = R"({"role":"narrator"})",
          .caret = 9};
}

TEST(ErrorText, ShowsWhatWhereWhyAndFix) {
  Error error{.kind = ErrorKind::kNotFound,
              .code = "E_INPUT",
              .message = "there is no file `a.jsonl`",
              .why = "the folder holds `b.jsonl`",
              .hint = "bmo export b.jsonl"};
  error.place = {.file = "a.jsonl", .record = 3, .line = 3, .column = 20, .byte = 179};
  EXPECT_EQ(error_text(error, kPlain),
            "bmo: error[E_INPUT]: there is no file `a.jsonl`\n"
            "  --> a.jsonl:3:20  (record 3, byte 179)\n"
            "  why: the folder holds `b.jsonl`\n"
            "  fix: bmo export b.jsonl\n");
}

TEST(ErrorText, LeavesOutWhatIsNotKnown) {
  const Error error{.kind = ErrorKind::kUsage, .code = "E_USAGE", .message = "no"};
  EXPECT_EQ(error_text(error, kPlain), "bmo: error[E_USAGE]: no\n");
}

TEST(ErrorText, LetsNoControlCharacterThrough) {
  Error error{.kind = ErrorKind::kUsage,
              .code = "E_X",
              .message = "a\x1b[31mb",
              .why = "\xE2\x80\xAE",
              .hint = "\x07\xC2\x9B"};
  error.place.file = "x\x1b]52;c;AA\x07.jsonl";
  const std::string text = error_text(error, kPlain);
  for (const char byte : text) {
    EXPECT_TRUE(byte == '\n' || (static_cast<unsigned char>(byte) >= 0x20 && byte != 0x7F)) << text;
  }
  EXPECT_EQ(text.find("\xE2\x80\xAE"), std::string::npos);
  EXPECT_EQ(text.find("\xC2\x9B"), std::string::npos);
}

TEST(ErrorText, ColourOnlyAdds) {
  const Error error{.kind = ErrorKind::kUsage, .code = "E_X", .message = "m", .hint = "f"};
  const Style colour{.terminal = true, .colour = true};
  std::string text = error_text(error, colour);
  EXPECT_NE(text.find('\x1b'), std::string::npos);
  for (std::size_t at = text.find('\x1b'); at != std::string::npos; at = text.find('\x1b')) {
    text.erase(at, text.find('m', at) - at + 1);
  }
  EXPECT_EQ(text, error_text(error, kPlain));
}

TEST(FindingText, PutsTheCaretUnderTheByte) {
  const std::string text = finding_text(example("E_ROLE", 3), {.for_errors = "set aside"}, kPlain);
  const std::size_t line = text.find("      {\"role\"");
  ASSERT_NE(line, std::string::npos) << text;
  const std::size_t caret = text.find('^');
  const std::size_t start = text.rfind('\n', caret) + 1;
  EXPECT_EQ(text[line + (caret - start)], '"') << text;
  EXPECT_NE(text.find("  --> pairs.jsonl:3:20  (record 3, byte 160, field messages[0].role)\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("  did: set aside\n"), std::string::npos) << text;
}

TEST(FindingsText, ShowsFiveOfACodeAndCountsTheRest) {
  std::vector<app::FindingExample> examples;
  for (std::uint64_t record = 1; record <= 8; ++record) {
    examples.push_back(example("E_ROLE", record));
  }
  const app::FindingCount count{.code = "E_ROLE", .severity = "error", .count = 1200};
  const std::string text = findings_text(examples, {&count, 1}, {}, kPlain);
  EXPECT_NE(text.find("pairs.jsonl:5:"), std::string::npos);
  EXPECT_EQ(text.find("pairs.jsonl:6:"), std::string::npos);
  EXPECT_NE(text.find("... and 1,195 more of E_ROLE\n"), std::string::npos) << text;
}

}  // namespace
}  // namespace bmo::cli
