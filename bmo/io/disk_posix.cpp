// The real disk: plain POSIX calls, each short write and interruption handled in one place.
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <optional>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "bmo/base/text.hpp"
#include "bmo/io/disk.hpp"
#include "bmo/io/failure.hpp"

namespace bmo::io {
namespace {

/// Some kernels refuse larger single transfers.
constexpr std::size_t kLargestTransfer = std::size_t{1} << 30U;

std::int64_t nanoseconds(const timespec& time) {
  return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

FileInfo to_info(const struct stat& from) {
  FileInfo info;
  info.bytes = static_cast<std::uint64_t>(from.st_size);
  info.modified_ns = nanoseconds(from.st_mtim);
  info.changed_ns = nanoseconds(from.st_ctim);
  info.inode = from.st_ino;
  info.device = from.st_dev;
  info.is_directory = S_ISDIR(from.st_mode);
  info.is_regular = S_ISREG(from.st_mode);
  return info;
}

/// Calls again while a signal interrupts the call.
template <typename Call>
auto uninterrupted(Call call) {
  auto result = call();
  while (result < 0 && errno == EINTR)
    result = call();
  return result;
}

/// Owns a file descriptor.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int number() const { return number_; }
  int release() { return std::exchange(number_, -1); }

 private:
  int number_;
};

class PosixFile final : public File {
 public:
  PosixFile(Descriptor descriptor, std::string path)
      : descriptor_(std::move(descriptor)), path_(std::move(path)) {}

  Result<std::size_t> read_at(std::uint64_t offset, char* out, std::size_t size) override {
    std::size_t done = 0;
    while (done < size) {
      const std::size_t part = std::min(size - done, kLargestTransfer);
      const ssize_t got = uninterrupted([&] {
        return ::pread(descriptor_.number(), out + done, part, static_cast<off_t>(offset + done));
      });
      if (got < 0) return system_failure(errno, Attempt::kRead, path_);
      if (got == 0) break;
      done += static_cast<std::size_t>(got);
    }
    return done;
  }

  Status write_at(std::uint64_t offset, std::string_view bytes) override {
    while (!bytes.empty()) {
      const std::size_t part = std::min(bytes.size(), kLargestTransfer);
      const ssize_t put = uninterrupted([&] {
        return ::pwrite(descriptor_.number(), bytes.data(), part, static_cast<off_t>(offset));
      });
      if (put < 0) return write_failure(errno, bytes.size());
      if (put == 0) return write_failure(ENOSPC, bytes.size());
      offset += static_cast<std::uint64_t>(put);
      bytes.remove_prefix(static_cast<std::size_t>(put));
    }
    return ok();
  }

  Status truncate(std::uint64_t size) override {
    const auto length = static_cast<off_t>(size);
    if (uninterrupted([&] { return ::ftruncate(descriptor_.number(), length); }) != 0) {
      return system_failure(errno, Attempt::kWrite, path_);
    }
    return ok();
  }

  Status sync() override {
    // Linux marks failed pages clean, so a second fsync would report a success that is none.
    if (sync_failure_) return *sync_failure_;
    if (uninterrupted([&] { return ::fsync(descriptor_.number()); }) == 0) return ok();
    sync_failure_ = system_failure(errno, Attempt::kSync, path_);
    return *sync_failure_;
  }

  Result<FileInfo> info() override {
    struct stat about{};
    if (::fstat(descriptor_.number(), &about) != 0) {
      return system_failure(errno, Attempt::kRead, path_);
    }
    return to_info(about);
  }

  Status close() override {
    const int number = descriptor_.release();
    // After EINTR Linux has closed the descriptor all the same; calling again would close another.
    if (number < 0 || ::close(number) == 0 || errno == EINTR) return ok();
    return system_failure(errno, Attempt::kWrite, path_);
  }

 private:
  Error write_failure(int code, std::uint64_t needed) const {
    Error error = system_failure(code, Attempt::kWrite, path_);
    if (code == ENOSPC) error.why += ", this write still needs " + format_size(needed);
    return error;
  }

  Descriptor descriptor_;
  std::string path_;
  std::optional<Error> sync_failure_;
};

class PosixLock final : public Lock {
 public:
  explicit PosixLock(Descriptor descriptor) : descriptor_(std::move(descriptor)) {}

 private:
  Descriptor descriptor_;
};

int open_flags(Open mode) {
  switch (mode) {
    // Without O_NONBLOCK a named pipe would hang us before we can say that it is one.
    case Open::kRead:
      return O_RDONLY | O_CLOEXEC | O_NONBLOCK;
    case Open::kCreateNew:
      return O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    case Open::kModify:
      return O_RDWR | O_NOFOLLOW | O_CLOEXEC;
  }
  return O_RDONLY | O_CLOEXEC;
}

Descriptor open_descriptor(const std::string& path, int flags) {
  return Descriptor(uninterrupted([&] { return ::open(path.c_str(), flags, 0666); }));
}

Error not_a_file(const std::string& path, bool is_directory) {
  Error error;
  error.kind = ErrorKind::kNotFound;
  error.code = "E_INPUT";
  error.place.file = path;
  error.message = is_directory ? "this is a folder, not a file" : "this is not a regular file";
  error.why = is_directory ? "a file was expected here" : "it is a pipe, a socket or a device";
  error.hint = is_directory ? "name a file in it" : "write it to a file first: input is read twice";
  return error;
}

/// The text of whoever holds the lock; only for the message, so failures give "".
std::string lock_text(const Descriptor& descriptor) {
  char text[512];
  const ssize_t got = ::pread(descriptor.number(), text, sizeof text, 0);
  return got > 0 ? std::string(text, static_cast<std::size_t>(got)) : std::string();
}

bool is_still_named(const Descriptor& descriptor, const std::string& path) {
  struct stat open_file{};
  struct stat named_file{};
  return ::fstat(descriptor.number(), &open_file) == 0 && ::stat(path.c_str(), &named_file) == 0 &&
         open_file.st_ino == named_file.st_ino && open_file.st_dev == named_file.st_dev;
}

class PosixDisk final : public Disk {
 public:
  std::string system_path(const std::string& path) const override { return path; }

  Result<std::unique_ptr<File>> open(const std::string& path, Open mode) override {
    Descriptor descriptor = open_descriptor(path, open_flags(mode));
    if (descriptor.number() < 0) return open_failure(errno, path, mode);
    auto file = std::make_unique<PosixFile>(std::move(descriptor), path);
    if (mode == Open::kRead) {
      BMO_TRY_AS(const FileInfo about, file->info());
      if (!about.is_regular) return not_a_file(path, about.is_directory);
    }
    return std::unique_ptr<File>(std::move(file));
  }

  Result<FileInfo> info(const std::string& path) override {
    struct stat about{};
    if (::stat(path.c_str(), &about) == 0) return to_info(about);
    if (errno == ENOENT || errno == ENOTDIR) return not_found(*this, path);
    return system_failure(errno, Attempt::kRead, path);
  }

  bool exists(const std::string& path) override {
    struct stat about{};
    return ::stat(path.c_str(), &about) == 0;
  }

  Result<std::vector<std::string>> list(const std::string& directory) override {
    const std::unique_ptr<DIR, int (*)(DIR*)> stream(::opendir(directory.c_str()), ::closedir);
    if (stream == nullptr) return system_failure(errno, Attempt::kList, directory);
    std::vector<std::string> names;
    errno = 0;
    while (const dirent* entry = ::readdir(stream.get())) {
      std::string name = static_cast<const char*>(entry->d_name);
      if (name != "." && name != "..") names.push_back(std::move(name));
    }
    if (errno != 0) return system_failure(errno, Attempt::kList, directory);
    std::sort(names.begin(), names.end());
    return names;
  }

  Status make_directories(const std::string& path) override {
    if (path.empty()) return ok();
    struct stat about{};
    if (::stat(path.c_str(), &about) == 0) {
      return S_ISDIR(about.st_mode) ? ok() : system_failure(ENOTDIR, Attempt::kCreate, path);
    }
    const std::string parent = parent_of(path);
    if (errno == ENOENT && parent != path) BMO_TRY(make_directories(parent));
    if (::mkdir(path.c_str(), 0777) == 0) return sync_directory(parent);
    // Another process may have made it in between.
    if (errno == EEXIST && ::stat(path.c_str(), &about) == 0 && S_ISDIR(about.st_mode)) return ok();
    return system_failure(errno, Attempt::kCreate, path);
  }

  Status rename(const std::string& from, const std::string& to) override {
    if (::rename(from.c_str(), to.c_str()) == 0) return ok();
    return system_failure(errno, Attempt::kRename, to);
  }

  Status remove(const std::string& path) override {
    if (::unlink(path.c_str()) == 0 || errno == ENOENT) return ok();
    return system_failure(errno, Attempt::kRemove, path);
  }

  Status remove_directory(const std::string& path) override {
    if (::rmdir(path.c_str()) == 0 || errno == ENOENT) return ok();
    return system_failure(errno, Attempt::kRemove, path);
  }

  Status sync_directory(const std::string& path) override {
    const Descriptor folder = open_descriptor(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder.number() < 0) return system_failure(errno, Attempt::kSync, path);
    if (uninterrupted([&] { return ::fsync(folder.number()); }) == 0) return ok();
    // Some network file systems cannot sync a folder at all; there is nothing more to ask of them.
    if (errno == EINVAL || errno == ENOTSUP) return ok();
    return system_failure(errno, Attempt::kSync, path);
  }

  Result<std::unique_ptr<Lock>> lock(const std::string& path,
                                     const std::string& owner_text) override {
    for (;;) {
      Descriptor file = open_descriptor(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC);
      if (file.number() < 0) return system_failure(errno, Attempt::kLock, path);
      if (uninterrupted([&] { return ::flock(file.number(), LOCK_EX | LOCK_NB); }) != 0) {
        if (errno == EWOULDBLOCK) return busy(path, lock_text(file));
        return system_failure(errno, Attempt::kLock, path);
      }
      // The last holder may have removed the file while we waited for it: then lock the new one.
      if (is_still_named(file, path)) return sign(std::move(file), path, owner_text);
    }
  }

  Result<std::uint64_t> free_bytes(const std::string& directory) override {
    struct statvfs room{};
    std::string at = directory.empty() ? "." : directory;
    while (::statvfs(at.c_str(), &room) != 0) {
      const std::string up = parent_of(at);
      if (errno != ENOENT || up == at) return system_failure(errno, Attempt::kRead, directory);
      at = up;
    }
    return std::uint64_t{room.f_bavail} * room.f_frsize;
  }

 private:
  Error open_failure(int code, const std::string& path, Open mode) {
    if (mode == Open::kCreateNew) return system_failure(code, Attempt::kCreate, path);
    if (mode == Open::kModify && code == ELOOP) {
      return system_failure(code, Attempt::kCreate, path);
    }
    if (code == ENOENT || code == ENOTDIR) return not_found(*this, path);
    return system_failure(code, mode == Open::kRead ? Attempt::kRead : Attempt::kWrite, path);
  }

  static Result<std::unique_ptr<Lock>> sign(Descriptor file, const std::string& path,
                                            const std::string& owner_text) {
    const int number = file.number();
    if (uninterrupted([&] { return ::ftruncate(number, 0); }) != 0 ||
        uninterrupted([&] { return ::pwrite(number, owner_text.data(), owner_text.size(), 0); }) <
            0) {
      return system_failure(errno, Attempt::kLock, path);
    }
    return std::unique_ptr<Lock>(std::make_unique<PosixLock>(std::move(file)));
  }
};

}  // namespace

Disk& posix_disk() {
  static PosixDisk disk;
  return disk;
}

}  // namespace bmo::io
