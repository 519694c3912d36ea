// Compares the few keys of a usual object pairwise; many go through a seeded hash table.
#include "bmo/json/key_check.hpp"

#include <bit>
#include <chrono>

#include "bmo/base/hash.hpp"

namespace bmo::json {
namespace {

constexpr std::uint32_t kPairwise = 12;

bool are_unique_pairwise(const std::vector<Node>& tape, std::uint32_t object, std::uint32_t count) {
  std::string_view keys[kPairwise];
  std::uint32_t at = object + 1;
  for (std::uint32_t i = 0; i < count; ++i) {
    keys[i] = tape[at].raw;
    for (std::uint32_t j = 0; j < i; ++j) {
      if (keys[i] == keys[j]) return false;
    }
    at = tape[at + 1].end;
  }
  return true;
}

}  // namespace

// The seed need only be unknown to whoever wrote the keys; no result depends on it.
KeyCheck::KeyCheck()
    : seed_(
          static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count()) ^
          std::bit_cast<std::uintptr_t>(this)) {}

bool KeyCheck::are_unique(const std::vector<Node>& tape, std::uint32_t object,
                          std::uint32_t count) {
  if (count < 2) return true;
  if (count <= kPairwise) return are_unique_pairwise(tape, object, count);
  keys_.clear();
  std::uint32_t at = object + 1;
  for (std::uint32_t i = 0; i < count; ++i) {
    keys_.push_back(tape[at].raw);
    at = tape[at + 1].end;
  }
  return are_unique_by_hash();
}

bool KeyCheck::are_unique_by_hash() {
  slots_.assign(std::bit_ceil(keys_.size() * 2), 0);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    std::size_t slot = hash64(keys_[i], seed_) & mask;
    while (slots_[slot] != 0) {
      if (keys_[slots_[slot] - 1] == keys_[i]) return false;
      slot = (slot + 1) & mask;
    }
    slots_[slot] = static_cast<std::uint32_t>(i + 1);
  }
  return true;
}

}  // namespace bmo::json
