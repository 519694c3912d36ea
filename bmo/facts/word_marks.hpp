// Notes of a text in one walk over its words which of several lists it may have a word of.
#pragma once
#include <array>
#include <cstdint>
#include <span>

#include "bmo/facts/word_list.hpp"

namespace bmo::facts {

/// A set of lists, a bit for each.
using Marks = std::uint8_t;
inline constexpr Marks kEveryText = 1;  ///< What any text has.

/// Words by 4,096 slots: of few words that are in no list it is not known.
class MarkTable {
 public:
  void add(std::span<const std::uint64_t> keys, Marks mark) {
    for (const std::uint64_t key : keys)
      slots_[slot(key)] = static_cast<Marks>(slots_[slot(key)] | mark);
  }

  Marks of(std::span<const Word> words) const {
    unsigned out = kEveryText;
    for (const Word& word : words)
      out |= slots_[slot(word.key)];
    return static_cast<Marks>(out);
  }

 private:
  static constexpr std::size_t slot(std::uint64_t key) {
    return key * 0x9E3779B97F4A7C15ULL >> 52U;
  }
  std::array<Marks, 4096> slots_{};
};

}  // namespace bmo::facts
