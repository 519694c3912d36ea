// The round-trip proof: rows are hashed by type and value before they are encoded, and again as
// another decoder than the one that wrote them reads them back.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "bmo/base/hash.hpp"
#include "bmo/base/result.hpp"
#include "bmo/io/io.hpp"
#include "bmo/model/columns.hpp"

namespace bmo::table {

/// How a container spells columns: what decides which empty values can be told apart.
enum class Notation : std::uint8_t { kJson, kCsv, kColumns };

/// Hashes rows on their way to an encoder. One per thread; keeps its memory.
class RowHasher {
 public:
  RowHasher(const Schema& schema, Notation notation);
  ~RowHasher();
  /// Replaces `hashes`: one for each row.
  void hash(const Columns& rows, std::vector<Hash128>& hashes);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Count, sum and order of a file's rows in 40 bytes. The sum of rows and that of rows times their
/// number can be told for each part of a file alone, and joined.
class RowSum {
 public:
  void add(Hash128 row);
  /// Adds the rows of `next`, which stand behind ours.
  void append(const RowSum& next);
  std::uint64_t rows() const { return rows_; }
  /// 32 hex digits of all of it.
  std::string hex() const;
  /// As it stands in block records.
  std::string text() const;
  static RowSum of_text(const std::string& text);
  friend bool operator==(const RowSum&, const RowSum&) = default;

 private:
  std::uint64_t rows_ = 0;
  Hash128 sum_;
  Hash128 weighted_;
};

/// One file to read back.
struct ProofFile {
  io::Disk& disk;
  std::string path;
  const Schema& schema;
  /// By a library of others where there is one, which takes some three times as long: for whoever
  /// asks to be sure, not for each export.
  bool by_others = false;
};

/// Gets the hashes of the rows in order, some at a time.
using TakeHashes = std::function<Status(std::span<const Hash128>)>;

/// How rows of JSON text are framed.
enum class Framing : std::uint8_t { kLines, kArray };

/// Bytes [begin, end) of a file; rows that begin there.
struct ByteRange {
  std::uint64_t begin = 0;
  std::uint64_t end = UINT64_MAX;
};

/// Rows as our containers spell them by a reader of our own, all others by simdjson. Whole where
/// the file is compressed.
Status read_json_again(const ProofFile& file, Framing framing, ByteRange range,
                       const TakeHashes& take);
/// Read by a decoder of our own that knows what we write; by others: DuckDB.
Status read_parquet_again(const ProofFile& file, const TakeHashes& take);
Status read_parquet_by_duckdb(const ProofFile& file, const TakeHashes& take);
/// Read by a decoder of our own, the JSON in its cells by simdjson.
Status read_csv_again(const ProofFile& file, const TakeHashes& take);
/// Arrow IPC files and streams, read by a decoder of our own.
Status read_arrow_again(const ProofFile& file, const TakeHashes& take);

}  // namespace bmo::table
