// How the real disk takes system calls that stop half-way: this program puts its own in their
// place.
#include <algorithm>
#include <cerrno>

#include <sys/syscall.h>
#include <unistd.h>

#include "bmo/io/disk_memory.hpp"
#include "tests/unit/io/fixtures.hpp"

namespace bmo::io::test {
namespace {

/// What the replaced calls below do; all of it off unless a test is running.
struct Behaviour {
  std::size_t longest_transfer = SIZE_MAX;
  int interruptions_each = 0;  ///< EINTR so many times before each call goes through.
  int sync_error = 0;
  int close_error = 0;
  int read_error = 0;
  int interruptions_left = 0;
  int syncs = 0;
};

Behaviour& behaviour() {
  static Behaviour state;
  return state;
}

bool is_interrupted() {
  Behaviour& state = behaviour();
  if (state.interruptions_left > 0) {
    --state.interruptions_left;
    errno = EINTR;
    return true;
  }
  state.interruptions_left = state.interruptions_each;
  return false;
}

}  // namespace
}  // namespace bmo::io::test

using bmo::io::test::behaviour;
using bmo::io::test::is_interrupted;

extern "C" ssize_t pwrite(int file, const void* bytes, size_t size, off_t offset) {
  if (is_interrupted()) return -1;
  return syscall(SYS_pwrite64, file, bytes, std::min(size, behaviour().longest_transfer), offset);
}

extern "C" ssize_t pread(int file, void* bytes, size_t size, off_t offset) {
  if (is_interrupted()) return -1;
  if (behaviour().read_error != 0) {
    errno = behaviour().read_error;
    return -1;
  }
  return syscall(SYS_pread64, file, bytes, std::min(size, behaviour().longest_transfer), offset);
}

extern "C" int fsync(int file) {
  if (is_interrupted()) return -1;
  ++behaviour().syncs;
  if (behaviour().sync_error == 0) return static_cast<int>(syscall(SYS_fsync, file));
  errno = behaviour().sync_error;
  return -1;
}

extern "C" int close(int file) {
  const int result = static_cast<int>(syscall(SYS_close, file));
  if (behaviour().close_error == 0) return result;
  errno = behaviour().close_error;
  return -1;
}

namespace bmo::io::test {
namespace {

class SystemCalls : public testing::Test {
 protected:
  SystemCalls() { behaviour() = Behaviour(); }
  ~SystemCalls() override { behaviour() = Behaviour(); }

  std::unique_ptr<File> create(const std::string& name) {
    auto file = posix_disk().open(folder_ / name, Open::kCreateNew);
    EXPECT_TRUE(file);
    return *std::move(file);
  }

  TemporaryFolder folder_;
};

TEST_F(SystemCalls, ShortWritesAndInterruptionsAreInvisible) {
  behaviour() = {.longest_transfer = 3, .interruptions_each = 2};
  const auto file = create("a");
  ASSERT_TRUE(file->write_at(0, "0123456789"));
  ASSERT_TRUE(file->write_at(4, "abcdefghij"));
  EXPECT_TRUE(file->sync());
  EXPECT_TRUE(file->close());
  EXPECT_EQ(slurp(folder_ / "a"), "0123abcdefghij");
}

TEST_F(SystemCalls, ShortReadsAndInterruptionsAreInvisible) {
  write_file(folder_ / "a", "0123456789");
  behaviour() = {.longest_transfer = 3, .interruptions_each = 2};
  auto text = read_file(posix_disk(), folder_ / "a");
  ASSERT_TRUE(text);
  EXPECT_EQ(*text, "0123456789");
}

TEST_F(SystemCalls, ShortReadsDoNotChangeWhatGzipGives) {
  const std::string text(100'000, 'x');
  write_file(folder_ / "a.gz", gzip_of(text) + gzip_of("end"));
  behaviour() = {.longest_transfer = 5};
  auto read = read_all(posix_disk(), {folder_ / "a.gz", ""});
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, text + "end");
}

TEST_F(SystemCalls, FailedSyncIsNeverTriedAgain) {
  const auto file = create("a");
  ASSERT_TRUE(file->write_at(0, "abc"));
  behaviour().sync_error = EIO;
  EXPECT_EQ(file->sync().error().code, "E_IO");
  behaviour().sync_error = 0;
  EXPECT_FALSE(file->sync()) << "the kernel would report a success that is none";
  EXPECT_EQ(behaviour().syncs, 1);
}

TEST_F(SystemCalls, FailedSyncLeavesNoDraftAndTheOldFile) {
  ASSERT_TRUE(publish_file(posix_disk(), folder_ / "a", "old", true));
  behaviour().sync_error = EIO;
  const Status status = publish_file(posix_disk(), folder_ / "a", "new", true);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().kind, ErrorKind::kIo);
  EXPECT_EQ(slurp(folder_ / "a"), "old");
  EXPECT_EQ(posix_disk().list(folder_.path())->size(), 1U);
}

TEST_F(SystemCalls, FullDiskAtSyncIsNoSpace) {
  const auto file = create("a");
  behaviour().sync_error = ENOSPC;
  const Status status = file->sync();
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, "E_NO_SPACE");
  EXPECT_NE(status.error().why.find("free"), std::string::npos);
}

TEST_F(SystemCalls, QuotaIsNamed) {
  const auto file = create("a");
  behaviour().sync_error = EDQUOT;
  EXPECT_NE(file->sync().error().why.find("quota"), std::string::npos);
}

TEST_F(SystemCalls, FailedCloseIsTold) {
  const auto file = create("a");
  behaviour().close_error = EIO;
  EXPECT_EQ(file->close().error().code, "E_IO");
}

TEST_F(SystemCalls, InterruptedCloseHasClosed) {
  const auto file = create("a");
  behaviour().close_error = EINTR;
  EXPECT_TRUE(file->close());
}

TEST_F(SystemCalls, FolderThatCannotBeSyncedByItsFileSystemIsFine) {
  behaviour().sync_error = EINVAL;
  EXPECT_TRUE(posix_disk().sync_directory(folder_.path()));
}

TEST_F(SystemCalls, FailedSyncOfAFolderIsTold) {
  behaviour().sync_error = EIO;
  EXPECT_EQ(posix_disk().sync_directory(folder_.path()).error().code, "E_IO");
}

TEST_F(SystemCalls, BrokenReadIsAnIoErrorWithItsFile) {
  write_file(folder_ / "a", "abc");
  behaviour().read_error = EIO;
  auto source = open_source(posix_disk(), {folder_ / "a", ""}, 0);
  ASSERT_FALSE(source);
  EXPECT_EQ(source.error().kind, ErrorKind::kIo);
  EXPECT_EQ(source.error().code, "E_IO");
  EXPECT_EQ(source.error().place.file, folder_ / "a");
}

TEST_F(SystemCalls, MadeFoldersAreSyncedIntoTheirParents) {
  ASSERT_TRUE(posix_disk().make_directories(folder_ / "a/b/c"));
  EXPECT_EQ(behaviour().syncs, 3);
  ASSERT_TRUE(posix_disk().make_directories(folder_ / "a/b/c"));
  EXPECT_EQ(behaviour().syncs, 3) << "nothing new, nothing to sync";
}

}  // namespace
}  // namespace bmo::io::test
