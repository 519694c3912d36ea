// Counts how many different things there are, in bounded memory.
#pragma once
#include <cstdint>
#include <set>

namespace bmo::metrics {

/// Keeps the lowest hashes: exact up to 65,536 different ones, beyond that off by some 0.4 % (k
/// minimum values, Bar-Yossef et al., RANDOM 2002). The order of what is added does not matter.
class DistinctCount {
 public:
  /// `hash` must be spread evenly, as hash64 is.
  void add(std::uint64_t hash);
  double value() const;
  bool is_exact() const { return lowest_.size() < kMost; }

 private:
  static constexpr std::size_t kMost = 65536;
  std::set<std::uint64_t> lowest_;
};

}  // namespace bmo::metrics
