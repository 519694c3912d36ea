// Holds many short-lived texts in a few large blocks, freed together.
#pragma once
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace bmo {

/// Bump allocator for text. Views that it hands out live until `reset` or destruction; moving the
/// arena keeps them valid. Not thread-safe: one arena belongs to one batch.
class Arena {
 public:
  /// Room for `size` bytes; the caller may use fewer and give the rest back with `shrink`.
  char* take(std::size_t size) {
    if (size > left_) grow(size);
    char* at = next_;
    next_ += size;
    left_ -= size;
    return at;
  }

  /// Gives back the last `unused` bytes of the latest `take`.
  void shrink(std::size_t unused) {
    next_ -= unused;
    left_ += unused;
  }

  std::string_view keep(std::string_view text) {
    if (text.empty()) return {};
    char* at = take(text.size());
    std::memcpy(at, text.data(), text.size());
    return {at, text.size()};
  }

  /// Forgets every text; the first block is kept for reuse.
  void reset() {
    if (blocks_.size() > 1) blocks_.resize(1);
    next_ = blocks_.empty() ? nullptr : blocks_.front().bytes.get();
    left_ = blocks_.empty() ? 0 : blocks_.front().size;
  }

  std::size_t bytes_reserved() const {
    std::size_t sum = 0;
    for (const Block& block : blocks_) sum += block.size;
    return sum;
  }

 private:
  struct Block {
    std::unique_ptr<char[]> bytes;
    std::size_t size;
  };

  void grow(std::size_t size) {
    constexpr std::size_t kBlock = std::size_t{256} << 10U;
    const std::size_t room = size > kBlock ? size : kBlock;
    blocks_.push_back({std::unique_ptr<char[]>(new char[room]), room});
    next_ = blocks_.back().bytes.get();
    left_ = room;
  }

  std::vector<Block> blocks_;
  char* next_ = nullptr;
  std::size_t left_ = 0;
};

}  // namespace bmo
