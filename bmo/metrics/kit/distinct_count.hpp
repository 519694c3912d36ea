// Counts how many different things there are, in bounded memory.
#pragma once
#include <cstdint>
#include <limits>
#include <vector>

namespace bmo::metrics {

/// Keeps the lowest hashes: exact up to 65,536 different ones, beyond that off by some 0.4 % (k
/// minimum values, Bar-Yossef et al., RANDOM 2002). The order of what is added does not matter.
class DistinctCount {
 public:
  /// `hash` must be spread evenly, as hash64 is.
  void add(std::uint64_t hash);
  double value() const;
  bool is_exact() const;

 private:
  static constexpr std::size_t kMost = 65536;
  std::vector<std::uint64_t> lowest() const;

  std::vector<std::uint64_t> kept_;  ///< The lowest are among them; at most twice kMost.
  std::uint64_t limit_ = std::numeric_limits<std::uint64_t>::max();  ///< None above it matters.
};

}  // namespace bmo::metrics
