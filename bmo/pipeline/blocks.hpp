// Cuts a run into blocks by input records alone, and commits each, so that the same blocks come out
// for any number of threads and a killed run goes on at the last one.
#pragma once
#include <cstdint>
#include <functional>
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

/// Where a pass's rows go. Used by one thread.
class BlockWriter {
 public:
  virtual ~BlockWriter() = default;
  virtual Status append(const Item& item, std::size_t first, std::size_t last) = 0;
  virtual Result<json::Dom> checkpoint(std::vector<std::shared_ptr<io::File>>& to_sync) = 0;
  virtual Status finish() = 0;
  /// Takes up where these block parts, in order, say.
  virtual Status resume(const std::vector<json::Dom>& parts) = 0;
};

/// Pass two, and the only pass where nothing global is asked for: every stream of the export.
class StreamsWriter final : public BlockWriter {
 public:
  StreamsWriter(io::Disk& disk, const std::string& directory, const std::vector<StreamPlan>& plans);
  Status append(const Item& item, std::size_t first, std::size_t last) override;
  Result<json::Dom> checkpoint(std::vector<std::shared_ptr<io::File>>& to_sync) override;
  Status finish() override;
  Status resume(const std::vector<json::Dom>& parts) override;

  const std::vector<std::unique_ptr<Stream>>& streams() const { return streams_; }

 private:
  /// Streams have nothing in common: each may be worked on by a thread of its own.
  Status over_streams(const std::function<Status(std::size_t)>& work);

  std::vector<std::unique_ptr<Stream>> streams_;
};

/// Pass one: the key of every pair that passed the gates, for `decide`.
class KeysWriter final : public BlockWriter {
 public:
  KeysWriter(io::Disk& disk, std::string path) : disk_(disk), path_(std::move(path)) {}
  Status append(const Item& item, std::size_t first, std::size_t last) override;
  Result<json::Dom> checkpoint(std::vector<std::shared_ptr<io::File>>& to_sync) override;
  Status finish() override { return ok(); }
  Status resume(const std::vector<json::Dom>& parts) override;

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

/// The serial end of a pass.
class BlockSink {
 public:
  BlockSink(const Recipe& recipe, const std::vector<std::string>& file_names, BlockWriter& writer,
            Journal& journal, PassState state)
      : recipe_(recipe),
        file_names_(file_names),
        writer_(writer),
        journal_(journal),
        state_(std::move(state)) {}

  Status consume(Item& item);
  /// Commits what is left as the last block and waits for the disk.
  Status finish();
  const PassState& state() const { return state_; }

 private:
  Status take(Item& item, std::size_t first, std::size_t last);
  Status commit(bool is_last);

  const Recipe& recipe_;
  const std::vector<std::string>& file_names_;
  BlockWriter& writer_;
  Journal& journal_;
  PassState state_;
  std::uint64_t block_records_ = 0;
  std::uint64_t block_bytes_ = 0;
};

/// Brings a pass to its last sound block: reads the block records, lets the writer prove and cut
/// its files, and steps back a block where they are not as they were written.
Result<PassState> resume_pass(
    Journal& journal,
    const std::function<Status(const std::vector<json::Dom>& parts)>& resume_writer);

/// E_MAX_BAD where more records than allowed are quarantined; `at_end`: shares are judged too.
Status check_max_bad(const MaxBad& max_bad, const Tally& tally, bool at_end);

}  // namespace bmo::pipeline
