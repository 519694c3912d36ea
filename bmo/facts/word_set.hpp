// Sets of words, made at compile time.
#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "bmo/facts/word_list.hpp"

namespace bmo::facts {

/// 1,024 bits that settle most words without a search.
class KeyFilter {
 public:
  constexpr void add(std::uint64_t key) { bits_[slot(key) / 64] |= 1ULL << (slot(key) % 64); }
  constexpr bool may_hold(std::uint64_t key) const {
    return (bits_[slot(key) / 64] >> (slot(key) % 64) & 1U) != 0;
  }

 private:
  static constexpr std::size_t slot(std::uint64_t key) {
    return key * 0x9E3779B97F4A7C15ULL >> 54U;
  }
  std::array<std::uint64_t, 16> bits_{};
};

/// A set of single words.
template <std::size_t kSize>
class WordSet {
 public:
  consteval explicit WordSet(const std::array<std::string_view, kSize>& words) {
    for (std::size_t i = 0; i < kSize; ++i) {
      keys_[i] = word_key(words[i]);
      filter_.add(keys_[i]);
    }
    std::sort(keys_.begin(), keys_.end());
  }
  constexpr bool contains(const Word& word) const { return contains(word.key); }
  constexpr bool contains(std::uint64_t key) const {
    return filter_.may_hold(key) && std::binary_search(keys_.begin(), keys_.end(), key);
  }
  /// All keys, ascending.
  constexpr std::span<const std::uint64_t> keys() const { return keys_; }
  /// Is any of the words one of these?
  bool any_of(std::span<const Word> words) const {
    return std::any_of(words.begin(), words.end(), [this](const Word& w) { return contains(w); });
  }

 private:
  std::array<std::uint64_t, kSize> keys_{};
  KeyFilter filter_;
};

template <std::size_t kSize>
consteval auto word_set(const std::string_view (&words)[kSize]) {
  return WordSet<kSize>(std::to_array(words));
}

}  // namespace bmo::facts
