// Summaries, tables, progress lines and the exit code of a finished run.
#include "bmo/cli/summary.hpp"

#include <gtest/gtest.h>

#include "bmo/cli/progress_display.hpp"
#include "bmo/cli/shell.hpp"
#include "bmo/cli/text_table.hpp"

namespace bmo::cli {
namespace {

const Style kPlain{};

TEST(ExitCode, IsOneWhereRecordsAreQuarantined) {
  EXPECT_EQ(exit_code_of({.records = 2, .exported = 2}, ""), 0);
  EXPECT_EQ(exit_code_of({.records = 2, .exported = 1, .quarantined = 1}, ""), 1);
}

TEST(ExitCode, FollowsFailOn) {
  app::ExportAnswer answer{.records = 1, .exported = 1};
  answer.findings = {{.code = "W_FORMULA", .severity = "warning", .count = 1}};
  EXPECT_EQ(exit_code_of(answer, ""), 0);
  EXPECT_EQ(exit_code_of(answer, "error"), 0);
  EXPECT_EQ(exit_code_of(answer, "warning"), 1);
  EXPECT_EQ(exit_code_of(answer, "note"), 1);
}

TEST(Fates, LeaveOutWhatNoRecordHad) {
  const std::string text = fates_text({.records = 1000, .exported = 999, .quarantined = 1}, kPlain);
  EXPECT_EQ(text,
            "1,000 records\n"
            "  exported     999  99.9 %\n"
            "  quarantined    1   0.1 %\n");
}

TEST(Fates, DoNotRoundAFaultAway) {
  const std::string text =
      fates_text({.records = 1'000'000, .exported = 999'999, .quarantined = 1}, kPlain);
  EXPECT_NE(text.find("> 99.9 %"), std::string::npos) << text;
  EXPECT_NE(text.find("< 0.1 %"), std::string::npos) << text;
}

TEST(Table, CountsWideCharactersTwice) {
  TextTable table({{""}, {""}});
  table.add_row({"\xE7\x8C\xAB", "x"});
  table.add_row({"ab", "y"});
  EXPECT_EQ(table.text(kPlain, ""), "\xE7\x8C\xAB  x\nab  y\n");
}

TEST(Table, WrapsTheLastColumnOnATerminalOnly) {
  TextTable table({{""}, {""}});
  table.add_row({"a", "one two three four five six seven eight nine"});
  const Style narrow{.terminal = true, .columns = 30};
  EXPECT_EQ(table.text(narrow, ""), "a  one two three four five six\n   seven eight nine\n");
  EXPECT_EQ(table.text(kPlain, ""), "a  one two three four five six seven eight nine\n");
}

TEST(Progress, TellsRateSharesAndSafeBlocks) {
  const ProgressMoment moment{{.phase = "exporting",
                               .records = 120'000,
                               .bytes_done = 50'000'000,
                               .bytes_total = 100'000'000,
                               .quarantined = 3,
                               .blocks_safe = 14},
                              2.0};
  EXPECT_EQ(progress_line(moment),
            "exporting  50 %  120,000 records  ETA 2 s  3 quarantined  60,000/s  25.0 MB/s  "
            "14 blocks safe");
}

TEST(Progress, BarKeepsToTheTerminalsWidth) {
  const ProgressMoment moment{{.phase = "exporting",
                               .records = 120'000,
                               .bytes_done = 50'000'000,
                               .bytes_total = 100'000'000,
                               .quarantined = 3,
                               .blocks_safe = 14},
                              2.0};
  for (unsigned columns = 20; columns < 140; ++columns) {
    const Style style{.terminal = true, .columns = columns};
    EXPECT_LT(display_width(progress_bar(moment, style)), columns);
  }
}

TEST(ShellWord, QuotesWhatAShellWouldRead) {
  EXPECT_EQ(shell_word("out/a-1.jsonl"), "out/a-1.jsonl");
  EXPECT_EQ(shell_word("my out"), "'my out'");
  EXPECT_EQ(shell_word("it's"), "'it'\\''s'");
  EXPECT_EQ(shell_word(""), "''");
}

TEST(Completion, NamesEveryVerbAndRefusesOtherShells) {
  for (const std::string shell : {"bash", "zsh", "fish"}) {
    const auto script = completion_script(shell);
    ASSERT_TRUE(script) << shell;
    EXPECT_NE(script->find("export"), std::string::npos);
    EXPECT_NE(script->find(shell == "fish" ? "-l durability" : "--durability"), std::string::npos);
  }
  EXPECT_EQ(completion_script("tcsh").error().code, "E_SHELL");
}

}  // namespace
}  // namespace bmo::cli
