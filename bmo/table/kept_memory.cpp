// Blocks are rounded up to one of four sizes between powers of two, so that unlike groups fit too.
#include "bmo/table/kept_memory.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace bmo::table {
namespace {

/// What is smaller the pool below keeps well enough.
constexpr std::int64_t kLeast = 32 << 10;

struct Step {
  std::size_t index = 0;
  std::int64_t bytes = 0;
};

/// The least step that holds `size` > 0 bytes.
Step step_of(std::int64_t size) {
  const auto wanted = static_cast<std::uint64_t>(size);
  const unsigned quarter = static_cast<unsigned>(std::bit_width(wanted - 1)) - 3;
  const std::uint64_t quarters = ((wanted - 1) >> quarter) + 1;  // 5 to 8 of them.
  return {.index = quarter * 4 + static_cast<std::size_t>(quarters - 5),
          .bytes = static_cast<std::int64_t>(quarters << quarter)};
}

}  // namespace

KeptMemory::~KeptMemory() {
  // The index of a step says its size.
  for (std::size_t index = 0; index < kSizes; ++index) {
    const auto bytes = static_cast<std::int64_t>((index % 4 + 5) << (index / 4));
    for (std::uint8_t* block : free_[index])
      below_->Free(block, bytes);
  }
}

arrow::Status KeptMemory::Allocate(std::int64_t size, std::int64_t alignment, std::uint8_t** out) {
  if (size < kLeast || alignment > arrow::kDefaultBufferAlignment) {
    return below_->Allocate(size, alignment, out);
  }
  const Step step = step_of(size);
  {
    const std::lock_guard lock(mutex_);
    std::vector<std::uint8_t*>& blocks = free_[step.index];
    if (!blocks.empty()) {
      *out = blocks.back();
      blocks.pop_back();
      kept_ -= step.bytes;
      return arrow::Status::OK();
    }
  }
  return below_->Allocate(step.bytes, arrow::kDefaultBufferAlignment, out);
}

arrow::Status KeptMemory::Reallocate(std::int64_t old_size, std::int64_t new_size,
                                     std::int64_t alignment, std::uint8_t** block) {
  const bool small = old_size < kLeast && new_size < kLeast;
  if (small || alignment > arrow::kDefaultBufferAlignment) {
    return below_->Reallocate(old_size, new_size, alignment, block);
  }
  if (old_size >= kLeast && new_size >= kLeast &&
      step_of(old_size).index == step_of(new_size).index) {
    return arrow::Status::OK();
  }
  std::uint8_t* moved = nullptr;
  ARROW_RETURN_NOT_OK(Allocate(new_size, alignment, &moved));
  std::memcpy(moved, *block, static_cast<std::size_t>(std::min(old_size, new_size)));
  Free(*block, old_size, alignment);
  *block = moved;
  return arrow::Status::OK();
}

void KeptMemory::Free(std::uint8_t* block, std::int64_t size, std::int64_t alignment) {
  if (size < kLeast || alignment > arrow::kDefaultBufferAlignment) {
    return below_->Free(block, size, alignment);
  }
  const Step step = step_of(size);
  {
    const std::lock_guard lock(mutex_);
    if (kept_ + step.bytes <= most_) {
      free_[step.index].push_back(block);
      kept_ += step.bytes;
      return;
    }
  }
  below_->Free(block, step.bytes, arrow::kDefaultBufferAlignment);
}

std::int64_t KeptMemory::kept() const {
  const std::lock_guard lock(mutex_);
  return kept_;
}

arrow::MemoryPool* kept_memory() {
  constexpr std::int64_t kMost = std::int64_t{48} << 20;
  static auto* const memory = new KeptMemory(kMost);
  return memory;
}

}  // namespace bmo::table
