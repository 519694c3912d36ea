// Builds Arrow arrays from our columns, and says which Arrow type each field has.
#pragma once
#include <cstdint>
#include <memory>
#include <vector>

#include <arrow/record_batch.h>
#include <arrow/result.h>
#include <arrow/type.h>

#include "bmo/model/columns.hpp"
#include "bmo/table/table.hpp"

namespace bmo::table {

/// Plain types with 32-bit offsets alone: large_* and views are refused by some loaders.
std::shared_ptr<arrow::Schema> arrow_schema(const Schema& schema);

/// The rows as one batch; `sizes` gets each row's payload bytes appended.
arrow::Result<std::shared_ptr<arrow::RecordBatch>> to_record_batch(
    const Schema& schema, const std::shared_ptr<arrow::Schema>& arrow_schema, const Columns& rows,
    std::vector<std::uint32_t>& sizes);

/// What a RowEncoder makes and a Writer takes.
class ArrowEncodedRows final : public EncodedRows {
 public:
  explicit ArrowEncodedRows(std::shared_ptr<arrow::RecordBatch> batch) : batch_(std::move(batch)) {}
  std::size_t rows() const override { return static_cast<std::size_t>(batch_->num_rows()); }
  const std::shared_ptr<arrow::RecordBatch>& batch() const { return batch_; }

 private:
  std::shared_ptr<arrow::RecordBatch> batch_;
};

}  // namespace bmo::table
