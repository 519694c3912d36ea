// The block records of a run: what was safe at the end of each block, on disk before anything
// builds on it.
//
// Order of a block's commit: the bytes of every stream are made durable, then the block record is
// published (written under a temporary name, synced, renamed, folder synced). A record therefore
// never speaks of bytes that a power cut could still take. Commits run on a thread of their own, so
// that reading goes on while the disk works.
#pragma once
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "bmo/io/io.hpp"
#include "bmo/json/dom.hpp"

namespace bmo::pipeline {

/// A document with a checksum of itself, and the way back: nullopt where one bit differs.
std::string sealed(json::Dom document);
std::optional<json::Dom> unsealed(std::string_view text);

class Journal {
 public:
  Journal(io::Disk& disk, std::string directory, bool durable);
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  /// The sound records from the first on, in order; the first missing or damaged one ends them.
  Result<std::vector<json::Dom>> load();
  /// Forgets all records from `count` on, on disk too.
  Status keep(std::size_t count);

  /// Hands a block over; waits while two are under way. Errors of earlier commits come back here.
  Status commit(json::Dom record, std::vector<std::shared_ptr<io::File>> to_sync);
  /// Waits until every block handed over is safe.
  Status drain();
  std::uint64_t safe_blocks() const;

 private:
  struct Block {
    std::uint64_t index;
    std::string text;
    std::vector<std::shared_ptr<io::File>> to_sync;
  };

  void work();
  Status publish(const Block& block);
  std::string path_of(std::uint64_t index) const;

  io::Disk& disk_;
  std::string directory_;
  bool durable_;
  std::uint64_t next_ = 0;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Block> queue_;
  bool busy_ = false;
  bool ending_ = false;
  std::uint64_t safe_ = 0;
  Status failure_ = ok();
  std::thread thread_;
};

}  // namespace bmo::pipeline
