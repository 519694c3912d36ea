// A window that slides over a decompressed stream, in buffers that records go on pointing into.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "bmo/base/result.hpp"
#include "bmo/io/io.hpp"

namespace bmo::formats {

class BufferPool;

/// Used by one thread; its buffers may be held by any number of others, and come back for reuse
/// when the last holder lets go.
class TextWindow {
 public:
  /// Opens the input at decompressed byte `offset`; `room` is the size of a usual buffer.
  static Result<TextWindow> open(io::Disk& disk, const io::Input& input, std::uint64_t offset,
                                 std::size_t room);

  /// What has been read and not yet passed. `fill` may move it.
  std::string_view text() const { return {buffer_->data() + begin_, end_ - begin_}; }
  /// Where text() begins in the stream.
  std::uint64_t offset() const { return offset_; }
  /// True when nothing comes behind text().
  bool at_end() const { return at_end_; }
  /// Reads until text() holds `size` bytes or the stream ends: the same for any size of reads.
  Status fill(std::size_t size);
  /// Drops the first `size` bytes of text().
  void pass(std::size_t size);
  /// Keeps text(), as it is now, alive.
  std::shared_ptr<const std::string> buffer() const { return buffer_; }

  std::uint64_t bytes_done() const { return source_->compressed_position(); }
  std::uint64_t bytes_total() const { return source_->compressed_size(); }

 private:
  TextWindow() = default;
  void make_room(std::size_t size);

  std::unique_ptr<io::Source> source_;
  std::shared_ptr<BufferPool> pool_;
  std::shared_ptr<std::string> buffer_;
  std::string name_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::uint64_t offset_ = 0;
  bool at_end_ = false;
};

}  // namespace bmo::formats
