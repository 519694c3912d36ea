// Sets of words that most texts are full of, made at compile time.
#pragma once
#include <array>
#include <bit>
#include <cstdint>
#include <string_view>

#include "bmo/facts/word_list.hpp"

namespace bmo::facts {

/// As WordSet, for words that are met often: an open table, where that would search by halves.
template <std::size_t kSize>
class WordTable {
 public:
  consteval explicit WordTable(const std::array<std::string_view, kSize>& words) {
    for (const std::string_view word : words) {
      std::size_t at = slot(word_key(word));
      while (keys_[at] != 0)
        at = (at + 1) % kSlots;
      keys_[at] = word_key(word);
    }
  }
  constexpr bool contains(std::uint64_t key) const {
    for (std::size_t at = slot(key); keys_[at] != 0; at = (at + 1) % kSlots) {
      if (keys_[at] == key) return true;
    }
    return false;
  }
  constexpr bool contains(const Word& word) const { return contains(word.key); }

 private:
  static constexpr std::size_t kSlots = std::bit_ceil(4 * kSize);
  static constexpr std::size_t slot(std::uint64_t key) {
    return key * 0x9E3779B97F4A7C15ULL >> (64 - std::bit_width(kSlots - 1));
  }
  std::array<std::uint64_t, kSlots> keys_{};  ///< 0: free; no word has this key.
};

template <std::size_t kSize>
consteval auto word_table(const std::string_view (&words)[kSize]) {
  return WordTable<kSize>(std::to_array(words));
}

}  // namespace bmo::facts
