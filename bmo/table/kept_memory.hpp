// Memory for row groups that follow each other: what one has given back, the next one takes.
#pragma once
#include <array>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include <arrow/memory_pool.h>

namespace bmo::table {

/// Arrow's own pool hands freed pages back to the system after some milliseconds, and the system
/// clears each page again before the next row group gets it: a tenth of the time that writing
/// Parquet takes. Here large blocks are kept, up to `most` bytes of them. Used by any thread;
/// outlives every buffer taken from it.
class KeptMemory final : public arrow::MemoryPool {
 public:
  explicit KeptMemory(std::int64_t most, arrow::MemoryPool* below = arrow::default_memory_pool())
      : most_(most), below_(below) {}
  ~KeptMemory() override;
  KeptMemory(const KeptMemory&) = delete;
  KeptMemory& operator=(const KeptMemory&) = delete;

  using arrow::MemoryPool::Allocate;
  using arrow::MemoryPool::Free;
  using arrow::MemoryPool::Reallocate;
  arrow::Status Allocate(std::int64_t size, std::int64_t alignment, std::uint8_t** out) override;
  arrow::Status Reallocate(std::int64_t old_size, std::int64_t new_size, std::int64_t alignment,
                           std::uint8_t** block) override;
  void Free(std::uint8_t* block, std::int64_t size, std::int64_t alignment) override;

  /// What lies here unused.
  std::int64_t kept() const;
  std::int64_t bytes_allocated() const override { return below_->bytes_allocated(); }
  std::int64_t max_memory() const override { return below_->max_memory(); }
  std::int64_t total_bytes_allocated() const override { return below_->total_bytes_allocated(); }
  std::int64_t num_allocations() const override { return below_->num_allocations(); }
  std::string backend_name() const override { return below_->backend_name(); }

 private:
  static constexpr std::size_t kSizes = 160;  ///< Four steps between powers of two.

  std::int64_t most_;
  arrow::MemoryPool* below_;
  mutable std::mutex mutex_;
  std::int64_t kept_ = 0;
  std::array<std::vector<std::uint8_t*>, kSizes> free_;
};

/// The process's one, as Arrow's default pool is: rows are encoded by one part of the program and
/// written by another. Never destroyed.
arrow::MemoryPool* kept_memory();

}  // namespace bmo::table
