// Tells of 64 bytes at once which are of a kind: one bit for each.
#pragma once
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace bmo::facts {

/// Sixteen bytes compared at once, in whatever vector registers the machine has.
using ByteLane = unsigned char __attribute__((vector_size(16)));

/// Bit i says whether byte i of the lane is set.
inline std::uint64_t lane_bits(ByteLane set) {
#if defined(__SSE2__)
  return static_cast<std::uint64_t>(
      static_cast<std::uint32_t>(_mm_movemask_epi8(reinterpret_cast<__m128i>(set))));
#else
  std::uint64_t halves[2];
  std::memcpy(halves, &set, sizeof halves);
  // One bit of each byte is gathered in the uppermost one.
  const auto gathered = [](std::uint64_t half) {
    return (half & 0x0101010101010101U) * 0x0102040810204080U >> 56U;
  };
  return gathered(halves[0]) | gathered(halves[1]) << 8U;
#endif
}

/// Bit i says whether `test`, asked of lanes, is true of byte i of 64.
template <typename Test>
std::uint64_t bits_of_block(const char* block, Test test) {
  std::uint64_t out = 0;
  for (unsigned i = 0; i < 4; ++i) {
    ByteLane lane;
    std::memcpy(&lane, block + 16 * i, sizeof lane);
    out |= lane_bits(test(lane)) << (16 * i);
  }
  return out;
}

}  // namespace bmo::facts
