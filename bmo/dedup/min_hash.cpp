// Rankings are x -> (a x + b) mod 2^32 with odd a over mixed shingle hashes; the loop over rankings
// is built for several widths of vectors, of which the machine's own is chosen when it runs.
#include "bmo/dedup/min_hash.hpp"

namespace bmo::dedup {
namespace {

struct Rankings {
  std::array<std::uint32_t, kRankings> factor;
  std::array<std::uint32_t, kRankings> offset;
};

/// SplitMix64, so that the rankings are fixed for ever.
constexpr Rankings make_rankings() {
  Rankings out{};
  std::uint64_t state = 0x62'6D'6F'64'65'64'75'70U;
  for (std::size_t i = 0; i < kRankings; ++i) {
    state += 0x9E3779B97F4A7C15U;
    std::uint64_t x = state;
    x = (x ^ x >> 30U) * 0xBF58476D1CE4E5B9U;
    x = (x ^ x >> 27U) * 0x94D049BB133111EBU;
    x ^= x >> 31U;
    out.factor[i] = static_cast<std::uint32_t>(x) | 1U;
    out.offset[i] = static_cast<std::uint32_t>(x >> 32U);
  }
  return out;
}

constexpr Rankings kTable = make_rankings();

/// As many numbers as one vector register of `kBytes` holds.
template <std::size_t kBytes>
struct Lanes {
  using Vector [[gnu::vector_size(kBytes)]] = std::uint32_t;
  static constexpr std::size_t kSize = kBytes / sizeof(std::uint32_t);

  /// By reference: a vector passed by value would cross functions built for unlike machines.
  [[gnu::always_inline]] static void load(const std::uint32_t* from, Vector& out) {
    __builtin_memcpy(&out, from, sizeof(out));
  }
};

/// Four registers of rankings at a time meet all shingles. Force-inlined, so that it is compiled
/// for the machine of its caller.
template <std::size_t kBytes>
[[gnu::always_inline]] inline void sketch_lanes(std::span<const std::uint64_t> shingles,
                                                Signature& out) {
  using L = Lanes<kBytes>;
  using Vector = typename L::Vector;
  constexpr std::size_t kAtOnce = 4;
  for (std::size_t first = 0; first < kRankings; first += kAtOnce * L::kSize) {
    Vector factor[kAtOnce];
    Vector offset[kAtOnce];
    Vector smallest[kAtOnce];
    for (std::size_t i = 0; i < kAtOnce; ++i) {
      L::load(&kTable.factor[first + i * L::kSize], factor[i]);
      L::load(&kTable.offset[first + i * L::kSize], offset[i]);
      smallest[i] = ~Vector{};
    }
    for (const std::uint64_t shingle : shingles) {
      const Vector x = Vector{} + static_cast<std::uint32_t>(shingle >> 32U);
      for (std::size_t i = 0; i < kAtOnce; ++i) {
        const Vector value = x * factor[i] + offset[i];
        smallest[i] = value < smallest[i] ? value : smallest[i];
      }
    }
    for (std::size_t i = 0; i < kAtOnce; ++i)
      __builtin_memcpy(&out[first + i * L::kSize], &smallest[i], sizeof(Vector));
  }
}

void sketch_plain(std::span<const std::uint64_t> shingles, Signature& out) {
  sketch_lanes<16>(shingles, out);
}

#if defined(__x86_64__)
[[gnu::target("avx2")]] void sketch_256(std::span<const std::uint64_t> shingles, Signature& out) {
  sketch_lanes<32>(shingles, out);
}

[[gnu::target("avx512f")]] void sketch_512(std::span<const std::uint64_t> shingles,
                                           Signature& out) {
  sketch_lanes<64>(shingles, out);
}
#endif

using Sketch = void (*)(std::span<const std::uint64_t>, Signature&);

Sketch choose_sketch() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") != 0) return sketch_512;
  if (__builtin_cpu_supports("avx2") != 0) return sketch_256;
#endif
  return sketch_plain;
}

constexpr std::uint64_t mix(std::uint64_t x) {
  x = (x ^ x >> 32U) * 0xD6E8FEB86659FD93U;
  x = (x ^ x >> 32U) * 0xD6E8FEB86659FD93U;
  return x ^ x >> 32U;
}

}  // namespace

void sketch(std::span<const std::uint64_t> shingles, Signature& out) {
  static const Sketch kSketch = choose_sketch();
  kSketch(shingles, out);
}

BandKeys band_keys(const Signature& signature, std::uint64_t group) {
  BandKeys out{};
  for (std::size_t band = 0; band < kBands; ++band) {
    std::uint64_t key = mix(group + band);
    for (std::size_t i = 0; i < kBandRows; ++i)
      key = mix(key ^ signature[band * kBandRows + i]) + i;
    out[band] = static_cast<std::uint32_t>(key >> 32U);
  }
  return out;
}

}  // namespace bmo::dedup
