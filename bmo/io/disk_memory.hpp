// A disk in memory that can lose its power, so that a test sees what a real disk may lose.
//
// Each file has two contents and each folder two lists of names: what a reader sees now, and what
// a power cut leaves. `File::sync` copies the first to the second for one file's bytes,
// `sync_directory` for the names in one folder (files made, renamed or removed there). Both are
// needed, as POSIX asks: a file synced under a name that was not is gone, and a name synced over
// bytes that were not gives a file of length zero. `make_directories` is durable by itself.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "bmo/io/disk.hpp"

namespace bmo::io {

/// Thread-safe. Outlives the files that it opened. Paths are relative or absolute, without "..".
/// The times in FileInfo come from a counter, so that runs are equal.
class MemoryDisk final : public Disk {
 public:
  MemoryDisk();
  ~MemoryDisk() override;

  Result<std::unique_ptr<File>> open(const std::string& path, Open mode) override;
  Result<FileInfo> info(const std::string& path) override;
  bool exists(const std::string& path) override;
  Result<std::vector<std::string>> list(const std::string& directory) override;
  Status make_directories(const std::string& path) override;
  Status rename(const std::string& from, const std::string& to) override;
  Status remove(const std::string& path) override;
  Status remove_directory(const std::string& path) override;
  Status sync_directory(const std::string& path) override;
  Result<std::unique_ptr<Lock>> lock(const std::string& path,
                                     const std::string& owner_text) override;
  Result<std::uint64_t> free_bytes(const std::string& directory) override;

  /// Keeps only what was made durable. Locks are released; files opened before answer with E_IO.
  void power_cut();

  /// Puts a file there, durably, with its folders.
  void put(const std::string& path, std::string_view bytes);

 private:
  struct Node;
  class OpenFile;
  class HeldLock;
  using NodePtr = std::shared_ptr<Node>;  // Names and open files own a file together, as on a disk.
  using Names = std::map<std::string, NodePtr>;
  struct Node {
    bool is_directory = false;
    std::uint64_t inode = 0;
    std::int64_t modified = 0;
    std::string bytes;
    std::string durable_bytes;
    Names names;
    Names durable_names;
  };

  NodePtr find(const std::string& path);
  NodePtr find_folder_of(const std::string& path);
  NodePtr make_node(bool is_directory);
  FileInfo info_of(const Node& node) const;

  std::mutex mutex_;
  NodePtr root_;
  std::set<std::string> locks_;
  std::uint64_t power_cuts_ = 0;
  std::uint64_t next_inode_ = 1;
  std::int64_t clock_ = 0;
};

}  // namespace bmo::io
