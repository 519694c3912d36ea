// Tells whether an object names a key twice, in linear time even for keys made to collide.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "bmo/json/json.hpp"

namespace bmo::json {

/// Reuses its memory; one per thread.
class KeyCheck {
 public:
  KeyCheck();
  /// Are all `count` keys of the object at `object` different? Its nodes are complete.
  bool are_unique(const std::vector<Node>& tape, std::uint32_t object, std::uint32_t count);
  std::uint64_t seed() const { return seed_; }

 private:
  bool are_unique_by_hash();

  std::vector<std::string_view> keys_;
  std::vector<std::uint32_t> slots_;  ///< Index of a key + 1; 0: free.
  std::uint64_t seed_;
};

}  // namespace bmo::json
