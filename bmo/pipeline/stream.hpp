// One output of a run: rows of one schema, in one container, cut into shards.
//
// Data files, the ledger, the quarantine and the metadata sidecar are all streams; what differs is
// which rows they get and where their shards are published. A stream is append-only and can be
// taken up again at any block.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bmo/formats/formats.hpp"
#include "bmo/json/dom.hpp"
#include "bmo/pipeline/append_file.hpp"

namespace bmo::pipeline {

struct StreamCard {
  std::string name;  ///< Of its files in work/: "data-0-train".
  Schema schema;
  const formats::ContainerEntry* container = nullptr;
  formats::WriteOptions options;
  std::uint64_t shard_bytes = 0;  ///< By the encoded size of rows; 0: one shard, however long.
};

/// One shard under its working name; finished, or as it stands at a block's end.
struct Shard {
  std::uint64_t index = 0;
  std::uint64_t rows = 0;
  std::uint64_t payload = 0;  ///< Encoded bytes of its rows.
  FileState file;
  table::RowSum proof;  ///< Of its rows before they were encoded; empty where none is asked for.
};

/// A stream as of a block's end.
struct StreamState {
  std::vector<Shard> finished;
  std::optional<Shard> open;       ///< The shard in the making, if it has rows ...
  std::vector<std::string> blobs;  ///< ... with what its writer left at each checkpoint.
};

/// Adds one block record's part to a state: the reading side of `Stream::checkpoint`.
Status fold(const json::Dom& part, StreamState& state);

/// Used by one thread.
class Stream {
 public:
  Stream(io::Disk& disk, std::string directory, StreamCard card);

  /// Takes up where `state` says; proves every kept file (E_DAMAGED).
  Status resume(StreamState state);

  /// Rows [first, last) of `rows`, cutting shards by bytes of whole rows.
  Status append(const formats::EncodedRows& rows, std::size_t first, std::size_t last);

  /// Brings every byte to the system and says what changed since the last checkpoint. The files
  /// that must be durable before the block record is are added to `to_sync`.
  Result<json::Dom> checkpoint(std::vector<std::shared_ptr<io::File>>& to_sync);

  /// Ends the open shard; the next checkpoint tells of it.
  Status finish();

  const StreamCard& card() const { return card_; }
  const std::vector<Shard>& shards() const { return state_.finished; }
  std::string shard_path(std::uint64_t index) const;

 private:
  Status open_next();

  io::Disk& disk_;
  std::string directory_;
  StreamCard card_;
  StreamState state_;
  std::size_t told_ = 0;  ///< Finished shards that a checkpoint has told of.
  std::unique_ptr<AppendFile> file_;
  std::unique_ptr<formats::ShardWriter> writer_;
  std::vector<std::shared_ptr<io::File>> unsynced_;
};

}  // namespace bmo::pipeline
