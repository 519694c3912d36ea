// Tests of the log of overrides: what it holds, what a kill leaves of it, and what tampering shows.
#include "bmo/workspace/overrides.hpp"

#include <gtest/gtest.h>

#include "bmo/io/disk_fault.hpp"
#include "bmo/io/disk_memory.hpp"

namespace bmo::workspace {
namespace {

constexpr const char* kPath = "out/.bmo/overrides.jsonl";

OverrideEntry decision(std::string id, bool keep) {
  return {.id = std::move(id),
          .content = "00112233445566778899aabbccddeeff",
          .keep = keep,
          .reason = "checked by hand",
          .by = "ada",
          .at = "2026-03-01T12:00:00Z",
          .expires = ""};
}

class Overrides : public testing::Test {
 protected:
  Overrides() { EXPECT_TRUE(disk_.make_directories("out/.bmo")); }

  std::string bytes() { return *io::read_file(disk_, kPath); }
  std::size_t count() {
    const auto log = OverrideLog::read(disk_, kPath);
    return log ? log->entries().size() : 999;
  }

  io::MemoryDisk disk_;
};

TEST_F(Overrides, AnAbsentLogIsEmpty) {
  const auto log = OverrideLog::read(disk_, kPath);
  ASSERT_TRUE(log);
  EXPECT_TRUE(log->entries().empty());
  EXPECT_EQ(log->head(), "");
}

TEST_F(Overrides, KeepsWhatWasDecidedInOrder) {
  ASSERT_TRUE(OverrideLog::append(disk_, kPath, {decision("a", true), decision("b", false)}));
  ASSERT_TRUE(OverrideLog::append(disk_, kPath, {decision("a", false)}));
  const auto log = OverrideLog::read(disk_, kPath);
  ASSERT_TRUE(log);
  ASSERT_EQ(log->entries().size(), 3U);
  EXPECT_EQ(log->entries()[1].id, "b");
  EXPECT_EQ(log->entries()[2].number, 3U);
  EXPECT_FALSE(log->entries()[2].keep);
  EXPECT_EQ(log->entries()[0].reason, "checked by hand");
}

TEST_F(Overrides, ShowsThatALineWasChanged) {
  ASSERT_TRUE(OverrideLog::append(disk_, kPath, {decision("a", true), decision("b", false)}));
  std::string text = bytes();
  text.replace(text.find("ada"), 3, "eve");
  disk_.put(kPath, text);
  const auto log = OverrideLog::read(disk_, kPath);
  ASSERT_FALSE(log);
  EXPECT_EQ(log.error().code, "E_OVERRIDES");
  EXPECT_EQ(log.error().place.line, 1U);
}

TEST_F(Overrides, ShowsThatALineWasRemoved) {
  ASSERT_TRUE(OverrideLog::append(
      disk_, kPath, {decision("a", true), decision("b", false), decision("c", true)}));
  const std::string text = bytes();
  const std::size_t first = text.find('\n') + 1;
  const std::size_t second = text.find('\n', first) + 1;
  disk_.put(kPath, text.substr(0, first) + text.substr(second));
  EXPECT_FALSE(OverrideLog::read(disk_, kPath));
}

TEST_F(Overrides, PassesOverATornEndAndWritesInItsPlace) {
  ASSERT_TRUE(OverrideLog::append(disk_, kPath, {decision("a", true)}));
  const std::string whole = bytes();
  disk_.put(kPath, whole + whole.substr(0, whole.size() / 2));
  EXPECT_EQ(count(), 1U);
  ASSERT_TRUE(OverrideLog::append(disk_, kPath, {decision("b", true)}));
  EXPECT_EQ(count(), 2U);
}

TEST_F(Overrides, AKillAtAnyCallOfAnAppendLosesNothingThatStood) {
  ASSERT_TRUE(OverrideLog::append(disk_, kPath, {decision("a", true)}));
  for (std::uint64_t nth = 1; nth < 100; ++nth) {
    const std::size_t before = count();
    io::FaultDisk faulty(disk_);
    faulty.fail({.nth = nth, .lasting = true, .partial_bytes = 40});
    const Status added = OverrideLog::append(faulty, kPath, {decision("b", false)});
    if (!faulty.has_failed()) {
      EXPECT_TRUE(added);
      EXPECT_EQ(count(), before + 1);
      return;
    }
    disk_.power_cut();
    const std::size_t after = count();
    ASSERT_TRUE(after == before || after == before + 1) << "call " << nth << ": " << after;
  }
  FAIL() << "no append passed";
}

TEST_F(Overrides, HoldUntilTheDayOnWhichTheyExpire) {
  OverrideEntry entry = decision("a", true);
  EXPECT_TRUE(entry.in_force("2999-01-01"));
  entry.expires = "2026-06-30";
  EXPECT_TRUE(entry.in_force("2026-06-30"));
  EXPECT_FALSE(entry.in_force("2026-07-01"));
}

TEST(IsDate, KnowsTheCalendar) {
  EXPECT_TRUE(is_date("2028-02-29"));
  EXPECT_FALSE(is_date("2026-02-29"));
  EXPECT_FALSE(is_date("2026-13-01"));
  EXPECT_FALSE(is_date("2026-1-01"));
  EXPECT_FALSE(is_date("tomorrow"));
}

}  // namespace
}  // namespace bmo::workspace
