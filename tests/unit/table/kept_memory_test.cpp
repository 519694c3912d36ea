// What a pool keeps, hands out again and gives back.
#include "bmo/table/kept_memory.hpp"

#include <algorithm>
#include <cstring>

#include <gtest/gtest.h>

namespace bmo::table {
namespace {

constexpr std::int64_t kMiB = std::int64_t{1} << 20;

std::uint8_t* taken(KeptMemory& memory, std::int64_t size) {
  std::uint8_t* block = nullptr;
  EXPECT_TRUE(memory.Allocate(size, &block).ok());
  return block;
}

TEST(KeptMemory, HandsOutAgainWhatWasGivenBack) {
  KeptMemory memory(4 * kMiB);
  std::uint8_t* first = taken(memory, kMiB);
  memory.Free(first, kMiB);
  EXPECT_EQ(memory.kept(), kMiB);
  std::uint8_t* second = taken(memory, kMiB - 100);
  EXPECT_EQ(second, first);
  EXPECT_EQ(memory.kept(), 0);
  memory.Free(second, kMiB - 100);
}

TEST(KeptMemory, KeepsNoMoreThanItMay) {
  KeptMemory memory(kMiB);
  std::uint8_t* first = taken(memory, kMiB);
  std::uint8_t* second = taken(memory, kMiB);
  memory.Free(first, kMiB);
  memory.Free(second, kMiB);
  EXPECT_EQ(memory.kept(), kMiB);
}

TEST(KeptMemory, GivesAllBackAtTheEnd) {
  const std::int64_t before = arrow::default_memory_pool()->bytes_allocated();
  {
    KeptMemory memory(4 * kMiB);
    for (const std::int64_t size : {std::int64_t{32} << 10, kMiB, kMiB + 1, 2 * kMiB - 1}) {
      std::uint8_t* block = taken(memory, size);
      memory.Free(block, size);
    }
    EXPECT_GT(memory.kept(), 0);
  }
  EXPECT_EQ(arrow::default_memory_pool()->bytes_allocated(), before);
}

TEST(KeptMemory, MovesWhatABlockHolds) {
  KeptMemory memory(4 * kMiB);
  std::int64_t size = 100;
  std::uint8_t* block = taken(memory, size);
  std::memset(block, 7, 100);
  for (const std::int64_t next : {std::int64_t{40000}, std::int64_t{40001}, kMiB, 5 * kMiB}) {
    ASSERT_TRUE(memory.Reallocate(size, next, &block).ok());
    EXPECT_EQ(std::count(block, block + 100, 7), 100) << next;
    std::memset(block, 7, static_cast<std::size_t>(next));
    size = next;
  }
  memory.Free(block, size);
}

}  // namespace
}  // namespace bmo::table
