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

  /// Forgets every text. What a usual batch needs is kept for reuse, so that the system need not
  /// clear the same pages again for each batch; blocks for single long texts are given back.
  void reset() {
    std::erase_if(blocks_, [](const Block& block) { return block.size > kBlock; });
    if (blocks_.size() > kKeptBlocks) blocks_.resize(kKeptBlocks);
    used_ = 0;
    next_ = nullptr;
    left_ = 0;
  }

  std::size_t bytes_reserved() const {
    std::size_t sum = 0;
    for (const Block& block : blocks_)
      sum += block.size;
    return sum;
  }

 private:
  static constexpr std::size_t kBlock = std::size_t{256} << 10U;
  static constexpr std::size_t kKeptBlocks = 16;

  struct Block {
    std::unique_ptr<char[]> bytes;
    std::size_t size;
  };

  void grow(std::size_t size) {
    if (used_ == blocks_.size() || size > blocks_[used_].size) {
      const std::size_t room = size > kBlock ? size : kBlock;
      blocks_.insert(blocks_.begin() + static_cast<std::ptrdiff_t>(used_),
                     {std::unique_ptr<char[]>(new char[room]), room});
    }
    next_ = blocks_[used_].bytes.get();
    left_ = blocks_[used_].size;
    ++used_;
  }

  std::vector<Block> blocks_;
  std::size_t used_ = 0;  ///< Blocks before this one hold texts.
  char* next_ = nullptr;
  std::size_t left_ = 0;
};

}  // namespace bmo
