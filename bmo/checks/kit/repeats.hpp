// Counts what a text says more than once.
#pragma once
#include <string_view>
#include <vector>

#include "bmo/checks/kit/phrases.hpp"

namespace bmo::checks {

/// Keeps its table from text to text, so that it allocates for the longest alone.
class RepeatCounter {
 public:
  /// Per cent of the runs of five words that occur more than once, but for those that stand in
  /// `quoted` too and those of little but words of a letter or two.
  unsigned repeated_words(WordSpan words, WordSpan quoted = {});

  /// Per cent of the lines that say again what an earlier line says, of at least four lines with
  /// a fifth of the characters; 0 below. Marks of list items and lines of fewer words than
  /// `least_words` are passed over.
  unsigned repeated_lines(std::string_view text, std::size_t least_words = 0);

 private:
  struct Slot {
    std::uint64_t key = 0;
    std::uint32_t count = 0;
    std::uint32_t round = 0;
  };
  Slot& slot_of(std::uint64_t key);
  /// Counts `key` in this round's table and says how often it was seen before.
  std::uint32_t count(std::uint64_t key) { return slot_of(key).count++; }
  void start(std::size_t most);

  std::vector<Slot> slots_;
  std::uint32_t round_ = 0;
};

}  // namespace bmo::checks
