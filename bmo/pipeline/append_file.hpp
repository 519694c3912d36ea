// A file that only grows, with a running SHA-256: what every shard and ledger of a run is made of.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "bmo/base/hash.hpp"
#include "bmo/base/result.hpp"
#include "bmo/io/io.hpp"
#include "bmo/table/table.hpp"

namespace bmo::pipeline {

/// Where a file stood at a checkpoint: enough to prove and cut it after a crash.
struct FileState {
  std::uint64_t bytes = 0;
  std::string sha256;
};

/// Buffers, counts and hashes what is appended. Used by one thread; `file()` may be synced from
/// another after `flush`.
class AppendFile final : public table::Output {
 public:
  /// A new file; one of that name that an earlier run left behind is removed first.
  static Result<std::unique_ptr<AppendFile>> create(io::Disk& disk, const std::string& path);
  /// Goes on after `state`: re-hashes what is kept (E_DAMAGED, kIo, where it is not what was
  /// written) and cuts what follows.
  static Result<std::unique_ptr<AppendFile>> resume(io::Disk& disk, const std::string& path,
                                                    const FileState& state);

  Status write(std::string_view bytes) override;
  std::uint64_t size() const override { return written_ + buffer_.size(); }
  /// Hands everything to the system (not yet durable).
  Status flush();
  /// Precondition: flushed.
  FileState state() const { return {written_, sha_.hex()}; }
  const std::shared_ptr<io::File>& file() const { return file_; }
  const std::string& path() const { return path_; }

 private:
  AppendFile(std::string path, std::shared_ptr<io::File> file)
      : path_(std::move(path)), file_(std::move(file)) {}
  Status put(std::string_view bytes);

  std::string path_;
  std::shared_ptr<io::File> file_;
  std::string buffer_;
  std::uint64_t written_ = 0;
  Sha256 sha_;
};

/// The SHA-256 of the first `bytes` bytes of a file; E_DAMAGED where it is shorter.
Result<std::string> hash_prefix(io::File& file, const std::string& path, std::uint64_t bytes);

}  // namespace bmo::pipeline
