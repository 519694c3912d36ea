// The disk seam: every touch of a file system goes through here, so that tests can make any call
// fail and can lose what was not yet made durable.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/base/result.hpp"

namespace bmo::io {

struct FileInfo {
  std::uint64_t bytes = 0;
  std::int64_t modified_ns = 0;
  std::int64_t changed_ns = 0;  ///< ctime: moves with every edit and cannot be set back.
  std::uint64_t inode = 0;
  bool is_directory = false;
  bool is_regular = false;
  std::uint64_t device = 0;
};

/// An open file. Closed on destruction; a writer calls `close` to hear about late errors.
/// Positions are explicit, so several threads may read one file at once.
class File {
 public:
  virtual ~File() = default;
  /// Reads up to `size` bytes at `offset`; 0 at the end. Never mmap: see decisions.
  virtual Result<std::size_t> read_at(std::uint64_t offset, char* out, std::size_t size) = 0;
  /// Writes all of `bytes` at `offset` (short writes and EINTR are handled inside).
  virtual Status write_at(std::uint64_t offset, std::string_view bytes) = 0;
  virtual Status truncate(std::uint64_t size) = 0;
  /// Makes data and size durable. On failure the file must be rebuilt: it is never synced again.
  virtual Status sync() = 0;
  virtual Result<FileInfo> info() = 0;
  virtual Status close() = 0;
};

enum class Open : std::uint8_t {
  kRead,
  kCreateNew,  ///< O_EXCL | O_NOFOLLOW, read and write; fails where the name exists.
  kModify,     ///< Read and write an existing file, O_NOFOLLOW.
};

/// Held while the object lives; the kernel releases it when the process dies.
class Lock {
 public:
  virtual ~Lock() = default;
};

/// Paths are as the user typed them (relative to the working directory) or below an output folder.
/// Thread-safe. Errors carry kind, code E_IO / E_NO_SPACE / E_PERMISSION / E_INPUT, the path as
/// place.file, and what to do.
class Disk {
 public:
  virtual ~Disk() = default;
  virtual Result<std::unique_ptr<File>> open(const std::string& path, Open mode) = 0;
  virtual Result<FileInfo> info(const std::string& path) = 0;
  virtual bool exists(const std::string& path) = 0;
  /// Names in a folder, sorted, without "." and "..".
  virtual Result<std::vector<std::string>> list(const std::string& directory) = 0;
  /// Makes the folder and its missing parents; what it made is durable when it returns.
  virtual Status make_directories(const std::string& path) = 0;
  virtual Status rename(const std::string& from, const std::string& to) = 0;
  virtual Status remove(const std::string& path) = 0;            ///< A file; absent is fine.
  virtual Status remove_directory(const std::string& path) = 0;  ///< Empty; absent is fine.
  virtual Status sync_directory(const std::string& path) = 0;
  /// Exclusive advisory lock (flock) on a file made for it; kBusy (E_BUSY, exit 75) at once where
  /// another process holds it, with the text that the holder left in it.
  virtual Result<std::unique_ptr<Lock>> lock(const std::string& path,
                                             const std::string& owner_text) = 0;
  virtual Result<std::uint64_t> free_bytes(const std::string& directory) = 0;
  /// The name by which the operating system knows the same file; empty where it does not.
  virtual std::string system_path(const std::string& /*path*/) const { return {}; }
};

/// The real one. Process-wide state: none.
Disk& posix_disk();

/// Reads a whole small file (at most `limit` bytes).
Result<std::string> read_file(Disk& disk, const std::string& path,
                              std::uint64_t limit = std::uint64_t{64} << 20U);

/// Publishes a small file under its final name or leaves what was there: writes `<dir>/.tmp-<name>`
/// beside it, syncs, renames, syncs the folder (the syncs only where `durable`).
Status publish_file(Disk& disk, const std::string& path, std::string_view bytes, bool durable);

/// As `publish_file`, but leaves it to the caller to sync the folder, once for all that it puts
/// there.
Status replace_file(Disk& disk, const std::string& path, std::string_view bytes, bool durable);

/// "a/b" + "c" -> "a/b/c".
std::string join(std::string_view directory, std::string_view name);

}  // namespace bmo::io
