// Reads one columnar file as a row of Arrow batches, whatever its form.
#pragma once
#include <memory>

#include <arrow/record_batch.h>
#include <arrow/type.h>

#include "bmo/table/arrow_bridge.hpp"

namespace bmo::table {

/// Batches of one file in order. Buffers of a batch live in the pool that it was opened with.
class BatchSource {
 public:
  virtual ~BatchSource() = default;
  virtual std::shared_ptr<arrow::Schema> schema() const = 0;
  virtual std::uint64_t total_rows() const = 0;
  /// Passes over whole parts of the file within the first `rows` rows, before the first `next`;
  /// how many rows were passed.
  virtual Result<std::uint64_t> skip(std::uint64_t rows) = 0;
  /// nullptr at the end.
  virtual Result<std::shared_ptr<arrow::RecordBatch>> next() = 0;
};

using BatchSourceResult = Result<std::unique_ptr<BatchSource>>;

BatchSourceResult open_parquet(std::shared_ptr<InputFile> file, arrow::MemoryPool* pool);
BatchSourceResult open_arrow_file(std::shared_ptr<InputFile> file, arrow::MemoryPool* pool);
BatchSourceResult open_arrow_stream(std::shared_ptr<InputFile> file, arrow::MemoryPool* pool);

/// Checks every offset, length and index of a batch that came from outside, but leaves the question
/// whether text is UTF-8 to whoever reads the row.
arrow::Status validate(const arrow::RecordBatch& batch);

}  // namespace bmo::table
