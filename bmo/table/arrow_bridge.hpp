// Joins Arrow to our own files: bytes in, bytes out, a memory limit, and errors people can read.
#pragma once
#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <string>

#include <arrow/buffer.h>
#include <arrow/io/interfaces.h>
#include <arrow/memory_pool.h>
#include <arrow/result.h>
#include <arrow/status.h>

#include "bmo/base/result.hpp"
#include "bmo/io/disk.hpp"
#include "bmo/table/table.hpp"

namespace bmo::table {

/// An io::File as Arrow reads it. Whatever length a damaged file claims, a read is cut to the bytes
/// that the file has before room is made for it. Used by one thread at a time.
class InputFile final : public arrow::io::RandomAccessFile {
 public:
  InputFile(std::unique_ptr<io::File> file, std::uint64_t size, arrow::MemoryPool* pool)
      : file_(std::move(file)), size_(static_cast<std::int64_t>(size)), pool_(pool) {}

  arrow::Status Close() override;
  bool closed() const override { return closed_; }
  arrow::Result<std::int64_t> Tell() const override { return position_; }
  arrow::Status Seek(std::int64_t position) override;
  arrow::Result<std::int64_t> GetSize() override { return size_; }
  arrow::Result<std::int64_t> Read(std::int64_t size, void* out) override;
  arrow::Result<std::shared_ptr<arrow::Buffer>> Read(std::int64_t size) override;
  arrow::Result<std::int64_t> ReadAt(std::int64_t position, std::int64_t size, void* out) override;
  arrow::Result<std::shared_ptr<arrow::Buffer>> ReadAt(std::int64_t position,
                                                       std::int64_t size) override;

  /// Read at once: an idle thread of Arrow's could hold the buffer for longer than the pool lives.
  arrow::Future<std::shared_ptr<arrow::Buffer>> ReadAsync(const arrow::io::IOContext& context,
                                                          std::int64_t position, std::int64_t size,
                                                          bool allow_short_read) override;
  arrow::Future<std::shared_ptr<arrow::Buffer>> ReadAsync(const arrow::io::IOContext& context,
                                                          std::int64_t position,
                                                          std::int64_t size) override;

  std::int64_t size() const { return size_; }
  std::int64_t position() const { return position_; }
  std::int64_t bytes_read() const { return bytes_read_; }
  /// The disk's own error, where one lies behind what Arrow reported; else nullptr.
  const Error* disk_error() const { return disk_error_ ? &*disk_error_ : nullptr; }

 private:
  std::int64_t held(std::int64_t position, std::int64_t size) const;

  std::unique_ptr<io::File> file_;
  std::int64_t size_;
  arrow::MemoryPool* pool_;
  std::int64_t position_ = 0;
  std::int64_t bytes_read_ = 0;
  bool closed_ = false;
  std::optional<Error> disk_error_;
};

/// An Output as Arrow writes to it. `Tell` may start anywhere and bytes may be dropped: so a file
/// is continued by a fresh Arrow writer, whose own head and foot are not wanted.
class OutputStream final : public arrow::io::OutputStream {
 public:
  OutputStream(Output& out, std::int64_t position) : out_(out), position_(position) {}

  arrow::Status Close() override;
  bool closed() const override { return closed_; }
  arrow::Result<std::int64_t> Tell() const override { return position_; }
  arrow::Status Write(const void* data, std::int64_t size) override;
  using arrow::io::OutputStream::Write;

  void set_dropping(bool dropping) { dropping_ = dropping; }
  void set_position(std::int64_t position) { position_ = position; }
  const Error* output_error() const { return output_error_ ? &*output_error_ : nullptr; }

 private:
  Output& out_;
  std::int64_t position_;
  bool dropping_ = false;
  bool closed_ = false;
  std::optional<Error> output_error_;
};

/// What went wrong in one line of at most 200 bytes, without source places of the library.
std::string reason(const arrow::Status& status);

/// kMemory where Arrow met its memory limit, else `otherwise` with the reason as its `why`.
Error to_error(const arrow::Status& status, Error otherwise);

/// Runs `call`, which returns an arrow::Status, and makes a Status of what it throws too.
template <typename Call>
arrow::Status guarded(Call&& call) {
  try {
    return call();
  } catch (const std::bad_alloc&) {
    return arrow::Status::OutOfMemory("out of memory");
  } catch (const std::exception& thrown) {
    return arrow::Status::IOError(thrown.what());
  }
}

}  // namespace bmo::table
