// Tests that vectors are remembered by content and for one encoder alone.
#include "bmo/embed/cache.hpp"

#include <gtest/gtest.h>

#include "bmo/embed/ngrams.hpp"
#include "bmo/embed/table.hpp"
#include "bmo/io/disk_memory.hpp"

namespace bmo::embed {
namespace {

constexpr std::string_view kTexts[] = {"one", "two", "one", "three"};

std::vector<std::int8_t> encode(const Encoder& encoder) {
  Vectors out;
  const Status status = encoder.encode(kTexts, out);
  EXPECT_TRUE(status);
  return out.values;
}

class Cache : public testing::Test {
 protected:
  std::unique_ptr<CachedEncoder> open(const Encoder& inner) {
    auto cache = CachedEncoder::open(disk_, "vectors", inner);
    EXPECT_TRUE(cache);
    return cache ? *std::move(cache) : nullptr;
  }

  io::MemoryDisk disk_;
  NgramEncoder inner_;
};

TEST_F(Cache, AsksOnceForEachText) {
  const auto cache = open(inner_);
  EXPECT_EQ(encode(*cache), encode(inner_));
  EXPECT_EQ(cache->misses(), 3U);
  EXPECT_EQ(encode(*cache), encode(inner_));
  EXPECT_EQ(cache->misses(), 3U);
}

TEST_F(Cache, IsThereWhenOpenedAgain) {
  encode(*open(inner_));
  const auto again = open(inner_);
  EXPECT_EQ(encode(*again), encode(inner_));
  EXPECT_EQ(again->misses(), 0U);
}

TEST_F(Cache, LosesOnlyTheRowThatWasCut) {
  encode(*open(inner_));
  const auto file = disk_.open("vectors", io::Open::kModify);
  ASSERT_TRUE(file);
  const auto info = (*file)->info();
  ASSERT_TRUE(info);
  ASSERT_TRUE((*file)->truncate(info->bytes - 1));
  const auto again = open(inner_);
  EXPECT_EQ(encode(*again), encode(inner_));
  EXPECT_EQ(again->misses(), 1U);
}

TEST_F(Cache, RefusesTheVectorsOfAnotherEncoder) {
  encode(*open(inner_));
  const auto table = builtin_table();
  ASSERT_TRUE(table);
  const auto other = CachedEncoder::open(disk_, "vectors", **table);
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, "E_CACHE");
}

}  // namespace
}  // namespace bmo::embed
