// One kernel for each kind of machine; all add the same whole numbers.
#include "bmo/dedup/inner_products.hpp"

#include <algorithm>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace bmo::dedup {
namespace {

constexpr std::size_t kLanes = Panels::kLanes;
constexpr std::size_t kRows = RowBlock::kRows;
constexpr int kMoved = 128;

/// A panel, and what its products are held against.
struct Task {
  const std::uint8_t* panel;
  const float* inverse_norms;
  const float* least;
};

using Kernel = void (*)(const RowBlock&, const Task&, Products&);

void compare_plain(const Task& task, std::size_t r, Products& out) {
  unsigned enough = 0;
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    const float value = static_cast<float>(out.values[r][lane]) * task.inverse_norms[lane];
    enough |= static_cast<unsigned>(value >= task.least[r]) << lane;
  }
  out.enough[r] = static_cast<std::uint16_t>(enough);
}

void multiply_plain(const RowBlock& block, const Task& task, Products& out) {
  for (std::size_t r = 0; r < kRows; ++r) {
    const std::int8_t* row = block.row(r);
    std::int32_t sums[kLanes] = {};
    for (std::size_t step = 0; step < block.steps(); ++step) {
      const std::uint8_t* four = task.panel + step * 4 * kLanes;
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        for (std::size_t i = 0; i < 4; ++i)
          sums[lane] += static_cast<std::int32_t>(four[lane * 4 + i]) * row[step * 4 + i];
      }
    }
    for (std::size_t lane = 0; lane < kLanes; ++lane)
      out.values[r][lane] = sums[lane] - block.excess(r);
    compare_plain(task, r, out);
  }
}

#if defined(__x86_64__)

std::int32_t four_of(const std::int8_t* at) {
  std::int32_t four;
  std::memcpy(&four, at, sizeof(four));
  return four;
}

/// Two lanes of sixteen bits for each pair of products: no sum of two can overflow.
[[gnu::target("avx2")]] void multiply_256(const RowBlock& block, const Task& task, Products& out) {
  for (std::size_t quarter = 0; quarter < 4; ++quarter) {
    __m256i sums[kRows] = {};
    const std::uint8_t* at = task.panel + quarter * 16;
    for (std::size_t step = 0; step < block.steps(); ++step, at += 4 * kLanes) {
      const __m256i lanes =
          _mm256_cvtepu8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(at)));
      for (std::size_t r = 0; r < kRows; ++r) {
        const __m128i four = _mm_cvtepi8_epi16(_mm_cvtsi32_si128(four_of(block.row(r) + 4 * step)));
        sums[r] =
            _mm256_add_epi32(sums[r], _mm256_madd_epi16(lanes, _mm256_broadcastq_epi64(four)));
      }
    }
    for (std::size_t r = 0; r < kRows; ++r) {
      std::int32_t halves[8];
      std::memcpy(halves, &sums[r], sizeof(halves));
      for (std::size_t lane = 0; lane < 4; ++lane)
        out.values[r][quarter * 4 + lane] =
            halves[2 * lane] + halves[2 * lane + 1] - block.excess(r);
    }
  }
  for (std::size_t r = 0; r < kRows; ++r)
    compare_plain(task, r, out);
}

/// Sixty-four products at a time.
[[gnu::target("avx512f,avx512bw,avx512vnni")]] void multiply_512(const RowBlock& block,
                                                                 const Task& task, Products& out) {
  __m512i sums[kRows];
  for (std::size_t r = 0; r < kRows; ++r)
    sums[r] = _mm512_set1_epi32(-block.excess(r));
  for (std::size_t step = 0; step < block.steps(); ++step) {
    const __m512i lanes = _mm512_loadu_si512(task.panel + step * 4 * kLanes);
    for (std::size_t r = 0; r < kRows; ++r) {
      sums[r] =
          _mm512_dpbusd_epi32(sums[r], lanes, _mm512_set1_epi32(four_of(block.row(r) + 4 * step)));
    }
  }
  constexpr __mmask16 kAll = 0xFFFF;
  const __m512 norms = _mm512_loadu_ps(task.inverse_norms);
  for (std::size_t r = 0; r < kRows; ++r) {
    _mm512_storeu_si512(out.values[r], sums[r]);
    out.enough[r] =
        _mm512_cmp_ps_mask(_mm512_mul_ps(_mm512_maskz_cvtepi32_ps(kAll, sums[r]), norms),
                           _mm512_set1_ps(task.least[r]), _CMP_GE_OQ);
  }
}

#endif

Kernel choose_kernel() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512vnni") != 0 && __builtin_cpu_supports("avx512bw") != 0) {
    return multiply_512;
  }
  if (__builtin_cpu_supports("avx2") != 0) return multiply_256;
#endif
  return multiply_plain;
}

}  // namespace

Panels::Panels(std::span<const std::int8_t> values, std::size_t dimension,
               std::span<const float> inverse_norms)
    : size_(inverse_norms.size()), steps_((dimension + 3) / 4) {
  values_.assign(panels() * steps_ * 4 * kLanes, kMoved);
  inverse_norms_.assign(panels() * kLanes, 0.0F);
  std::copy(inverse_norms.begin(), inverse_norms.end(), inverse_norms_.begin());
  for (std::size_t row = 0; row < size_; ++row) {
    std::uint8_t* out = values_.data() + (row / kLanes) * steps_ * 4 * kLanes + (row % kLanes) * 4;
    const std::int8_t* from = values.data() + row * dimension;
    for (std::size_t i = 0; i < dimension; ++i)
      out[(i / 4) * 4 * kLanes + i % 4] = static_cast<std::uint8_t>(from[i] + kMoved);
  }
}

RowBlock::RowBlock(std::size_t dimension)
    : steps_((dimension + 3) / 4), values_(kRows * steps_ * 4) {}

void RowBlock::add(std::span<const std::int8_t> row) {
  std::copy(row.begin(), row.end(),
            values_.begin() + static_cast<std::ptrdiff_t>(size_ * steps_ * 4));
  std::int32_t sum = 0;
  for (const std::int8_t value : row)
    sum += value;
  excess_[size_++] = kMoved * sum;
}

void multiply(const RowBlock& block, const Panels& panels, std::size_t panel,
              const float (&least)[RowBlock::kRows], Products& out) {
  static const Kernel kKernel = choose_kernel();
  kKernel(block, {panels.panel(panel), panels.inverse_norms(panel), least}, out);
}

}  // namespace bmo::dedup
