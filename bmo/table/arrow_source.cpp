// Reads Arrow IPC files and streams, believing no length before the file has that many bytes.
#include <string>

#include <arrow/array/array_base.h>
#include <arrow/array/util.h>
#include <arrow/ipc/reader.h>

#include "bmo/base/text.hpp"
#include "bmo/table/batch_source.hpp"

namespace bmo::table {
namespace {

Error meta_error(std::int64_t byte, std::string why) {
  Error error{.kind = ErrorKind::kBadData,
              .code = "E_ARROW_META",
              .message = "the Arrow file's own description of its batches is damaged",
              .why = std::move(why),
              .hint = "fetch or write the file again"};
  error.place.byte = static_cast<std::uint64_t>(byte);
  return error;
}

Error cut_error(std::int64_t byte, std::string why) {
  Error error = meta_error(byte, std::move(why));
  error.code = "E_TRUNCATED";
  error.message = "the Arrow file ends too early";
  return error;
}

std::uint32_t little_endian(const char* bytes) {
  std::uint32_t value = 0;
  for (int i = 3; i >= 0; --i)
    value = value << 8U | static_cast<unsigned char>(bytes[i]);
  return value;
}

arrow::ipc::IpcReadOptions read_options(arrow::MemoryPool* pool) {
  auto options = arrow::ipc::IpcReadOptions::Defaults();
  options.memory_pool = pool;
  options.use_threads = false;
  return options;
}

Error failed(const InputFile& file, const arrow::Status& status, Error otherwise) {
  if (const Error* error = file.disk_error()) return *error;
  return to_error(status, std::move(otherwise));
}

/// What stands at the start of each message of a stream: 0xFFFFFFFF (absent before Arrow 0.15) and
/// the length of its description.
Status check_message(InputFile& file) {
  const std::int64_t start = file.position();
  const std::int64_t left = file.size() - start;
  if (left == 0) return ok();
  char head[8] = {};
  const auto got = file.ReadAt(start, 8, head);
  if (const Error* error = file.disk_error()) return *error;
  const bool marked = little_endian(head) == 0xFFFFFFFFU;
  if (!got.ok() || *got < (marked ? 8 : 4)) {
    return cut_error(start, "a batch begins in its last " + std::to_string(left) + " bytes");
  }
  const std::uint32_t length = little_endian(marked ? head + 4 : head);
  const std::int64_t at = start + (marked ? 4 : 0);
  if (static_cast<std::int64_t>(length) <= file.size() - at - 4) return ok();
  return meta_error(
      at, "a description is said to be " + format_count(length) + " bytes long, but " +
              format_count(static_cast<std::uint64_t>(file.size() - at - 4)) + " are left");
}

class StreamSource final : public BatchSource {
 public:
  StreamSource(std::shared_ptr<InputFile> file,
               std::shared_ptr<arrow::ipc::RecordBatchStreamReader> reader)
      : file_(std::move(file)), reader_(std::move(reader)) {}

  std::shared_ptr<arrow::Schema> schema() const override { return reader_->schema(); }
  std::uint64_t total_rows() const override { return 0; }
  Result<std::uint64_t> skip(std::uint64_t /*rows*/) override { return std::uint64_t{0}; }

  Result<std::shared_ptr<arrow::RecordBatch>> next() override {
    std::shared_ptr<arrow::RecordBatch> batch;
    BMO_TRY(check_message(*file_));
    const std::int64_t start = file_->position();
    const arrow::Status read = guarded([&] {
      ARROW_RETURN_NOT_OK(reader_->ReadNext(&batch));
      return batch == nullptr ? arrow::Status::OK() : validate(*batch);
    });
    if (read.ok()) return batch;
    if (file_->position() >= file_->size() && batch == nullptr) {
      return failed(*file_, read, cut_error(start, "a batch is not whole"));
    }
    return failed(*file_, read, meta_error(start, "in the batch that begins here"));
  }

 private:
  std::shared_ptr<InputFile> file_;
  std::shared_ptr<arrow::ipc::RecordBatchStreamReader> reader_;
};

class FileSource final : public BatchSource {
 public:
  FileSource(std::shared_ptr<InputFile> file,
             std::shared_ptr<arrow::ipc::RecordBatchFileReader> reader, std::uint64_t rows)
      : file_(std::move(file)), reader_(std::move(reader)), rows_(rows) {}

  std::shared_ptr<arrow::Schema> schema() const override { return reader_->schema(); }
  std::uint64_t total_rows() const override { return rows_; }
  Result<std::uint64_t> skip(std::uint64_t /*rows*/) override { return std::uint64_t{0}; }

  Result<std::shared_ptr<arrow::RecordBatch>> next() override {
    std::shared_ptr<arrow::RecordBatch> batch;
    if (next_ >= reader_->num_record_batches()) return batch;
    const arrow::Status read = guarded([&] {
      ARROW_ASSIGN_OR_RAISE(batch, reader_->ReadRecordBatch(next_));
      return validate(*batch);
    });
    if (!read.ok()) {
      return failed(*file_, read, meta_error(0, "in batch " + std::to_string(next_)));
    }
    ++next_;
    return batch;
  }

 private:
  std::shared_ptr<InputFile> file_;
  std::shared_ptr<arrow::ipc::RecordBatchFileReader> reader_;
  std::uint64_t rows_;
  int next_ = 0;
};

/// The end of an IPC file: length of the footer, then ARROW1.
Status check_tail(InputFile& file) {
  constexpr std::int64_t kTail = 10;
  char tail[kTail] = {};
  const std::int64_t at = file.size() - kTail;
  const auto got = at < 8 ? arrow::Result<std::int64_t>(0) : file.ReadAt(at, kTail, tail);
  if (const Error* error = file.disk_error()) return *error;
  if (!got.ok() || *got < kTail || std::string_view(tail + 4, 6) != "ARROW1") {
    return cut_error(file.size(), "it begins with ARROW1 but does not end with it");
  }
  const std::uint32_t length = little_endian(tail);
  if (static_cast<std::int64_t>(length) <= at - 8) return ok();
  return meta_error(at, "the footer is said to be " + format_count(length) +
                            " bytes long, but the file has " +
                            format_count(static_cast<std::uint64_t>(file.size())));
}

/// Text types as the binary types with the same layout, all the way down.
std::shared_ptr<arrow::DataType> as_bytes(const std::shared_ptr<arrow::DataType>& type);

arrow::FieldVector fields_as_bytes(const arrow::DataType& type) {
  arrow::FieldVector fields;
  for (const auto& field : type.fields())
    fields.push_back(field->WithType(as_bytes(field->type())));
  return fields;
}

std::shared_ptr<arrow::DataType> as_bytes(const std::shared_ptr<arrow::DataType>& type) {
  using arrow::Type;
  switch (type->id()) {
    case Type::STRING:
      return arrow::binary();
    case Type::LARGE_STRING:
      return arrow::large_binary();
    case Type::STRING_VIEW:
      return arrow::binary_view();
    case Type::LIST:
      return arrow::list(fields_as_bytes(*type)[0]);
    case Type::LARGE_LIST:
      return arrow::large_list(fields_as_bytes(*type)[0]);
    case Type::STRUCT:
      return arrow::struct_(fields_as_bytes(*type));
    default:
      return type;
  }
}

std::shared_ptr<arrow::ArrayData> as_bytes(const std::shared_ptr<arrow::ArrayData>& data) {
  auto type = as_bytes(data->type);
  if (type == data->type) return data;
  auto copy = data->Copy();
  copy->type = std::move(type);
  for (auto& child : copy->child_data)
    child = as_bytes(child);
  return copy;
}

}  // namespace

arrow::Status validate(const arrow::RecordBatch& batch) {
  for (int i = 0; i < batch.num_columns(); ++i) {
    ARROW_RETURN_NOT_OK(arrow::MakeArray(as_bytes(batch.column_data(i)))->ValidateFull());
  }
  return arrow::Status::OK();
}

BatchSourceResult open_arrow_stream(std::shared_ptr<InputFile> file, arrow::MemoryPool* pool) {
  BMO_TRY(check_message(*file));
  std::shared_ptr<arrow::ipc::RecordBatchStreamReader> reader;
  const arrow::Status opened = guarded([&] {
    ARROW_ASSIGN_OR_RAISE(
        reader, arrow::ipc::RecordBatchStreamReader::Open(file.get(), read_options(pool)));
    return arrow::Status::OK();
  });
  if (!opened.ok()) return failed(*file, opened, meta_error(0, "in the schema"));
  return std::unique_ptr<BatchSource>(
      std::make_unique<StreamSource>(std::move(file), std::move(reader)));
}

BatchSourceResult open_arrow_file(std::shared_ptr<InputFile> file, arrow::MemoryPool* pool) {
  BMO_TRY(check_tail(*file));
  std::shared_ptr<arrow::ipc::RecordBatchFileReader> reader;
  std::int64_t rows = 0;
  const arrow::Status opened = guarded([&] {
    ARROW_ASSIGN_OR_RAISE(reader,
                          arrow::ipc::RecordBatchFileReader::Open(file.get(), read_options(pool)));
    return reader->CountRows().Value(&rows);
  });
  if (!opened.ok()) return failed(*file, opened, meta_error(file->size() - 10, "in the footer"));
  return std::unique_ptr<BatchSource>(std::make_unique<FileSource>(
      std::move(file), std::move(reader), static_cast<std::uint64_t>(rows)));
}

}  // namespace bmo::table
