// Reads a compressed file from front to back in large blocks and counts what a decoder used of it.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "bmo/io/disk.hpp"

namespace bmo::io {

/// Not thread-safe.
class Feed {
 public:
  Feed(std::unique_ptr<File> file, std::uint64_t size) : file_(std::move(file)), size_(size) {}

  /// What lies ahead: at least `count` bytes, fewer only at the end of the file. Valid until the
  /// next call.
  Result<std::string_view> look(std::size_t count);
  /// Moves on by `count` bytes that `look` has shown.
  void use(std::size_t count) { begin_ += count; }
  /// Of the first byte not yet used.
  std::uint64_t position() const { return loaded_ - (block_.size() - begin_); }
  std::uint64_t size() const { return size_; }

 private:
  std::unique_ptr<File> file_;
  std::uint64_t size_;
  std::uint64_t loaded_ = 0;
  std::size_t begin_ = 0;
  std::string block_;
};

}  // namespace bmo::io
