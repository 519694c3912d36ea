// Blocks of a known size in vectors that the compiler spreads over the registers there are.
#include "bmo/embed/rows.hpp"

#include <algorithm>
#include <cstring>

namespace bmo::embed {
namespace {

using Bytes = std::int8_t __attribute__((vector_size(16)));
using Shorts = std::int16_t __attribute__((vector_size(32)));

constexpr std::size_t kLane = sizeof(Bytes);
constexpr std::size_t kBlock = 4 * kLane;
// So many bytes add up to a short.
constexpr std::size_t kMostRows = 256;

// The loader picks the build of the two loops below for the registers that the machine has; of
// integers all builds make the same sums. Sanitizers are not ready yet when it asks.

/// Bytes `at` to at + kBlock of at most kMostRows rows.
#if defined(__x86_64__) && defined(__linux__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
[[gnu::target_clones("default", "avx2", "arch=x86-64-v4")]]
#endif
void add_block(const std::int8_t* const* rows, std::size_t count, std::size_t at,
               std::int32_t* sum) {
  Shorts lanes[4] = {};
  for (std::size_t row = 0; row < count; ++row) {
    for (std::size_t lane = 0; lane < 4; ++lane) {
      Bytes bytes;
      std::memcpy(&bytes, rows[row] + at + lane * kLane, sizeof bytes);
      lanes[lane] += __builtin_convertvector(bytes, Shorts);
    }
  }
  std::int16_t shorts[kBlock];
  std::memcpy(shorts, lanes, sizeof shorts);
  for (std::size_t i = 0; i < kBlock; ++i)
    sum[at + i] += shorts[i];
}

#if defined(__x86_64__) && defined(__linux__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
[[gnu::target_clones("default", "avx2", "arch=x86-64-v4")]]
#endif
void multiply(const std::int8_t* row, const std::int8_t* rows, std::size_t count, std::size_t size,
              std::int32_t* out) {
  for (std::size_t i = 0; i < count; ++i) {
    const std::int8_t* other = rows + i * size;
    std::int32_t sum = 0;
    for (std::size_t at = 0; at < size; ++at)
      sum += static_cast<std::int16_t>(row[at]) * static_cast<std::int16_t>(other[at]);
    out[i] = sum;
  }
}

}  // namespace

void add_rows(std::span<const std::int8_t* const> rows, std::span<std::int32_t> sum) {
  while (!rows.empty()) {
    const auto some = rows.first(std::min(rows.size(), kMostRows));
    std::size_t at = 0;
    for (; at + kBlock <= sum.size(); at += kBlock)
      add_block(some.data(), some.size(), at, sum.data());
    for (; at < sum.size(); ++at) {
      for (const std::int8_t* row : some)
        sum[at] += row[at];
    }
    rows = rows.subspan(some.size());
  }
}

void multiply_rows(std::span<const std::int8_t> row, std::span<const std::int8_t> rows,
                   std::span<std::int32_t> out) {
  multiply(row.data(), rows.data(), out.size(), row.size(), out.data());
}

}  // namespace bmo::embed
