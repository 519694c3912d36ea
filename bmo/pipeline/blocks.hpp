// Cuts a run into blocks by input records alone, and commits each, so that the same blocks come out
// for any number of threads and a killed run goes on at the last one.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "bmo/pipeline/decide.hpp"
#include "bmo/pipeline/journal.hpp"
#include "bmo/pipeline/scan.hpp"
#include "bmo/pipeline/stream.hpp"
#include "bmo/pipeline/streams.hpp"
#include "bmo/pipeline/tally.hpp"

namespace bmo::pipeline {

/// One of the places where a pass's rows go. Used by one thread at a time.
class BlockWriter {
 public:
  virtual ~BlockWriter() = default;
  virtual Status append(const Item& item, std::size_t first, std::size_t last) = 0;
  virtual Result<json::Dom> checkpoint(std::vector<std::shared_ptr<io::File>>& to_sync) = 0;
  virtual Status finish() = 0;
  /// Takes up where these block parts, in order, say.
  virtual Status resume(const std::vector<json::Dom>& parts) = 0;
};

/// Pass two, and the only pass where nothing global is asked for: one stream of the export.
class StreamWriter final : public BlockWriter {
 public:
  /// `index`: which of an item's streams it takes.
  StreamWriter(io::Disk& disk, const std::string& directory, const StreamCard& card,
               std::size_t index)
      : stream_(disk, directory, card), index_(index) {}
  Status append(const Item& item, std::size_t first, std::size_t last) override;
  Result<json::Dom> checkpoint(std::vector<std::shared_ptr<io::File>>& to_sync) override {
    return stream_.checkpoint(to_sync);
  }
  Status finish() override { return stream_.finish(); }
  Status resume(const std::vector<json::Dom>& parts) override;

  const std::vector<Shard>& shards() const { return stream_.shards(); }

 private:
  Stream stream_;
  std::size_t index_;
};

/// Pass one: the key of every pair that passed the gates, for `decide`.
class KeysWriter final : public BlockWriter {
 public:
  KeysWriter(io::Disk& disk, std::string path) : disk_(disk), path_(std::move(path)) {}
  Status append(const Item& item, std::size_t first, std::size_t last) override;
  Result<json::Dom> checkpoint(std::vector<std::shared_ptr<io::File>>& to_sync) override;
  Status finish() override { return ok(); }
  Status resume(const std::vector<json::Dom>& parts) override;
  /// Keys that another writer wrote of a part of the set; `before` records stand before it.
  Status append_stored(const std::string& path, std::uint64_t bytes, std::uint64_t before);

  const std::string& path() const { return path_; }
  std::uint64_t bytes() const { return file_ ? file_->size() : 0; }

 private:
  Status open();

  io::Disk& disk_;
  std::string path_;
  std::unique_ptr<AppendFile> file_;
};

/// What a pass stands at.
struct PassState {
  ScanMark mark;
  Tally tally;
  std::uint64_t blocks = 0;
  bool complete = false;  ///< The last block is committed.
};

/// The serial end of a pass: counts the rows and says where blocks end, lets each writer take its
/// own of them, and commits what all have written.
class BlockSink {
 public:
  BlockSink(const Recipe& recipe, const std::vector<std::string>& file_names,
            std::vector<BlockWriter*> writers, Journal& journal, PassState state)
      : recipe_(recipe),
        file_names_(file_names),
        writers_(std::move(writers)),
        journal_(journal),
        state_(std::move(state)) {}

  /// In the order in which an item must pass them.
  std::vector<Stage> stages();
  /// After the last item: commits what is left as the last block and waits for the disk.
  Status finish();
  const PassState& state() const { return state_; }

 private:
  Status count(Item& item);
  Status count_rows(const Item& item, std::size_t first, std::size_t last);
  Status commit(Item& item);
  json::Dom next_record(bool is_last);

  const Recipe& recipe_;
  const std::vector<std::string>& file_names_;
  std::vector<BlockWriter*> writers_;
  Journal& journal_;
  PassState state_;
  std::uint64_t block_records_ = 0;
  std::uint64_t block_bytes_ = 0;
};

/// Brings a pass to its last sound block: reads the block records, lets the writers prove and cut
/// their files, and steps back a block where they are not as they were written.
Result<PassState> resume_pass(Journal& journal, const std::vector<BlockWriter*>& writers);

/// E_MAX_BAD where more records than allowed are quarantined; `at_end`: shares are judged too.
Status check_max_bad(const MaxBad& max_bad, const Tally& tally, bool at_end);

}  // namespace bmo::pipeline
