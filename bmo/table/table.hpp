// Columnar files and queries: the only folder that knows Arrow, Parquet and DuckDB.
//
// Nothing of those libraries shows in this face: rows leave as `Columns` (model/columns.hpp) or as
// JSON text, and files are written through `io::File`.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/base/arena.hpp"
#include "bmo/base/result.hpp"
#include "bmo/io/io.hpp"
#include "bmo/model/columns.hpp"

namespace bmo::table {

// ---- Reading -------------------------------------------------------------------------------

/// Some rows of a columnar file, still in its own form; `to_json` may run on any thread.
class RowGroup {
 public:
  virtual ~RowGroup() = default;
  virtual std::size_t rows() const = 0;
  /// Appends each row as one JSON object (no newline) and its end offset: integers as integers,
  /// doubles always with a fraction, timestamps as ISO 8601, maps as objects, null as null.
  /// `bad_row(row, code, column, detail)` is called for a row that cannot be text (binary that is
  /// not UTF-8: E_UTF8); its JSON is then empty.
  using BadRow = std::function<void(std::size_t, std::string_view code, std::string_view column,
                                    std::string detail)>;
  virtual Status to_json(std::string& text, std::vector<std::size_t>& ends,
                         const BadRow& bad_row) const = 0;
};

/// Reads Parquet, Arrow IPC files and Arrow IPC streams, told apart by their first bytes.
class Reader {
 public:
  virtual ~Reader() = default;
  virtual std::vector<std::string> column_names() const = 0;
  virtual std::uint64_t total_rows() const = 0;  ///< 0 where a stream does not say.
  /// The next rows (at most `max_rows`, 0: as many as make about 1 MiB), nullptr at the end.
  /// Errors: E_PARQUET_PAGE with row group, column and page where known; E_TRUNCATED; E_ARROW_META.
  virtual Result<std::unique_ptr<RowGroup>> next(std::size_t max_rows) = 0;
  /// Bytes of the file read so far, for the progress bar.
  virtual std::uint64_t bytes_read() const = 0;
};

enum class FileKind : std::uint8_t { kParquet, kArrowFile, kArrowStream };

/// Opens at row `first_row`. Errors: E_PARQUET_FOOTER (place.byte: where the footer's length
/// stands), E_ARROW_META, E_TRUNCATED. Buffer sizes are checked against the file's size before
/// anything is allocated for them, and page checksums are verified where the file has them.
/// Decoding past `memory_limit` is E_MEMORY.
Result<std::unique_ptr<Reader>> open_reader(std::unique_ptr<io::File> file, FileKind kind,
                                            std::uint64_t first_row,
                                            std::uint64_t memory_limit = std::uint64_t{1} << 30U);

// ---- Writing -------------------------------------------------------------------------------

/// Rows of one batch turned into Arrow arrays: the costly part, done on a worker thread.
class EncodedRows {
 public:
  virtual ~EncodedRows() = default;
  virtual std::size_t rows() const = 0;
};

/// Makes EncodedRows of one schema; one per thread.
class RowEncoder {
 public:
  virtual ~RowEncoder() = default;
  /// Also appends to `sizes` the payload bytes of each row (text lengths + 8 per number): the
  /// measure by which shards and row groups are cut, the same for any batch size.
  virtual Result<std::unique_ptr<EncodedRows>> encode(const Columns& rows,
                                                      std::vector<std::uint32_t>& sizes) = 0;
};

std::unique_ptr<RowEncoder> make_row_encoder(const Schema& schema);

struct WriterOptions {
  FileKind kind = FileKind::kParquet;
  std::uint64_t row_group_bytes = std::uint64_t{8} << 20U;  ///< By the measure of `sizes`.
  std::string compression = "zstd";  ///< Parquet: zstd, snappy, none. Arrow: always none.
};

/// Writes one file at the end of `file` (which holds `offset` bytes of it already), append-only,
/// so that it can go on after a crash: `checkpoint` closes the open row group and returns a blob;
/// a later writer given all blobs of this file in order, and the file cut to the length at the last
/// of them, writes the very bytes that this one would have. Parquet row groups and Arrow batches
/// are cut by `row_group_bytes` and at checkpoints alone, never by how rows arrive.
/// kArrowFile: written as a stream and turned into a file by `finish`.
class Writer {
 public:
  virtual ~Writer() = default;
  /// Rows [first, last) of `rows`, with their sizes as the encoder gave them.
  virtual Status append(const EncodedRows& rows, std::size_t first, std::size_t last,
                        const std::uint32_t* sizes) = 0;
  virtual Result<std::string> checkpoint() = 0;
  virtual Status finish() = 0;
};

/// Where a writer's bytes go: the pipeline's file, which counts and hashes them.
class Output {
 public:
  virtual ~Output() = default;
  virtual Status write(std::string_view bytes) = 0;
  virtual std::uint64_t size() const = 0;
};

Result<std::unique_ptr<Writer>> open_writer(Output& out, const Schema& schema,
                                            const WriterOptions& options,
                                            const std::vector<std::string>& blobs);

// ---- Filters -------------------------------------------------------------------------------

/// A boolean SQL expression over columns, parsed by DuckDB, its tree checked against an allow-list
/// and run on a locked-down connection. One per thread. DuckDB's library is loaded by the first.
class Filter {
 public:
  virtual ~Filter() = default;
  /// Appends one byte per row: 1 where the expression is true, 0 where it is false or NULL.
  virtual Status evaluate(const Columns& rows, std::vector<std::uint8_t>& keep) = 0;
  /// The columns that the expression names (others may be left empty of rows: they are not read).
  virtual const std::vector<std::string>& columns_used() const = 0;
};

/// Column types as SQL sees them: kText VARCHAR (empty text is NULL), kReal DOUBLE, kFlag BOOLEAN,
/// kList LIST, kStruct STRUCT, kJson VARCHAR. `timestamps` names the kText columns that are to be
/// TIMESTAMP (TRY_CAST). Errors (kUsage): E_FILTER_SYNTAX, E_FILTER_COLUMN with the nearest name,
/// E_FILTER_FORBIDDEN, E_FILTER_TYPE (not boolean).
Result<std::unique_ptr<Filter>> make_filter(const std::string& expression, const Schema& schema,
                                            const std::vector<std::string>& timestamps,
                                            const std::vector<std::string>& score_names = {});

}  // namespace bmo::table
