// Hands out the rows of a columnar file in pieces of the size that the caller asks for.
#include <algorithm>

#include <arrow/array/array_base.h>

#include "bmo/table/batch_source.hpp"
#include "bmo/table/json_rows.hpp"

namespace bmo::table {
namespace {

class ArrowRows final : public RowGroup {
 public:
  ArrowRows(std::shared_ptr<arrow::MemoryPool> pool, std::shared_ptr<arrow::RecordBatch> batch)
      : pool_(std::move(pool)), batch_(std::move(batch)) {}

  std::size_t rows() const override { return static_cast<std::size_t>(batch_->num_rows()); }

  Status to_json(std::string& text, std::vector<std::size_t>& ends,
                 const BadRow& bad_row) const override {
    const arrow::Status done = guarded([&] {
      append_json_rows(*batch_, text, ends, bad_row);
      return arrow::Status::OK();
    });
    if (done.ok()) return ok();
    return to_error(done, {.kind = ErrorKind::kInternal,
                           .code = "E_BUG",
                           .message = "rows cannot be turned into JSON"});
  }

 private:
  std::shared_ptr<arrow::MemoryPool> pool_;  // The batch's buffers lie in it: freed after them.
  std::shared_ptr<arrow::RecordBatch> batch_;
};

class ArrowReader final : public Reader {
 public:
  ArrowReader(std::shared_ptr<arrow::MemoryPool> pool, std::shared_ptr<InputFile> file,
              std::unique_ptr<BatchSource> source)
      : pool_(std::move(pool)), file_(std::move(file)), source_(std::move(source)) {}

  Status go_to(std::uint64_t row) {
    BMO_TRY_AS(const std::uint64_t passed, source_->skip(row));
    for (std::uint64_t left = row - passed; left > 0;) {
      BMO_TRY(fill());
      if (batch_ == nullptr) return ok();
      const auto taken =
          std::min<std::uint64_t>(left, static_cast<std::uint64_t>(batch_->num_rows() - used_));
      used_ += static_cast<std::int64_t>(taken);
      left -= taken;
    }
    return ok();
  }

  std::vector<std::string> column_names() const override {
    return source_->schema()->field_names();
  }
  std::uint64_t total_rows() const override { return source_->total_rows(); }
  std::uint64_t bytes_read() const override {
    return static_cast<std::uint64_t>(std::min(file_->bytes_read(), file_->size()));
  }

  Result<std::unique_ptr<RowGroup>> next(std::size_t max_rows) override {
    BMO_TRY(fill());
    if (batch_ == nullptr) return std::unique_ptr<RowGroup>();
    const std::int64_t wanted = max_rows == 0 ? piece_ : static_cast<std::int64_t>(max_rows);
    const std::int64_t rows = std::min({wanted, piece_, batch_->num_rows() - used_});
    auto part = batch_->Slice(used_, rows);
    used_ += rows;
    if (used_ == batch_->num_rows()) batch_.reset();
    return std::unique_ptr<RowGroup>(std::make_unique<ArrowRows>(pool_, std::move(part)));
  }

 private:
  /// Makes `batch_` hold an unread row, or nothing at the end.
  Status fill() {
    while (batch_ == nullptr || used_ == batch_->num_rows()) {
      BMO_TRY_AS(batch_, source_->next());
      used_ = 0;
      if (batch_ == nullptr) return ok();
      piece_ = rows_per_piece(*batch_);
    }
    return ok();
  }

  /// Files may hold one batch of millions of rows: it is handed on in pieces of about a megabyte.
  static std::int64_t rows_per_piece(const arrow::RecordBatch& batch) {
    constexpr std::int64_t kPieceBytes = std::int64_t{1} << 20U;
    std::int64_t bytes = 0;
    for (const auto& column : batch.columns())
      bytes += held_bytes(*column->data());
    return std::max<std::int64_t>(
        1, kPieceBytes / (bytes / std::max<std::int64_t>(1, batch.num_rows()) + 1));
  }

  static std::int64_t held_bytes(const arrow::ArrayData& data) {
    std::int64_t bytes = 0;
    for (const auto& buffer : data.buffers)
      bytes += buffer == nullptr ? 0 : buffer->size();
    for (const auto& child : data.child_data)
      bytes += held_bytes(*child);
    return bytes;
  }

  std::shared_ptr<arrow::MemoryPool> pool_;
  std::shared_ptr<InputFile> file_;
  std::unique_ptr<BatchSource> source_;
  std::shared_ptr<arrow::RecordBatch> batch_;
  std::int64_t used_ = 0;
  std::int64_t piece_ = 1;
};

BatchSourceResult open_source_of(std::shared_ptr<InputFile> file, FileKind kind,
                                 arrow::MemoryPool* pool) {
  char head[6] = {};
  const auto got = file->ReadAt(0, sizeof head, head);
  if (const Error* error = file->disk_error()) return *error;
  const std::string_view start(head, got.ok() ? static_cast<std::size_t>(*got) : 0);
  if (start.starts_with("PAR1") || (kind == FileKind::kParquet && start.starts_with("PAR"))) {
    return open_parquet(std::move(file), pool);
  }
  if (start == "ARROW1") return open_arrow_file(std::move(file), pool);
  if (kind != FileKind::kParquet) return open_arrow_stream(std::move(file), pool);
  Error error{.kind = ErrorKind::kBadData,
              .code = "E_FORMAT",
              .message = "this is not a Parquet file",
              .why = "its first bytes are not PAR1",
              .hint = "give the file the ending of what it holds, such as .jsonl or .csv"};
  error.place.byte = 0;
  return error;
}

}  // namespace

Result<std::unique_ptr<Reader>> open_reader(std::unique_ptr<io::File> file, FileKind kind,
                                            std::uint64_t first_row, std::uint64_t memory_limit) {
  BMO_TRY_AS(const io::FileInfo info, file->info());
  auto pool = std::make_shared<arrow::CappedMemoryPool>(arrow::default_memory_pool(),
                                                        static_cast<std::int64_t>(memory_limit));
  auto input = std::make_shared<InputFile>(std::move(file), info.bytes, pool.get());
  BMO_TRY_AS(auto source, open_source_of(input, kind, pool.get()));
  auto reader = std::make_unique<ArrowReader>(std::move(pool), std::move(input), std::move(source));
  BMO_TRY(reader->go_to(first_row));
  return std::unique_ptr<Reader>(std::move(reader));
}

}  // namespace bmo::table
