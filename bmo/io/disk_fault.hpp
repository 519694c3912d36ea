// A disk that fails on purpose: the n-th operation, all from the n-th on, or when it is full.
//
// A test runs the same work with n = 1, 2, 3, ... until it passes, and looks after each run whether
// anything was lost:
//
//   FaultDisk disk(memory);
//   disk.fail({.nth = n, .lasting = true});   // as if the program died at operation n
//   run(disk);
//   memory.power_cut();
//   run(memory);                              // must give what an undisturbed run gives
#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "bmo/io/disk.hpp"

namespace bmo::io {

/// What is counted. `Disk::exists` is not: it cannot fail.
enum class Operation : std::uint8_t {
  kOpen,
  kCreate,
  kModify,
  kRead,
  kWrite,
  kTruncate,
  kSync,
  kClose,
  kInfo,
  kList,
  kMakeDirectories,
  kRename,
  kRemove,
  kRemoveDirectory,
  kSyncDirectory,
  kLock,
  kFreeBytes,
};

/// An operation about to happen.
struct Touch {
  Operation operation{};
  std::string path;
  std::uint64_t number = 0;  ///< Counted from 1 over all operations of the disk.
};

/// kIo E_IO, as a broken device gives it.
Error injected_io_error();
/// kIo E_NO_SPACE, as a full one gives it.
Error injected_no_space();

struct Fault {
  std::uint64_t nth = 1;          ///< Which operation fails, from 1.
  bool lasting = false;           ///< All later ones fail as well.
  std::optional<Operation> only;  ///< Count and fail these alone.
  /// A write that is the first to fail still puts this many bytes (fewer where it has fewer).
  std::uint64_t partial_bytes = 0;
  Error error = injected_io_error();  ///< The path is filled in.
};

/// Passes everything to the disk below, unless told to fail. Set it up first; then it is
/// thread-safe. Outlives the files that it opened, and the disk below outlives it.
class FaultDisk final : public Disk {
 public:
  explicit FaultDisk(Disk& below) : below_(below) {}

  /// Replaces the fault set before and starts its count anew.
  void fail(Fault fault);
  /// Writes that pass this many bytes in all, from now on, put what fits and give E_NO_SPACE.
  void fill_after(std::uint64_t bytes);
  /// No more faults: the disk was repaired, or space was made.
  void heal();
  /// Called before each operation, also before those that then fail: to record, or to kill.
  void before_each(std::function<void(const Touch&)> hook) { hook_ = std::move(hook); }
  /// How many operations there were; a run without faults tells how far n must go.
  std::uint64_t operations() const { return operations_; }
  bool has_failed() const { return has_failed_; }

  Result<std::unique_ptr<File>> open(const std::string& path, Open mode) override;
  Result<FileInfo> info(const std::string& path) override;
  bool exists(const std::string& path) override { return below_.exists(path); }
  Result<std::vector<std::string>> list(const std::string& directory) override;
  Status make_directories(const std::string& path) override;
  Status rename(const std::string& from, const std::string& to) override;
  Status remove(const std::string& path) override;
  Status remove_directory(const std::string& path) override;
  Status sync_directory(const std::string& path) override;
  Result<std::unique_ptr<Lock>> lock(const std::string& path,
                                     const std::string& owner_text) override;
  Result<std::uint64_t> free_bytes(const std::string& directory) override;

 private:
  class FaultFile;

  Status touch(Operation operation, const std::string& path);
  Error failed(Error error, const std::string& path);
  /// How many of `wanted` bytes still fit.
  std::uint64_t reserve(std::uint64_t wanted);

  Disk& below_;
  std::function<void(const Touch&)> hook_;
  std::optional<Fault> fault_;
  std::atomic<std::uint64_t> operations_{0};
  std::atomic<std::uint64_t> counted_{0};
  std::atomic<std::uint64_t> room_{UINT64_MAX};
  std::atomic<bool> has_failed_{false};
};

}  // namespace bmo::io
