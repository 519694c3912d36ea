// Reads and writes for Arrow through our files, and its errors in our form.
#include "bmo/table/arrow_bridge.hpp"

#include <algorithm>
#include <utility>

#include <arrow/util/future.h>

#include "bmo/base/text.hpp"

namespace bmo::table {

std::int64_t InputFile::held(std::int64_t position, std::int64_t size) const {
  if (position < 0 || size < 0 || position > size_) return 0;
  return std::min(size, size_ - position);
}

arrow::Status InputFile::Close() {
  closed_ = true;
  return arrow::Status::OK();
}

arrow::Status InputFile::Seek(std::int64_t position) {
  position_ = position;
  return arrow::Status::OK();
}

arrow::Result<std::int64_t> InputFile::ReadAt(std::int64_t position, std::int64_t size, void* out) {
  const std::int64_t wanted = held(position, size);
  std::int64_t done = 0;
  while (done < wanted) {
    auto got =
        file_->read_at(static_cast<std::uint64_t>(position + done), static_cast<char*>(out) + done,
                       static_cast<std::size_t>(wanted - done));
    if (!got) {
      disk_error_ = got.error();
      return arrow::Status::IOError(got.error().message);
    }
    if (*got == 0) break;
    done += static_cast<std::int64_t>(*got);
  }
  bytes_read_ += done;
  return done;
}

arrow::Result<std::shared_ptr<arrow::Buffer>> InputFile::ReadAt(std::int64_t position,
                                                                std::int64_t size) {
  ARROW_ASSIGN_OR_RAISE(auto buffer, arrow::AllocateResizableBuffer(held(position, size), pool_));
  ARROW_ASSIGN_OR_RAISE(const std::int64_t got,
                        ReadAt(position, buffer->size(), buffer->mutable_data()));
  ARROW_RETURN_NOT_OK(buffer->Resize(got, false));
  return std::shared_ptr<arrow::Buffer>(std::move(buffer));
}

arrow::Result<std::int64_t> InputFile::Read(std::int64_t size, void* out) {
  ARROW_ASSIGN_OR_RAISE(const std::int64_t got, ReadAt(position_, size, out));
  position_ += got;
  return got;
}

arrow::Result<std::shared_ptr<arrow::Buffer>> InputFile::Read(std::int64_t size) {
  ARROW_ASSIGN_OR_RAISE(auto buffer, ReadAt(position_, size));
  position_ += buffer->size();
  return buffer;
}

arrow::Future<std::shared_ptr<arrow::Buffer>> InputFile::ReadAsync(
    const arrow::io::IOContext& /*context*/, std::int64_t position, std::int64_t size,
    bool allow_short_read) {
  return arrow::Future<std::shared_ptr<arrow::Buffer>>::MakeFinished(
      arrow::io::RandomAccessFile::ReadAt(position, size, allow_short_read));
}

arrow::Future<std::shared_ptr<arrow::Buffer>> InputFile::ReadAsync(
    const arrow::io::IOContext& context, std::int64_t position, std::int64_t size) {
  return ReadAsync(context, position, size, true);
}

arrow::Status OutputStream::Close() {
  closed_ = true;
  return arrow::Status::OK();
}

arrow::Status OutputStream::Write(const void* data, std::int64_t size) {
  position_ += size;
  if (dropping_ || size == 0) return arrow::Status::OK();
  Status written = out_.write({static_cast<const char*>(data), static_cast<std::size_t>(size)});
  if (written) return arrow::Status::OK();
  output_error_ = written.error();
  return arrow::Status::IOError(written.error().message);
}

std::string reason(const arrow::Status& status) {
  const std::string& text = status.message();
  return excerpt(std::string_view(text).substr(0, text.find('\n')), 200);
}

Error to_error(const arrow::Status& status, Error otherwise) {
  if (status.IsOutOfMemory()) {
    otherwise.kind = ErrorKind::kMemory;
    otherwise.code = "E_MEMORY";
    otherwise.message = "decoding this file needs more memory than is allowed";
    otherwise.hint = "write the file again with smaller row groups or batches, or raise --memory";
  }
  otherwise.why = otherwise.why.empty() ? reason(status) : otherwise.why + ": " + reason(status);
  return otherwise;
}

}  // namespace bmo::table
