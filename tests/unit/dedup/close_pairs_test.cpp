// What points the same way is found, whatever the kernels, cells, threads and order.
#include "bmo/dedup/close_pairs.hpp"

#include <algorithm>
#include <random>
#include <thread>

#include <gtest/gtest.h>

#include "bmo/io/disk_memory.hpp"

namespace bmo::dedup {
namespace {

constexpr std::size_t kDimension = 37;  // No multiple of what the kernels take at once.

/// Rows in clusters of ten around directions of their own.
embed::Vectors clustered(std::size_t rows, unsigned seed, double spread = 0.35) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal;
  embed::Vectors out;
  out.clear("made up", kDimension);
  std::vector<float> centre(kDimension);
  std::vector<float> row(kDimension);
  for (std::size_t i = 0; i < rows; ++i) {
    if (i % 10 == 0) std::ranges::generate(centre, [&] { return normal(random); });
    for (std::size_t d = 0; d < kDimension; ++d)
      row[d] = centre[d] + static_cast<float>(spread) * normal(random);
    out.add(std::span<const float>(row));
  }
  return out;
}

std::vector<ClosePair> one_by_one(const embed::Vectors& rows, float floor) {
  std::vector<ClosePair> out;
  for (std::uint32_t a = 0; a < rows.size(); ++a) {
    for (std::uint32_t b = a + 1; b < rows.size(); ++b) {
      const auto product = static_cast<float>(embed::dot(rows.row(a), rows.row(b)));
      const float cosine = product * (rows.inverse_norms[a] * rows.inverse_norms[b]);
      if (cosine >= floor) out.push_back({a, b, cosine});
    }
  }
  return out;
}

std::vector<ClosePair> sorted(std::vector<ClosePair> pairs) {
  std::ranges::sort(pairs, {}, [](const ClosePair& p) { return std::pair(p.a, p.b); });
  return pairs;
}

ParallelFor in_reverse() {
  return [](std::size_t count, const std::function<void(std::size_t)>& work) {
    for (std::size_t i = count; i > 0; --i)
      work(i - 1);
  };
}

std::vector<ClosePair> found_in_cells(const embed::Vectors& rows, const CloseOptions& options,
                                      const ParallelFor& parallel = serial()) {
  io::MemoryDisk disk;
  (void)static_cast<bool>(disk.make_directories("work"));
  const VectorSource source{
      .size = rows.size(),
      .read =
          [&](std::span<const std::uint32_t> numbers, embed::Vectors& out) {
            out.clear(rows.digest, rows.dimension);
            for (const std::uint32_t number : numbers)
              out.add_row(rows.row(number));
            return ok();
          },
      .chance = [](std::uint32_t number) { return (number + 1) * 0x9E3779B97F4A7C15U; }};
  std::vector<ClosePair> out;
  const Status status = find_close_pairs(source, options, parallel, {disk, "work"},
                                         [&out](std::span<const ClosePair> pairs) {
                                           out.insert(out.end(), pairs.begin(), pairs.end());
                                           return ok();
                                         });
  EXPECT_TRUE(status);
  return sorted(std::move(out));
}

TEST(ClosePairs, AllWithAllFindsWhatOneByOneFinds) {
  const embed::Vectors rows = clustered(333, 1);
  const std::vector<ClosePair> expected = one_by_one(rows, 0.8F);
  ASSERT_GT(expected.size(), 100U);
  EXPECT_EQ(sorted(compare_all(rows, 0.8F, serial())), expected);
}

TEST(ClosePairs, ARowOfZerosIsLikeNothing) {
  embed::Vectors rows = clustered(20, 2);
  const std::vector<std::int8_t> zeros(kDimension);
  rows.add_row(zeros);
  rows.add_row(zeros);
  for (const ClosePair& pair : compare_all(rows, 0.5F, serial()))
    EXPECT_LT(pair.b, 20U);
}

TEST(ClosePairs, CellsFindNearlyAll) {
  const embed::Vectors rows = clustered(5000, 3);
  const std::vector<ClosePair> expected = sorted(compare_all(rows, 0.9F, serial()));
  ASSERT_GT(expected.size(), 1000U);
  const std::vector<ClosePair> found = found_in_cells(rows, {.floor = 0.9F, .all_with_all = 100});
  EXPECT_GE(static_cast<double>(found.size()), 0.98 * static_cast<double>(expected.size()));
  EXPECT_TRUE(std::ranges::includes(
      expected, found, {}, [](const ClosePair& p) { return std::pair(p.a, p.b); },
      [](const ClosePair& p) { return std::pair(p.a, p.b); }));
}

TEST(ClosePairs, CellsTellOfEachPairOnce) {
  const embed::Vectors rows = clustered(3000, 4);
  const std::vector<ClosePair> found = found_in_cells(rows, {.floor = 0.9F, .all_with_all = 100});
  EXPECT_EQ(std::ranges::adjacent_find(found), found.end());
}

TEST(ClosePairs, FilesGiveWhatMemoryGives) {
  const embed::Vectors rows = clustered(3000, 5);
  const std::vector<ClosePair> found = found_in_cells(rows, {.floor = 0.9F, .all_with_all = 100});
  EXPECT_EQ(found_in_cells(rows, {.floor = 0.9F, .all_with_all = 100, .memory_bytes = 20'000}),
            found);
}

TEST(ClosePairs, TheOrderOfWorkDoesNotMatter) {
  const embed::Vectors rows = clustered(3000, 6);
  const CloseOptions options{.floor = 0.9F, .all_with_all = 100};
  EXPECT_EQ(found_in_cells(rows, options, in_reverse()), found_in_cells(rows, options));
}

}  // namespace
}  // namespace bmo::dedup
