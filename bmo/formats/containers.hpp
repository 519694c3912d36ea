// Containers: how records are kept in files (JSONL, JSON, CSV, Parquet, Arrow, save_to_disk).
//
// A container is one file in formats/containers/ that meets the concept below. Reading cuts an
// input into chunks on one thread and into records on any; writing encodes columns on any thread
// and appends them to a shard on one.
#pragma once
#include <concepts>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/base/hash.hpp"
#include "bmo/base/result.hpp"
#include "bmo/io/io.hpp"
#include "bmo/model/batch.hpp"
#include "bmo/model/columns.hpp"
#include "bmo/table/proof.hpp"
#include "bmo/table/table.hpp"

namespace bmo::formats {

/// Where a reader stands; enough to go on from there after a crash. `byte` and `line` are those of
/// the next record's first byte in the decompressed stream.
struct Mark {
  std::uint64_t byte = 0;
  std::uint64_t line = 1;
  std::uint64_t record = 0;  ///< Records of this input before it.
};

struct ReadOptions {
  std::size_t batch_records = 0;  ///< Upper limit on the records of a chunk; 0: by bytes alone.
  std::size_t chunk_bytes = std::size_t{1} << 20U;
  std::uint64_t max_record_bytes = std::uint64_t{16} << 20U;  ///< Longer: E_RECORD_TOO_LONG.
  bool mapped = false;     ///< A mapping is used: columns are not judged on opening.
  char csv_delimiter = 0;  ///< 0: found from the header line.
};

/// Some consecutive records of one input, not yet taken apart.
class Chunk {
 public:
  virtual ~Chunk() = default;
  /// How many records `split` will make: known now, so that records can be numbered in order.
  virtual std::size_t records() const = 0;
  /// Appends the records (number, file left 0; line, byte, raw, json set) to `batch`, with findings
  /// for those that are no record at all (fate kQuarantined, empty json). Runs on any thread.
  virtual Status split(Batch& batch) = 0;
  /// The mark of record `index` of this chunk (index == records(): of the next chunk). Cheap.
  virtual Mark mark(std::size_t index) const = 0;
};

/// Notes about a whole input ("BOM skipped", "delimiter ';' found"); static or owned text.
struct Note {
  std::string code;
  std::string text;
};

/// One input, cut into chunks in order. Used by one thread.
class Reader {
 public:
  virtual ~Reader() = default;
  /// The next chunk, nullptr at the end. An error rejects the input whole.
  virtual Result<std::unique_ptr<Chunk>> next() = 0;
  virtual std::vector<Note> notes() const { return {}; }
  /// Bytes of the file consumed and its size, for the progress bar.
  virtual std::uint64_t bytes_done() const = 0;
  virtual std::uint64_t bytes_total() const = 0;
};

/// Where the JSON of rows lies in their text.
struct JsonSpans {
  struct Span {
    std::size_t begin = 0;
    std::size_t end = 0;
  };
  std::vector<Span> rows;    ///< Each row's object.
  std::vector<Span> values;  ///< Each row's columns in turn; empty where the row leaves one out.
};

/// Rows of one batch, encoded for one output: text with the end of each row, or columns.
struct EncodedRows {
  std::string text;
  std::vector<std::uint32_t> sizes;  ///< Bytes of each row: what shards are cut by.
  JsonSpans json;                    ///< Where `text` is JSON.
  std::shared_ptr<const table::EncodedRows> columns;
  std::vector<Hash128> hashes;  ///< The typed hash of each row; empty where no proof is asked for.
  std::size_t rows() const { return sizes.size(); }
};

/// Turns columns into a container's rows; one per thread.
class Encoder {
 public:
  virtual ~Encoder() = default;
  /// Replaces `out`. `alike`: the same rows as other containers have encoded them, from which an
  /// encoder may take what it need not make again.
  virtual Status encode(const Columns& rows, std::span<const EncodedRows* const> alike,
                        EncodedRows& out) = 0;
  Status encode(const Columns& rows, EncodedRows& out) { return encode(rows, {}, out); }
};

struct WriteOptions {
  io::Compression compression = io::Compression::kNone;
};

/// Appends rows to one file; see table::Writer for what `checkpoint` and the blobs mean. Text
/// containers return an empty blob: their file alone says where they stand.
class ShardWriter {
 public:
  virtual ~ShardWriter() = default;
  virtual Status append(const EncodedRows& rows, std::size_t first, std::size_t last) = 0;
  virtual Result<std::string> checkpoint() = 0;
  virtual Status finish() = 0;
};

/// What has been written of a shard before: nothing for a new one.
struct ShardState {
  std::uint64_t rows = 0;
  std::vector<std::string> blobs;
};

struct ContainerCard {
  std::string_view id;  ///< Also the file's name: "jsonl".
  std::string_view title;
  std::string_view summary;                        ///< One sentence for `bmo list containers`.
  std::string_view ending;                         ///< Of a written file: ".jsonl".
  std::span<const std::string_view> read_endings;  ///< Recognised by name when bytes do not tell.
  bool compressible = false;                       ///< May be written as .gz / .zst.
  bool in_data_folder = false;  ///< Files lie in data/ and are always numbered (Parquet).
};

/// How a written file is read back for the proof: never by what wrote it.
struct SecondReading {
  std::string_view decoder;  ///< As the manifest names it: "simdjson".
  table::Notation notation = table::Notation::kJson;
  bool splits = false;  ///< An uncompressed file can be read in ranges, by several threads.
  Status (*read)(const table::ProofFile& file, table::ByteRange range,
                 const table::TakeHashes& take) = nullptr;
};

/// What one file has to offer. `sniff` says how sure it is (0..100) that the first bytes are its
/// own. A `schema` is given to writers once, before the first row.
template <typename C>
concept Container =
    requires(std::string_view head, io::Disk& disk, const io::Input& input,
             const ReadOptions& read_options, const Mark& from, const Schema& schema,
             const WriteOptions& write_options, table::Output& out, const ShardState& state) {
      { C::card } -> std::convertible_to<const ContainerCard&>;
      { C::second } -> std::convertible_to<const SecondReading&>;
      { C::sniff(head) } -> std::same_as<int>;
      { C::open(disk, input, read_options, from) } -> std::same_as<Result<std::unique_ptr<Reader>>>;
      { C::make_encoder(schema) } -> std::same_as<std::unique_ptr<Encoder>>;
      {
        C::open_shard(out, schema, write_options, state)
      } -> std::same_as<Result<std::unique_ptr<ShardWriter>>>;
    };

struct ContainerEntry {
  const ContainerCard* card;
  const SecondReading* second;
  int (*sniff)(std::string_view head);
  Result<std::unique_ptr<Reader>> (*open)(io::Disk&, const io::Input&, const ReadOptions&,
                                          const Mark&);
  std::unique_ptr<Encoder> (*make_encoder)(const Schema&);
  Result<std::unique_ptr<ShardWriter>> (*open_shard)(table::Output&, const Schema&,
                                                     const WriteOptions&, const ShardState&);
};

template <Container C>
const ContainerEntry& container_entry() {
  static constexpr ContainerEntry kEntry{&C::card, &C::second,       &C::sniff,
                                         &C::open, &C::make_encoder, &C::open_shard};
  return kEntry;
}

namespace containers {
/// Every container, by id. The build writes this table from the file names.
std::span<const ContainerEntry* const> all();
}  // namespace containers

/// The container that an input is kept in: by its first bytes, then by its ending. Errors:
/// E_ENCODING (UTF-16 and its like), E_NOT_TEXT, E_LINE_ENDING, E_EMPTY, E_FORMAT.
Result<const ContainerEntry*> recognise(io::Disk& disk, const io::Input& input);

}  // namespace bmo::formats
