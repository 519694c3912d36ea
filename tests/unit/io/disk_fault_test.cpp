// The disk that fails on purpose, and what publishing a file keeps whatever fails.
#include "bmo/io/disk_fault.hpp"

#include <algorithm>
#include <csignal>

#include "bmo/io/disk_memory.hpp"
#include "tests/unit/io/fixtures.hpp"

namespace bmo::io::test {
namespace {

TEST(FaultDisk, FailsTheNthOperationOnce) {
  MemoryDisk memory;
  FaultDisk disk(memory);
  disk.fail({.nth = 2});
  EXPECT_TRUE(disk.make_directories("a"));
  const Status second = disk.make_directories("b");
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, "E_IO");
  EXPECT_EQ(second.error().place.file, "b");
  EXPECT_TRUE(disk.make_directories("c"));
  EXPECT_FALSE(memory.exists("b"));
  EXPECT_TRUE(disk.has_failed());
}

TEST(FaultDisk, FailsFromTheNthOperationOn) {
  MemoryDisk memory;
  FaultDisk disk(memory);
  disk.fail({.nth = 2, .lasting = true});
  EXPECT_TRUE(disk.make_directories("a"));
  EXPECT_FALSE(disk.make_directories("b"));
  EXPECT_FALSE(disk.make_directories("c"));
  disk.heal();
  EXPECT_TRUE(disk.make_directories("c"));
}

TEST(FaultDisk, CountsOneKindAlone) {
  MemoryDisk memory;
  memory.put("f", "abc");
  FaultDisk disk(memory);
  disk.fail({.nth = 2, .only = Operation::kRename});
  EXPECT_TRUE(disk.rename("f", "g"));
  EXPECT_TRUE(disk.make_directories("d"));
  EXPECT_FALSE(disk.rename("g", "h"));
}

TEST(FaultDisk, GivesTheErrorItWasTold) {
  MemoryDisk memory;
  FaultDisk disk(memory);
  disk.fail({.error = injected_no_space()});
  EXPECT_EQ(disk.make_directories("a").error().code, "E_NO_SPACE");
}

TEST(FaultDisk, TearsAWrite) {
  MemoryDisk memory;
  FaultDisk disk(memory);
  disk.fail({.nth = 1, .lasting = true, .only = Operation::kWrite, .partial_bytes = 2});
  auto file = disk.open("f", Open::kCreateNew);
  ASSERT_TRUE(file);
  EXPECT_FALSE((*file)->write_at(0, "abcdef"));
  EXPECT_FALSE((*file)->write_at(0, "XYZ")) << "and later ones put nothing";
  EXPECT_EQ(*read_file(memory, "f"), "ab");
}

TEST(FaultDisk, FillsUpAfterSoManyBytes) {
  MemoryDisk memory;
  FaultDisk disk(memory);
  disk.fill_after(5);
  auto file = disk.open("f", Open::kCreateNew);
  ASSERT_TRUE(file);
  EXPECT_TRUE((*file)->write_at(0, "abc"));
  const Status full = (*file)->write_at(3, "defg");
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().code, "E_NO_SPACE");
  EXPECT_EQ(full.error().place.file, "f");
  EXPECT_FALSE((*file)->write_at(5, "h"));
  EXPECT_EQ(*read_file(memory, "f"), "abcde");
}

TEST(FaultDisk, CallsTheHookBeforeEachOperation) {
  MemoryDisk memory;
  FaultDisk disk(memory);
  std::vector<std::string> seen;
  disk.before_each([&](const Touch& touch) {
    EXPECT_EQ(touch.number, seen.size() + 1);
    EXPECT_EQ(memory.exists("d/f"), seen.size() > 1) << "the hook comes first";
    seen.push_back(touch.path);
  });
  ASSERT_TRUE(disk.make_directories("d"));
  ASSERT_TRUE(disk.open("d/f", Open::kCreateNew));
  ASSERT_TRUE(disk.sync_directory("d"));
  EXPECT_EQ(seen, (std::vector<std::string>{"d", "d/f", "d"}));
  EXPECT_EQ(disk.operations(), 3U);
}

/// How many operations one publication takes.
std::uint64_t operations_of_publication() {
  MemoryDisk memory;
  memory.put("d/f", "old");
  FaultDisk disk(memory);
  EXPECT_TRUE(publish_file(disk, "d/f", "new", true));
  return disk.operations();
}

TEST(Publication, AnyOneFailureIsToldAndNothingIsTorn) {
  const std::uint64_t operations = operations_of_publication();
  for (std::uint64_t nth = 1; nth <= operations; ++nth) {
    MemoryDisk memory;
    memory.put("d/f", "old");
    FaultDisk disk(memory);
    disk.fail({.nth = nth, .partial_bytes = 1});
    EXPECT_FALSE(publish_file(disk, "d/f", "new", true)) << nth;
    const std::string text = *read_file(memory, "d/f");
    EXPECT_TRUE(text == "old" || text == "new") << nth << ": " << text;
    EXPECT_EQ(memory.list("d")->size(), 1U) << "no draft is left after failure " << nth;
    EXPECT_TRUE(publish_file(disk, "d/f", "new", true)) << nth;
    EXPECT_EQ(*read_file(memory, "d/f"), "new");
  }
}

TEST(Publication, DeathAndPowerCutAtAnyPointTearNothing) {
  const std::uint64_t operations = operations_of_publication();
  for (std::uint64_t nth = 1; nth <= operations; ++nth) {
    MemoryDisk memory;
    memory.put("d/f", "old");
    FaultDisk disk(memory);
    disk.fail({.nth = nth, .lasting = true, .partial_bytes = 1});
    EXPECT_FALSE(publish_file(disk, "d/f", "new", true)) << nth;
    memory.power_cut();
    const std::string text = *read_file(memory, "d/f");
    EXPECT_TRUE(text == "old" || text == "new") << nth << ": " << text;
    EXPECT_TRUE(publish_file(memory, "d/f", "new", true)) << nth;
    memory.power_cut();
    EXPECT_EQ(*read_file(memory, "d/f"), "new") << nth;
  }
}

TEST(Publication, SuccessSurvivesAPowerCutAtOnce) {
  MemoryDisk memory;
  ASSERT_TRUE(publish_file(memory, "f", "new", true));
  memory.power_cut();
  EXPECT_EQ(*read_file(memory, "f"), "new");
}

TEST(Publication, RealKillAtAnyPointTearsNothing) {
  const std::uint64_t operations = operations_of_publication();
  for (std::uint64_t nth = 1; nth <= operations; ++nth) {
    const TemporaryFolder folder;
    write_file(folder / "f", "old");
    const int code = in_child([&] {
      FaultDisk disk(posix_disk());
      disk.before_each([&](const Touch& touch) {
        if (touch.number == nth) raise(SIGKILL);
      });
      return publish_file(disk, folder / "f", "new", true) ? 0 : 1;
    });
    ASSERT_EQ(code, 128 + SIGKILL);
    const std::string text = slurp(folder / "f");
    EXPECT_TRUE(text == "old" || text == "new") << nth << ": " << text;
    EXPECT_TRUE(publish_file(posix_disk(), folder / "f", "new", true));
    EXPECT_EQ(slurp(folder / "f"), "new");
    EXPECT_EQ(posix_disk().list(folder.path())->size(), 1U) << "the old draft is gone";
  }
}

TEST(Publication, WithoutDurabilityNeverSyncs) {
  MemoryDisk memory;
  FaultDisk disk(memory);
  std::vector<Operation> seen;
  disk.before_each([&](const Touch& touch) { seen.push_back(touch.operation); });
  ASSERT_TRUE(publish_file(disk, "f", "new", false));
  EXPECT_EQ(std::count(seen.begin(), seen.end(), Operation::kSync), 0);
  EXPECT_EQ(std::count(seen.begin(), seen.end(), Operation::kSyncDirectory), 0);
}

TEST(ReadFile, GivesAllBytes) {
  MemoryDisk disk;
  disk.put("f", "abc");
  EXPECT_EQ(*read_file(disk, "f"), "abc");
}

TEST(ReadFile, RefusesMoreThanTheLimit) {
  MemoryDisk disk;
  disk.put("f", "abcd");
  EXPECT_TRUE(read_file(disk, "f", 4));
  auto text = read_file(disk, "f", 3);
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().code, "E_TOO_LARGE");
}

}  // namespace
}  // namespace bmo::io::test
