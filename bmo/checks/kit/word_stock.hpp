// The words that the texts of a sample share, and what such words begin with.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "bmo/facts/word_list.hpp"

namespace bmo::checks {

class WordStock {
 public:
  /// The words of one more text.
  void add(std::string_view text, std::span<const facts::Word> words);

  /// Do at least two texts have it?
  bool has(std::uint64_t key) const;
  /// Is it the beginning of a longer word that at least two texts have?
  bool has_beginning(std::uint64_t key) const;

 private:
  struct Slot {
    std::uint64_t key = 0;        ///< 0: free; no word has it.
    std::uint32_t last_text = 0;  ///< 0: none had it as a word.
    bool is_shared = false;
    bool is_beginning = false;
  };
  Slot& slot_of(std::uint64_t key);
  const Slot* find(std::uint64_t key) const;
  void add_beginnings(std::string_view word);
  void grow();

  std::vector<Slot> slots_ = std::vector<Slot>(1U << 10U);
  std::size_t used_ = 0;
  std::uint32_t texts_ = 0;
};

}  // namespace bmo::checks
