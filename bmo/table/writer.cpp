// Encodes rows and cuts them into groups by their payload bytes alone.
#include <arrow/array/array_base.h>
#include <arrow/array/concatenate.h>

#include "bmo/table/arrow_columns.hpp"
#include "bmo/table/group_writer.hpp"
#include "bmo/table/kept_memory.hpp"

namespace bmo::table {
namespace {

class ArrowRowEncoder final : public RowEncoder {
 public:
  explicit ArrowRowEncoder(const Schema& schema)
      : schema_(schema), arrow_schema_(arrow_schema(schema)) {}

  Result<std::unique_ptr<EncodedRows>> encode(const Columns& rows,
                                              std::vector<std::uint32_t>& sizes) override {
    std::shared_ptr<arrow::RecordBatch> batch;
    const arrow::Status made =
        guarded([&] { return to_record_batch(schema_, arrow_schema_, rows, sizes).Value(&batch); });
    if (!made.ok()) {
      return to_error(made, {.kind = ErrorKind::kMemory,
                             .code = "E_MEMORY",
                             .message = "a batch is too large for columns",
                             .hint = "run again with a smaller --batch-size"});
    }
    return std::unique_ptr<EncodedRows>(std::make_unique<ArrowEncodedRows>(std::move(batch)));
  }

 private:
  Schema schema_;
  std::shared_ptr<arrow::Schema> arrow_schema_;
};

/// Joins slices into one batch whose arrays start at 0. An empty slice is added to a single one, so
/// that it is copied too: bits left beside a slice must never reach the file.
arrow::Result<std::shared_ptr<arrow::RecordBatch>> join(
    const std::vector<std::shared_ptr<arrow::RecordBatch>>& slices) {
  std::int64_t rows = 0;
  for (const auto& slice : slices)
    rows += slice->num_rows();
  std::vector<std::shared_ptr<arrow::Array>> columns;
  for (int i = 0; i < slices[0]->num_columns(); ++i) {
    arrow::ArrayVector parts;
    for (const auto& slice : slices)
      parts.push_back(slice->column(i));
    if (parts.size() == 1) parts.push_back(parts[0]->Slice(0, 0));
    ARROW_ASSIGN_OR_RAISE(auto column, arrow::Concatenate(parts, kept_memory()));
    columns.push_back(std::move(column));
  }
  return arrow::RecordBatch::Make(slices[0]->schema(), rows, std::move(columns));
}

class GroupingWriter final : public Writer {
 public:
  GroupingWriter(std::unique_ptr<GroupSink> sink, std::uint64_t group_bytes)
      : sink_(std::move(sink)), group_bytes_(group_bytes) {}

  Status append(const EncodedRows& rows, std::size_t first, std::size_t last,
                const std::uint32_t* sizes) override {
    const auto& batch = *static_cast<const ArrowEncodedRows&>(rows).batch();
    for (std::size_t row = first; row < last; ++row) {
      bytes_ += sizes[row];
      ++rows_;
      if (bytes_ < group_bytes_ && rows_ < kMaxGroupRows) continue;
      hold(batch, first, row + 1);
      first = row + 1;
      BMO_TRY(close_group());
    }
    hold(batch, first, last);
    return ok();
  }

  Result<std::string> checkpoint() override {
    BMO_TRY(close_group());
    return sink_->take_blob();
  }

  Status finish() override {
    BMO_TRY(close_group());
    return sink_->finish();
  }

 private:
  static constexpr std::uint64_t kMaxGroupRows = std::uint64_t{1} << 20U;

  void hold(const arrow::RecordBatch& batch, std::size_t first, std::size_t last) {
    if (first == last) return;
    slices_.push_back(
        batch.Slice(static_cast<std::int64_t>(first), static_cast<std::int64_t>(last - first)));
  }

  Status close_group() {
    bytes_ = 0;
    rows_ = 0;
    if (slices_.empty()) return ok();
    std::shared_ptr<arrow::RecordBatch> group;
    const arrow::Status joined = guarded([&] { return join(slices_).Value(&group); });
    slices_.clear();
    if (joined.ok()) return sink_->write_group(*group);
    return to_error(joined, {.kind = ErrorKind::kInternal,
                             .code = "E_BUG",
                             .message = "rows cannot be joined into a row group"});
  }

  std::unique_ptr<GroupSink> sink_;
  std::uint64_t group_bytes_;
  std::vector<std::shared_ptr<arrow::RecordBatch>> slices_;
  std::uint64_t bytes_ = 0;
  std::uint64_t rows_ = 0;
};

}  // namespace

std::unique_ptr<RowEncoder> make_row_encoder(const Schema& schema) {
  return std::make_unique<ArrowRowEncoder>(schema);
}

Error write_error(const OutputStream& stream, const arrow::Status& status) {
  if (const Error* error = stream.output_error()) return *error;
  return to_error(status, {.kind = ErrorKind::kInternal,
                           .code = "E_BUG",
                           .message = "a columnar file cannot be written"});
}

Result<std::unique_ptr<Writer>> open_writer(Output& out, const Schema& schema,
                                            const WriterOptions& options,
                                            const std::vector<std::string>& blobs) {
  const auto open = options.kind == FileKind::kParquet ? &open_parquet_sink : &open_arrow_sink;
  BMO_TRY_AS(auto sink, open(out, arrow_schema(schema), options, blobs));
  return std::unique_ptr<Writer>(
      std::make_unique<GroupingWriter>(std::move(sink), options.row_group_bytes));
}

}  // namespace bmo::table
