// The real disk: what each system error becomes, and that bytes arrive as they were given.
#include <csignal>

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bmo/io/failure.hpp"
#include "tests/unit/io/fixtures.hpp"

namespace bmo::io::test {
namespace {

Disk& disk() {
  return posix_disk();
}

/// The error of opening, an empty one where it opens.
Error open_error(const std::string& path, Open mode) {
  auto file = disk().open(path, mode);
  EXPECT_FALSE(file) << path;
  return file ? Error{} : std::move(file).error();
}

/// As open_error, seen by a user without rights.
bool is_denied_to_others(const std::function<Status()>& work) {
  return in_child([&] {
           if (setgid(65534) != 0 || setuid(65534) != 0) return 2;
           const Status status = work();
           const bool denied = !status && status.error().kind == ErrorKind::kPermission &&
                               status.error().code == "E_PERMISSION";
           return denied ? 0 : 1;
         }) == 0;
}

TEST(PosixDisk, WritesAtPositionsAndReadsBack) {
  const TemporaryFolder folder;
  auto file = disk().open(folder / "a", Open::kCreateNew);
  ASSERT_TRUE(file);
  ASSERT_TRUE((*file)->write_at(3, "def"));
  ASSERT_TRUE((*file)->write_at(0, "abc"));
  char bytes[10];
  auto got = (*file)->read_at(1, bytes, sizeof bytes);
  ASSERT_TRUE(got);
  EXPECT_EQ(std::string_view(bytes, *got), "bcdef");
  ASSERT_TRUE((*file)->truncate(2));
  ASSERT_TRUE((*file)->sync());
  ASSERT_TRUE((*file)->close());
  EXPECT_EQ(slurp(folder / "a"), "ab");
}

TEST(PosixDisk, ModifiesAnExistingFile) {
  const TemporaryFolder folder;
  write_file(folder / "a", "abc");
  auto file = disk().open(folder / "a", Open::kModify);
  ASSERT_TRUE(file);
  ASSERT_TRUE((*file)->write_at(1, "X"));
  EXPECT_EQ(slurp(folder / "a"), "aXc");
}

TEST(PosixDisk, TellsWhatAFileIs) {
  const TemporaryFolder folder;
  write_file(folder / "a", "abc");
  auto info = disk().info(folder / "a");
  ASSERT_TRUE(info);
  EXPECT_EQ(info->bytes, 3U);
  EXPECT_TRUE(info->is_regular);
  EXPECT_FALSE(info->is_directory);
  EXPECT_GT(info->modified_ns, std::int64_t{1'500'000'000} * 1'000'000'000);
  auto of_folder = disk().info(folder.path());
  ASSERT_TRUE(of_folder);
  EXPECT_TRUE(of_folder->is_directory);
  EXPECT_NE(of_folder->inode, info->inode);
}

TEST(PosixDisk, CreateNewRefusesATakenName) {
  const TemporaryFolder folder;
  write_file(folder / "a", "abc");
  const Error error = open_error(folder / "a", Open::kCreateNew);
  EXPECT_EQ(error.kind, ErrorKind::kCannotCreate);
  EXPECT_EQ(error.code, "E_OUTPUT");
  EXPECT_EQ(slurp(folder / "a"), "abc");
}

TEST(PosixDisk, NeverWritesThroughALink) {
  const TemporaryFolder folder;
  write_file(folder / "victim", "abc");
  ASSERT_EQ(symlink((folder / "victim").c_str(), (folder / "a").c_str()), 0);
  EXPECT_EQ(open_error(folder / "a", Open::kCreateNew).kind, ErrorKind::kCannotCreate);
  const Error error = open_error(folder / "a", Open::kModify);
  EXPECT_EQ(error.kind, ErrorKind::kCannotCreate);
  EXPECT_NE(error.hint.find("rm '"), std::string::npos);
  auto lock = disk().lock(folder / "a", "me");
  ASSERT_FALSE(lock);
  EXPECT_EQ(lock.error().code, "E_OUTPUT");
  EXPECT_EQ(slurp(folder / "victim"), "abc");
}

TEST(PosixDisk, ReadsThroughALink) {
  const TemporaryFolder folder;
  write_file(folder / "data", "abc");
  ASSERT_EQ(symlink((folder / "data").c_str(), (folder / "a").c_str()), 0);
  EXPECT_TRUE(disk().open(folder / "a", Open::kRead));
}

TEST(PosixDisk, MissingFileNamesTheNearestInItsFolder) {
  const TemporaryFolder folder;
  write_file(folder / "pairs.jsonl", "abc");
  const Error error = open_error(folder / "pears.jsonl", Open::kRead);
  EXPECT_EQ(error.kind, ErrorKind::kNotFound);
  EXPECT_EQ(error.code, "E_INPUT");
  EXPECT_EQ(error.place.file, folder / "pears.jsonl");
  EXPECT_NE(error.hint.find(folder / "pairs.jsonl"), std::string::npos) << error.hint;
}

TEST(PosixDisk, MissingFolderNamesTheNearestFolder) {
  const TemporaryFolder folder;
  write_file(folder / "dataset/pairs.jsonl", "abc");
  const Error error = open_error(folder / "datasets/deep/pairs.jsonl", Open::kRead);
  EXPECT_EQ(error.code, "E_INPUT");
  EXPECT_NE(error.hint.find("`" + (folder / "dataset") + "`"), std::string::npos) << error.hint;
}

TEST(PosixDisk, MissingFileModifiedIsNotFound) {
  const TemporaryFolder folder;
  EXPECT_EQ(open_error(folder / "a", Open::kModify).kind, ErrorKind::kNotFound);
}

TEST(PosixDisk, RefusesToReadAFolder) {
  const TemporaryFolder folder;
  const Error error = open_error(folder.path(), Open::kRead);
  EXPECT_EQ(error.code, "E_INPUT");
  EXPECT_NE(error.message.find("folder"), std::string::npos);
}

TEST(PosixDisk, RefusesAPipeWithoutWaitingForAWriter) {
  const TemporaryFolder folder;
  ASSERT_EQ(mkfifo((folder / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(open_error(folder / "pipe", Open::kRead).code, "E_INPUT");
}

TEST(PosixDisk, CreatingInAMissingFolderSaysSo) {
  const TemporaryFolder folder;
  const Error error = open_error(folder / "no/a", Open::kCreateNew);
  EXPECT_EQ(error.kind, ErrorKind::kCannotCreate);
  EXPECT_NE(error.hint.find("mkdir -p '" + (folder / "no") + "'"), std::string::npos);
}

TEST(PosixDisk, CreatingBelowAFileSaysSo) {
  const TemporaryFolder folder;
  write_file(folder / "a", "abc");
  EXPECT_EQ(open_error(folder / "a/b", Open::kCreateNew).kind, ErrorKind::kCannotCreate);
  const Status made = disk().make_directories(folder / "a/b/c");
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().kind, ErrorKind::kCannotCreate);
}

TEST(PosixDisk, CreatingATooLongNameSaysSo) {
  const TemporaryFolder folder;
  const Error error = open_error(folder / std::string(300, 'a'), Open::kCreateNew);
  EXPECT_EQ(error.kind, ErrorKind::kCannotCreate);
  EXPECT_EQ(error.code, "E_OUTPUT");
}

TEST(PosixDisk, ForbiddenFileIsAPermissionError) {
  if (geteuid() != 0) GTEST_SKIP() << "needs root, to become someone else";
  const TemporaryFolder folder;
  ASSERT_EQ(chmod(folder.path().c_str(), 0755), 0);
  write_file(folder / "secret", "abc");
  ASSERT_EQ(chmod((folder / "secret").c_str(), 0600), 0);
  EXPECT_TRUE(is_denied_to_others([&]() -> Status {
    BMO_TRY(disk().open(folder / "secret", Open::kRead));
    return ok();
  }));
  EXPECT_TRUE(is_denied_to_others([&]() -> Status {
    BMO_TRY(disk().open(folder / "new", Open::kCreateNew));
    return ok();
  }));
  EXPECT_TRUE(is_denied_to_others([&] { return disk().make_directories(folder / "x/y"); }));
}

TEST(PosixDisk, OutOfDescriptorsNamesTheLimit) {
  const TemporaryFolder folder;
  write_file(folder / "a", "abc");
  const int code = in_child([&] {
    const rlimit limit{16, 16};
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0) return 2;
    std::vector<std::unique_ptr<File>> files;
    for (int i = 0; i < 20; ++i) {
      auto file = disk().open(folder / "a", Open::kRead);
      if (file) {
        files.push_back(*std::move(file));
        continue;
      }
      const Error& error = file.error();
      const bool is_good = error.kind == ErrorKind::kIo && error.code == "E_IO" &&
                           error.why.find("16") != std::string::npos;
      return is_good ? 0 : 1;
    }
    return 3;
  });
  EXPECT_EQ(code, 0);
}

TEST(PosixDisk, FileSizeLimitIsNoSpace) {
  const TemporaryFolder folder;
  const int code = in_child([&] {
    signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{4096, 4096};
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0) return 2;
    auto file = disk().open(folder / "a", Open::kCreateNew);
    if (!file) return 3;
    const Status status = (*file)->write_at(0, std::string(10000, 'x'));
    const bool is_good = !status && status.error().code == "E_NO_SPACE" &&
                         status.error().why.find("ulimit -f") != std::string::npos;
    return is_good ? 0 : 1;
  });
  EXPECT_EQ(code, 0);
  EXPECT_EQ(slurp(folder / "a").size(), 4096U);
}

/// A file system of its own, small enough to fill.
class SmallFileSystem : public testing::Test {
 protected:
  void SetUp() override {
    if (geteuid() != 0 ||
        mount("none", folder_.path().c_str(), "tmpfs", 0, "size=64k,nr_inodes=8") != 0) {
      GTEST_SKIP() << "cannot mount a small file system here";
    }
    is_mounted_ = true;
  }
  void TearDown() override {
    if (is_mounted_) umount2(folder_.path().c_str(), MNT_DETACH);
  }

  TemporaryFolder folder_;
  bool is_mounted_ = false;
};

TEST_F(SmallFileSystem, FullDiskNamesTheFreeBytesAndTheWayOn) {
  auto file = disk().open(folder_ / "a", Open::kCreateNew);
  ASSERT_TRUE(file);
  const Status status = (*file)->write_at(0, std::string(std::size_t{100} << 10U, 'x'));
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().kind, ErrorKind::kIo);
  EXPECT_EQ(status.error().code, "E_NO_SPACE");
  EXPECT_EQ(status.error().place.file, folder_ / "a");
  EXPECT_NE(status.error().why.find("0 B free"), std::string::npos) << status.error().why;
  EXPECT_NE(status.error().why.find("still needs 36 KiB"), std::string::npos) << status.error().why;
  EXPECT_NE(status.error().hint.find("same command again"), std::string::npos);
}

TEST_F(SmallFileSystem, NoMoreInodesIsSaidSo) {
  Error last;
  for (int i = 0; i < 20 && last.code.empty(); ++i) {
    auto file = disk().open(folder_ / std::to_string(i), Open::kCreateNew);
    if (!file) last = std::move(file).error();
  }
  EXPECT_EQ(last.code, "E_NO_SPACE");
  EXPECT_NE(last.why.find("inodes"), std::string::npos) << last.why;
}

TEST_F(SmallFileSystem, FailedPublicationLeavesTheOldFileAndNoDraft) {
  ASSERT_TRUE(publish_file(disk(), folder_ / "a", "old", true));
  EXPECT_FALSE(publish_file(disk(), folder_ / "a", std::string(100000, 'x'), true));
  EXPECT_EQ(slurp(folder_ / "a"), "old");
  auto names = disk().list(folder_.path());
  ASSERT_TRUE(names);
  EXPECT_EQ(*names, std::vector<std::string>{"a"});
}

TEST_F(SmallFileSystem, FreeBytesAreThoseOfTheNearestFolder) {
  auto free = disk().free_bytes(folder_ / "not/yet/made");
  ASSERT_TRUE(free);
  EXPECT_LE(*free, std::uint64_t{64} << 10U);
  EXPECT_GT(*free, 0U);
}

TEST_F(SmallFileSystem, ReadOnlyFileSystemIsAPermissionError) {
  ASSERT_EQ(mount("none", folder_.path().c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, ""), 0);
  const Error error = open_error(folder_ / "a", Open::kCreateNew);
  EXPECT_EQ(error.kind, ErrorKind::kPermission);
  EXPECT_NE(error.hint.find("can be written"), std::string::npos);
}

TEST(PosixDisk, ListsSortedNames) {
  const TemporaryFolder folder;
  for (const char* name : {"b", "a", ".hidden", "c"})
    write_file(folder / name, "");
  auto names = disk().list(folder.path());
  ASSERT_TRUE(names);
  EXPECT_EQ(*names, (std::vector<std::string>{".hidden", "a", "b", "c"}));
}

TEST(PosixDisk, ListingAMissingFolderIsNotFound) {
  const TemporaryFolder folder;
  auto names = disk().list(folder / "no");
  ASSERT_FALSE(names);
  EXPECT_EQ(names.error().code, "E_INPUT");
}

TEST(PosixDisk, MakesFoldersWithTheirParents) {
  const TemporaryFolder folder;
  ASSERT_TRUE(disk().make_directories(folder / "a/b/c/"));
  ASSERT_TRUE(disk().make_directories(folder / "a/b/c"));
  EXPECT_TRUE(std::filesystem::is_directory(folder / "a/b/c"));
}

TEST(PosixDisk, RemovesWhatIsThereAndDoesNotMindWhatIsNot) {
  const TemporaryFolder folder;
  write_file(folder / "d/a", "abc");
  EXPECT_FALSE(disk().remove_directory(folder / "d")) << "not empty";
  EXPECT_TRUE(disk().remove(folder / "d/a"));
  EXPECT_TRUE(disk().remove(folder / "d/a"));
  EXPECT_TRUE(disk().remove_directory(folder / "d"));
  EXPECT_TRUE(disk().remove_directory(folder / "d"));
  EXPECT_FALSE(disk().exists(folder / "d"));
}

TEST(PosixDisk, RenamesOverAnExistingFile) {
  const TemporaryFolder folder;
  write_file(folder / "a", "new");
  write_file(folder / "b", "old");
  ASSERT_TRUE(disk().rename(folder / "a", folder / "b"));
  EXPECT_EQ(slurp(folder / "b"), "new");
  EXPECT_FALSE(disk().exists(folder / "a"));
}

TEST(PosixDisk, LeaksNoDescriptor) {
  const TemporaryFolder folder;
  write_file(folder / "a", "abc");
  const auto count = [] {
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
  };
  const auto before = count();
  for (int i = 0; i < 50; ++i) {
    auto file = disk().open(folder / "a", Open::kRead);
    ASSERT_TRUE(file);
    EXPECT_TRUE((*file)->close());
    EXPECT_TRUE(disk().lock(folder / "lock", "me"));
    EXPECT_TRUE(disk().sync_directory(folder.path()));
    EXPECT_FALSE(disk().open(folder.path(), Open::kRead));
  }
  EXPECT_EQ(count(), before);
}

TEST(PosixLock, SecondProcessIsToldWhoHoldsIt) {
  const TemporaryFolder folder;
  auto lock = disk().lock(folder / "lock", "bmo export, process 42");
  ASSERT_TRUE(lock);
  const int code = in_child([&] {
    auto second = disk().lock(folder / "lock", "the other");
    const bool is_good = !second && second.error().kind == ErrorKind::kBusy &&
                         second.error().code == "E_BUSY" &&
                         second.error().why.find("bmo export, process 42") != std::string::npos;
    return is_good ? 0 : 1;
  });
  EXPECT_EQ(code, 0);
  EXPECT_EQ(slurp(folder / "lock"), "bmo export, process 42");
}

TEST(PosixLock, IsFreeAfterItsHolderDied) {
  const TemporaryFolder folder;
  const int code = in_child([&] {
    auto lock = disk().lock(folder / "lock", "a long text of one who will die");
    raise(SIGKILL);
    return lock ? 0 : 1;
  });
  ASSERT_EQ(code, 128 + SIGKILL);
  auto lock = disk().lock(folder / "lock", "me");
  ASSERT_TRUE(lock);
  EXPECT_EQ(slurp(folder / "lock"), "me");
}

TEST(PosixLock, IsFreeWhenDropped) {
  const TemporaryFolder folder;
  {
    auto lock = disk().lock(folder / "lock", "first");
    ASSERT_TRUE(lock);
    EXPECT_FALSE(disk().lock(folder / "lock", "second"));
  }
  EXPECT_TRUE(disk().lock(folder / "lock", "second"));
}

TEST(PosixLock, ShowsTheOwnersTextHarmlessly) {
  const TemporaryFolder folder;
  auto lock = disk().lock(folder / "lock", "\x1b[31mred\n");
  auto second = disk().lock(folder / "lock", "second");
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().why.find('\x1b'), std::string::npos);
}

TEST(ParentOf, CutsTheLastPart) {
  EXPECT_EQ(parent_of("a/b/c"), "a/b");
  EXPECT_EQ(parent_of("a/b/"), "a");
  EXPECT_EQ(parent_of("a//b"), "a");
  EXPECT_EQ(parent_of("a"), ".");
  EXPECT_EQ(parent_of("/a"), "/");
  EXPECT_EQ(parent_of("/"), "/");
  EXPECT_EQ(parent_of("."), ".");
  EXPECT_EQ(parent_of(""), ".");
}

TEST(NameOf, GivesTheLastPart) {
  EXPECT_EQ(name_of("a/b"), "b");
  EXPECT_EQ(name_of("a/b/"), "b");
  EXPECT_EQ(name_of("b"), "b");
}

TEST(Join, PutsOneSlashBetween) {
  EXPECT_EQ(join("a/b", "c"), "a/b/c");
  EXPECT_EQ(join("a/", "c"), "a/c");
  EXPECT_EQ(join("/", "c"), "/c");
  EXPECT_EQ(join("", "c"), "c");
}

}  // namespace
}  // namespace bmo::io::test
