// Counts operations on the way to another disk and fails those it was told to.
#include "bmo/io/disk_fault.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "bmo/io/failure.hpp"

namespace bmo::io {

Error injected_io_error() {
  return system_failure(EIO, Attempt::kWrite, "");
}

Error injected_no_space() {
  return no_space("", "the test's disk is full");
}

class FaultDisk::FaultFile final : public File {
 public:
  FaultFile(FaultDisk& disk, std::unique_ptr<File> below, std::string path)
      : disk_(disk), below_(std::move(below)), path_(std::move(path)) {}

  Result<std::size_t> read_at(std::uint64_t offset, char* out, std::size_t size) override {
    BMO_TRY(disk_.touch(Operation::kRead, path_));
    return below_->read_at(offset, out, size);
  }

  Status write_at(std::uint64_t offset, std::string_view bytes) override {
    const bool is_first = !disk_.has_failed_;
    if (Status allowed = disk_.touch(Operation::kWrite, path_); !allowed) {
      const std::uint64_t part = is_first && disk_.fault_ ? disk_.fault_->partial_bytes : 0;
      BMO_TRY(below_->write_at(offset, bytes.substr(0, part)));
      return allowed;
    }
    const std::uint64_t fits = disk_.reserve(bytes.size());
    BMO_TRY(below_->write_at(offset, bytes.substr(0, fits)));
    return fits == bytes.size() ? ok() : disk_.failed(injected_no_space(), path_);
  }

  Status truncate(std::uint64_t size) override {
    BMO_TRY(disk_.touch(Operation::kTruncate, path_));
    return below_->truncate(size);
  }

  Status sync() override {
    BMO_TRY(disk_.touch(Operation::kSync, path_));
    return below_->sync();
  }

  Result<FileInfo> info() override {
    BMO_TRY(disk_.touch(Operation::kInfo, path_));
    return below_->info();
  }

  Status close() override {
    BMO_TRY(disk_.touch(Operation::kClose, path_));
    return below_->close();
  }

 private:
  FaultDisk& disk_;
  std::unique_ptr<File> below_;
  std::string path_;
};

void FaultDisk::fail(Fault fault) {
  fault_ = std::move(fault);
  counted_ = 0;
  has_failed_ = false;
}

void FaultDisk::fill_after(std::uint64_t bytes) {
  room_ = bytes;
}

void FaultDisk::heal() {
  fault_.reset();
  room_ = UINT64_MAX;
}

Status FaultDisk::touch(Operation operation, const std::string& path) {
  const std::uint64_t number = ++operations_;
  if (hook_) hook_({operation, path, number});
  if (!fault_ || (fault_->only && *fault_->only != operation)) return ok();
  const std::uint64_t count = ++counted_;
  const bool fails = count == fault_->nth || (fault_->lasting && count > fault_->nth);
  return fails ? Status(failed(fault_->error, path)) : ok();
}

Error FaultDisk::failed(Error error, const std::string& path) {
  has_failed_ = true;
  error.place.file = path;
  return error;
}

std::uint64_t FaultDisk::reserve(std::uint64_t wanted) {
  std::uint64_t room = room_;
  while (room != UINT64_MAX) {
    const std::uint64_t fits = std::min(room, wanted);
    if (room_.compare_exchange_weak(room, room - fits)) return fits;
  }
  return wanted;
}

Result<std::unique_ptr<File>> FaultDisk::open(const std::string& path, Open mode) {
  constexpr Operation kOperations[] = {Operation::kOpen, Operation::kCreate, Operation::kModify};
  BMO_TRY(touch(kOperations[static_cast<std::size_t>(mode)], path));
  BMO_TRY_AS(auto file, below_.open(path, mode));
  return std::unique_ptr<File>(std::make_unique<FaultFile>(*this, std::move(file), path));
}

Result<FileInfo> FaultDisk::info(const std::string& path) {
  BMO_TRY(touch(Operation::kInfo, path));
  return below_.info(path);
}

Result<std::vector<std::string>> FaultDisk::list(const std::string& directory) {
  BMO_TRY(touch(Operation::kList, directory));
  return below_.list(directory);
}

Status FaultDisk::make_directories(const std::string& path) {
  BMO_TRY(touch(Operation::kMakeDirectories, path));
  return below_.make_directories(path);
}

Status FaultDisk::rename(const std::string& from, const std::string& to) {
  BMO_TRY(touch(Operation::kRename, to));
  return below_.rename(from, to);
}

Status FaultDisk::remove(const std::string& path) {
  BMO_TRY(touch(Operation::kRemove, path));
  return below_.remove(path);
}

Status FaultDisk::remove_directory(const std::string& path) {
  BMO_TRY(touch(Operation::kRemoveDirectory, path));
  return below_.remove_directory(path);
}

Status FaultDisk::sync_directory(const std::string& path) {
  BMO_TRY(touch(Operation::kSyncDirectory, path));
  return below_.sync_directory(path);
}

Result<std::unique_ptr<Lock>> FaultDisk::lock(const std::string& path,
                                              const std::string& owner_text) {
  BMO_TRY(touch(Operation::kLock, path));
  return below_.lock(path, owner_text);
}

Result<std::uint64_t> FaultDisk::free_bytes(const std::string& directory) {
  BMO_TRY(touch(Operation::kFreeBytes, directory));
  return below_.free_bytes(directory);
}

}  // namespace bmo::io
