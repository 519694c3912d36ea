// Reads Parquet page by page, with checksums, and finds the page at fault when one is damaged.
#include <algorithm>
#include <string>

#include <arrow/util/key_value_metadata.h>
#include <parquet/arrow/reader.h>
#include <parquet/column_page.h>
#include <parquet/column_reader.h>
#include <parquet/file_reader.h>
#include <parquet/metadata.h>
#include <parquet/properties.h>

#include "bmo/base/text.hpp"
#include "bmo/table/batch_source.hpp"

namespace bmo::table {
namespace {

constexpr std::int64_t kBatchBytes = std::int64_t{1} << 20U;
constexpr std::int64_t kMaxBatchRows = 8192;
constexpr std::int64_t kReadBuffer = std::int64_t{64} << 10U;
constexpr std::int64_t kTailBytes = 8;  // Footer length and magic.

Error footer_error(std::int64_t size, std::string why) {
  Error error{.kind = ErrorKind::kBadData,
              .code = "E_PARQUET_FOOTER",
              .message = "the Parquet footer is damaged",
              .why = std::move(why),
              .hint = "fetch or write the file again: without its footer no row can be found"};
  error.place.byte = static_cast<std::uint64_t>(std::max<std::int64_t>(0, size - kTailBytes));
  return error;
}

Error cut_error(std::int64_t size) {
  Error error{.kind = ErrorKind::kBadData,
              .code = "E_TRUNCATED",
              .message = "the Parquet file ends too early",
              .why = "it has " + format_count(static_cast<std::uint64_t>(size)) +
                     " bytes and does not end in PAR1",
              .hint = "fetch or write the file again"};
  error.place.byte = static_cast<std::uint64_t>(size);
  return error;
}

/// The last eight bytes say how long the footer is; a lie there is found before it is believed.
Status check_tail(InputFile& file) {
  char tail[kTailBytes] = {};
  if (file.size() < 12) return cut_error(file.size());
  const auto got = file.ReadAt(file.size() - kTailBytes, kTailBytes, tail);
  if (const Error* error = file.disk_error()) return *error;
  const std::string_view magic(tail + 4, 4);
  if (!got.ok() || magic == "PARE") {
    return footer_error(file.size(), "the footer is encrypted, which is not supported");
  }
  if (magic != "PAR1") return cut_error(file.size());
  std::uint32_t length = 0;
  for (int i = 3; i >= 0; --i)
    length = length << 8U | static_cast<unsigned char>(tail[i]);
  if (static_cast<std::int64_t>(length) <= file.size() - 12) return ok();
  return footer_error(file.size(), "it says that it is " + format_count(length) +
                                       " bytes long, but the file has " +
                                       format_count(static_cast<std::uint64_t>(file.size())));
}

parquet::ReaderProperties reader_properties(arrow::MemoryPool* pool) {
  parquet::ReaderProperties properties(pool);
  properties.enable_buffered_stream();
  properties.set_buffer_size(kReadBuffer);
  properties.set_page_checksum_verification(true);
  return properties;
}

/// Rows of about kBatchBytes, by the mean over the file.
std::int64_t batch_rows(const parquet::FileMetaData& metadata) {
  std::int64_t bytes = 0;
  for (int i = 0; i < metadata.num_row_groups(); ++i) {
    bytes += std::clamp<std::int64_t>(metadata.RowGroup(i)->total_byte_size(), 0, 1LL << 50U);
  }
  const std::int64_t row = bytes / std::max<std::int64_t>(1, metadata.num_rows()) + 1;
  return std::clamp<std::int64_t>(kBatchBytes / row, 1, kMaxBatchRows);
}

class ParquetSource final : public BatchSource {
 public:
  ParquetSource(std::shared_ptr<InputFile> file, std::unique_ptr<parquet::arrow::FileReader> reader,
                std::shared_ptr<arrow::Schema> schema)
      : file_(std::move(file)), reader_(std::move(reader)), schema_(std::move(schema)) {
    metadata_ = reader_->parquet_reader()->metadata();
    reader_->set_batch_size(batch_rows(*metadata_));
  }

  std::shared_ptr<arrow::Schema> schema() const override { return schema_; }
  std::uint64_t total_rows() const override {
    return static_cast<std::uint64_t>(metadata_->num_rows());
  }

  Result<std::uint64_t> skip(std::uint64_t rows) override {
    std::uint64_t passed = 0;
    for (; group_ < metadata_->num_row_groups(); ++group_) {
      const auto held = static_cast<std::uint64_t>(metadata_->RowGroup(group_)->num_rows());
      if (passed + held > rows) break;
      passed += held;
    }
    return passed;
  }

  Result<std::shared_ptr<arrow::RecordBatch>> next() override {
    while (group_ < metadata_->num_row_groups()) {
      std::shared_ptr<arrow::RecordBatch> batch;
      const arrow::Status read = guarded([&] { return read_next(batch); });
      if (!read.ok()) return page_error(read);
      if (batch != nullptr && batch->num_rows() > 0) return batch;
      if (batch == nullptr) BMO_TRY(end_group());
    }
    return std::shared_ptr<arrow::RecordBatch>();
  }

 private:
  arrow::Status read_next(std::shared_ptr<arrow::RecordBatch>& batch) {
    if (batches_ == nullptr) {
      ARROW_ASSIGN_OR_RAISE(batches_, reader_->GetRecordBatchReader({group_}));
      rows_read_ = 0;
    }
    ARROW_RETURN_NOT_OK(batches_->ReadNext(&batch));
    if (batch == nullptr) return arrow::Status::OK();
    rows_read_ += batch->num_rows();
    return validate(*batch);
  }

  Status end_group() {
    const std::int64_t said = metadata_->RowGroup(group_)->num_rows();
    if (rows_read_ != said) {
      return page_error(
          arrow::Status::IOError("the footer counts ", said, " rows, the pages hold ", rows_read_));
    }
    batches_.reset();
    ++group_;
    return ok();
  }

  /// Reads the pages of `column` until one fails; false where none does.
  bool find_bad_page(parquet::RowGroupReader& group, int column, std::int64_t& page) {
    page = 0;
    return !guarded([&] {
              auto pages = group.GetColumnPageReader(column);
              while (pages->NextPage() != nullptr)
                ++page;
              return arrow::Status::OK();
            }).ok();
  }

  /// Which page it was: asked of each column in turn, since a failed read does not say.
  std::string find_place(Place& place) {
    std::string where = "row group " + std::to_string(group_);
    const arrow::Status searched = guarded([&] {
      auto group = reader_->parquet_reader()->RowGroup(group_);
      for (int column = 0; column < metadata_->num_columns(); ++column) {
        std::int64_t page = 0;
        if (!find_bad_page(*group, column, page)) continue;
        place.field = metadata_->schema()->Column(column)->path()->ToDotString();
        where += ", column " + excerpt(place.field) + ", page " + std::to_string(page);
        break;
      }
      return arrow::Status::OK();
    });
    return searched.ok() ? where : where + " (its column list cannot be read)";
  }

  Error page_error(const arrow::Status& status) {
    if (const Error* error = file_->disk_error()) return *error;
    Error error{.kind = ErrorKind::kBadData,
                .code = "E_PARQUET_PAGE",
                .message = "a page of the Parquet file is damaged",
                .hint =
                    "fetch or write the file again; rows before it are whole, but a file is "
                    "taken whole or not at all"};
    error.why = find_place(error.place);
    return to_error(status, std::move(error));
  }

  std::shared_ptr<InputFile> file_;
  std::unique_ptr<parquet::arrow::FileReader> reader_;
  std::shared_ptr<arrow::Schema> schema_;
  std::shared_ptr<parquet::FileMetaData> metadata_;
  std::unique_ptr<arrow::RecordBatchReader> batches_;
  int group_ = 0;
  std::int64_t rows_read_ = 0;
};

arrow::Status read_footer(const std::shared_ptr<InputFile>& file, arrow::MemoryPool* pool,
                          std::unique_ptr<parquet::arrow::FileReader>& reader) {
  parquet::ArrowReaderProperties properties(false);
  properties.set_pre_buffer(false);
  parquet::arrow::FileReaderBuilder builder;
  ARROW_RETURN_NOT_OK(builder.Open(file, reader_properties(pool)));
  return builder.memory_pool(pool)->properties(properties)->Build(&reader);
}

}  // namespace

BatchSourceResult open_parquet(std::shared_ptr<InputFile> file, arrow::MemoryPool* pool) {
  BMO_TRY(check_tail(*file));
  std::unique_ptr<parquet::arrow::FileReader> reader;
  std::shared_ptr<arrow::Schema> schema;
  arrow::Status opened = guarded([&] { return read_footer(file, pool, reader); });
  if (opened.ok()) opened = guarded([&] { return reader->GetSchema(&schema); });
  if (const Error* error = file->disk_error()) return *error;
  if (!opened.ok()) return to_error(opened, footer_error(file->size(), ""));
  return std::unique_ptr<BatchSource>(
      std::make_unique<ParquetSource>(std::move(file), std::move(reader), std::move(schema)));
}

}  // namespace bmo::table
