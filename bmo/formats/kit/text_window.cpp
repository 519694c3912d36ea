// Slides over a stream; buffers come from a pool, so that pages are touched once and not per chunk.
#include "bmo/formats/kit/text_window.hpp"

#include <algorithm>
#include <cstring>
#include <mutex>
#include <utility>
#include <vector>

namespace bmo::formats {

class BufferPool {
 public:
  explicit BufferPool(std::size_t room) : room_(room) {}

  /// A buffer of at least `size` bytes that returns to `pool` by itself.
  static std::shared_ptr<std::string> take(const std::shared_ptr<BufferPool>& pool,
                                           std::size_t size) {
    std::unique_ptr<std::string> buffer = pool->free_buffer(size);
    if (buffer == nullptr)
      buffer = std::make_unique<std::string>(std::max(size, pool->room_), '\0');
    return {buffer.release(),
            [pool](std::string* used) { pool->give_back(std::unique_ptr<std::string>(used)); }};
  }

 private:
  static constexpr std::size_t kKept = 16;

  std::unique_ptr<std::string> free_buffer(std::size_t size) {
    const std::lock_guard lock(mutex_);
    if (size > room_ || free_.empty()) return nullptr;
    std::unique_ptr<std::string> buffer = std::move(free_.back());
    free_.pop_back();
    return buffer;
  }

  void give_back(std::unique_ptr<std::string> buffer) {
    const std::lock_guard lock(mutex_);
    if (buffer->size() == room_ && free_.size() < kKept) free_.push_back(std::move(buffer));
  }

  std::mutex mutex_;
  std::size_t room_;
  std::vector<std::unique_ptr<std::string>> free_;
};

Result<TextWindow> TextWindow::open(io::Disk& disk, const io::Input& input, std::uint64_t offset,
                                    std::size_t room) {
  TextWindow window;
  BMO_TRY_AS(window.source_, io::open_source(disk, input, offset));
  window.pool_ = std::make_shared<BufferPool>(room);
  window.buffer_ = BufferPool::take(window.pool_, room);
  window.name_ = input.display();
  window.offset_ = offset;
  return window;
}

void TextWindow::make_room(std::size_t size) {
  if (begin_ + size <= buffer_->size()) return;
  std::shared_ptr<std::string> next = BufferPool::take(pool_, size);
  std::memcpy(next->data(), buffer_->data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  buffer_ = std::move(next);
}

Status TextWindow::fill(std::size_t size) {
  make_room(size);
  while (!at_end_ && end_ - begin_ < size) {
    auto read = source_->read(buffer_->data() + end_, size - (end_ - begin_));
    if (!read) {
      Error error = std::move(read).error();
      if (error.place.file.empty()) error.place.file = name_;
      return error;
    }
    end_ += *read;
    at_end_ = *read == 0;
  }
  return ok();
}

void TextWindow::pass(std::size_t size) {
  begin_ += size;
  offset_ += size;
}

}  // namespace bmo::formats
