// Sketches a set of shingles so that like sets are found without comparing all with all.
//
// Broder, "On the resemblance and containment of documents" (1997): the smallest value that a
// random ranking gives to the members of two sets is the same with the probability of their
// Jaccard similarity s. 128 rankings are grouped into 32 bands of 4; sets whose four values agree
// in at least one band are compared: 1 - (1 - s^4)^32, which is 0.9998 at s = 0.7.
#pragma once
#include <array>
#include <cstdint>
#include <span>

namespace bmo::dedup {

inline constexpr std::size_t kBands = 32;
inline constexpr std::size_t kBandRows = 4;
inline constexpr std::size_t kRankings = kBands * kBandRows;

using Signature = std::array<std::uint32_t, kRankings>;
using BandKeys = std::array<std::uint32_t, kBands>;

/// Repetitions among the shingles do not matter. The same on every machine; about 20 ns for each
/// shingle with 256-bit vectors.
void sketch(std::span<const std::uint64_t> shingles, Signature& out);

/// `group` separates sets that must not meet, however alike.
BandKeys band_keys(const Signature& signature, std::uint64_t group);

}  // namespace bmo::dedup
