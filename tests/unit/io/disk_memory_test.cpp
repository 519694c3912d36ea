// The memory disk: what a power cut leaves, and that it answers as the real one does.
#include "bmo/io/disk_memory.hpp"

#include "tests/unit/io/fixtures.hpp"

namespace bmo::io::test {
namespace {

std::unique_ptr<File> create(Disk& disk, const std::string& path, std::string_view bytes) {
  auto file = disk.open(path, Open::kCreateNew);
  EXPECT_TRUE(file);
  EXPECT_TRUE((*file)->write_at(0, bytes));
  return *std::move(file);
}

std::string content(Disk& disk, const std::string& path) {
  auto text = read_file(disk, path);
  return text ? *text : "no such file";
}

TEST(PowerCut, KeepsWhatWasSyncedInFileAndFolder) {
  MemoryDisk disk;
  ASSERT_TRUE(create(disk, "a", "abc")->sync());
  ASSERT_TRUE(disk.sync_directory("."));
  disk.power_cut();
  EXPECT_EQ(content(disk, "a"), "abc");
}

TEST(PowerCut, LosesAFileWhoseFolderWasNotSynced) {
  MemoryDisk disk;
  ASSERT_TRUE(create(disk, "a", "abc")->sync());
  disk.power_cut();
  EXPECT_FALSE(disk.exists("a"));
}

TEST(PowerCut, EmptiesAFileThatWasNotSynced) {
  MemoryDisk disk;
  create(disk, "a", "abc");
  ASSERT_TRUE(disk.sync_directory("."));
  disk.power_cut();
  EXPECT_EQ(content(disk, "a"), "");
}

TEST(PowerCut, LosesWhatWasWrittenAfterTheSync) {
  MemoryDisk disk;
  const auto file = create(disk, "a", "abc");
  ASSERT_TRUE(file->sync());
  ASSERT_TRUE(disk.sync_directory("."));
  ASSERT_TRUE(file->write_at(3, "def"));
  disk.power_cut();
  EXPECT_EQ(content(disk, "a"), "abc");
}

TEST(PowerCut, UndoesARenameThatWasNotSynced) {
  MemoryDisk disk;
  disk.put("final", "old");
  disk.put("draft", "new");
  ASSERT_TRUE(disk.rename("draft", "final"));
  EXPECT_EQ(content(disk, "final"), "new");
  disk.power_cut();
  EXPECT_EQ(content(disk, "final"), "old");
  EXPECT_EQ(content(disk, "draft"), "new");
}

TEST(PowerCut, KeepsARenameThatWasSynced) {
  MemoryDisk disk;
  disk.put("final", "old");
  disk.put("draft", "new");
  ASSERT_TRUE(disk.rename("draft", "final"));
  ASSERT_TRUE(disk.sync_directory("."));
  disk.power_cut();
  EXPECT_EQ(content(disk, "final"), "new");
  EXPECT_FALSE(disk.exists("draft"));
}

TEST(PowerCut, BringsBackARemovedFileThatWasNotSynced) {
  MemoryDisk disk;
  disk.put("d/a", "abc");
  ASSERT_TRUE(disk.remove("d/a"));
  disk.power_cut();
  EXPECT_EQ(content(disk, "d/a"), "abc");
}

TEST(PowerCut, KeepsMadeFolders) {
  MemoryDisk disk;
  ASSERT_TRUE(disk.make_directories("a/b"));
  disk.power_cut();
  EXPECT_TRUE(disk.exists("a/b"));
}

TEST(PowerCut, EndsOpenFilesAndLocks) {
  MemoryDisk disk;
  const auto file = create(disk, "a", "abc");
  auto lock = disk.lock("lock", "me");
  ASSERT_TRUE(lock);
  disk.power_cut();
  EXPECT_FALSE(file->write_at(0, "x"));
  EXPECT_FALSE(file->sync());
  auto second = disk.lock("lock", "you");
  EXPECT_TRUE(second);
  lock->reset();
  EXPECT_FALSE(disk.lock("lock", "they")) << "the old holder must not free the new lock";
}

TEST(PowerCut, OfADurablePublicationLosesNothing) {
  MemoryDisk disk;
  ASSERT_TRUE(publish_file(disk, "a", "abc", true));
  disk.power_cut();
  EXPECT_EQ(content(disk, "a"), "abc");
}

TEST(PowerCut, OfAHastyPublicationMayLoseIt) {
  MemoryDisk disk;
  ASSERT_TRUE(publish_file(disk, "a", "abc", false));
  disk.power_cut();
  EXPECT_FALSE(disk.exists("a"));
}

TEST(MemoryDisk, LockIsHeldOnceAndNamesItsHolder) {
  MemoryDisk disk;
  auto lock = disk.lock("lock", "first run");
  ASSERT_TRUE(lock);
  auto second = disk.lock("lock", "second");
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::kBusy);
  EXPECT_NE(second.error().why.find("first run"), std::string::npos);
  lock->reset();
  EXPECT_TRUE(disk.lock("lock", "second"));
}

TEST(MemoryDisk, AnswersAsTheRealDiskDoes) {
  const TemporaryFolder folder;
  MemoryDisk memory;
  ASSERT_TRUE(memory.make_directories(folder.path()));
  for (Disk* disk : {&posix_disk(), static_cast<Disk*>(&memory)}) {
    ASSERT_TRUE(disk->make_directories(folder / "d"));
    create(*disk, folder / "d/a", "abc");
    EXPECT_EQ(disk->open(folder / "d/a", Open::kCreateNew).error().kind, ErrorKind::kCannotCreate);
    EXPECT_EQ(disk->open(folder / "x/a", Open::kCreateNew).error().kind, ErrorKind::kCannotCreate);
    EXPECT_EQ(disk->open(folder / "d/b", Open::kModify).error().kind, ErrorKind::kNotFound);
    EXPECT_EQ(disk->open(folder / "d/b", Open::kRead).error().code, "E_INPUT");
    EXPECT_EQ(disk->info(folder / "d/b").error().code, "E_INPUT");
    EXPECT_EQ(disk->info(folder / "d/a")->bytes, 3U);
    EXPECT_TRUE(disk->info(folder / "d")->is_directory);
    EXPECT_EQ(disk->make_directories(folder / "d/a/x").error().code, "E_OUTPUT");
    EXPECT_EQ(disk->rename(folder / "d/none", folder / "d/b").error().code, "E_OUTPUT");
    EXPECT_FALSE(disk->remove(folder / "d"));
    EXPECT_FALSE(disk->remove_directory(folder / "d"));
    EXPECT_EQ(*disk->list(folder / "d"), std::vector<std::string>{"a"});
  }
}

TEST(MemoryDisk, FillsAHoleWithZeros) {
  MemoryDisk disk;
  auto file = disk.open("a", Open::kCreateNew);
  ASSERT_TRUE(file);
  ASSERT_TRUE((*file)->write_at(2, "x"));
  EXPECT_EQ(content(disk, "a"), std::string("\0\0x", 3));
}

}  // namespace
}  // namespace bmo::io::test
