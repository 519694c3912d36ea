// Says how much of what a question is about comes back in its answer, counted in words.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "bmo/facts/word_list.hpp"

namespace bmo::checks {

/// Is it a word that tells what a text is about? Not those that any text may have, nor those that
/// say what to do.
bool is_telling(const facts::Word& word);

/// A text and its words, borrowed.
struct WordedText {
  std::string_view text;
  std::span<const facts::Word> words;
  bool may_be_foreign = false;  ///< As facts/language.hpp asks it.
};

/// Numbers by word, as an open table. Words that were never set have the weight of the rarest.
class WordWeights {
 public:
  /// `texts_with`: for each key in how many of `texts` texts it is.
  struct Count {
    std::uint64_t key = 0;
    std::uint32_t texts = 0;
  };
  void fill(std::span<const Count> texts_with, std::size_t texts);
  float of(std::uint64_t key) const;

 private:
  struct Slot {
    std::uint64_t key = 0;
    float weight = -1;  ///< Below 0: free.
  };
  std::size_t slot_of(std::uint64_t key) const;

  std::vector<Slot> slots_;
  float rarest_ = 0;
};

/// Looks for one question's telling words in its answer; keeps its memory for the next pair.
/// One thread at a time.
class WordRecall {
 public:
  /// `weights` is used as long as this lives.
  explicit WordRecall(const WordWeights& weights) : weights_(&weights) {}

  /// Share by weight, 0 to 1, of the first 512 telling words of `asked` that are in `answered`:
  /// the word itself, or one with the same first five letters.
  float of(const WordedText& asked, const WordedText& answered);
  /// The same where it is below `enough`; else any share from `enough` on, mostly found at the
  /// beginning of the answer.
  float below(float enough, const WordedText& asked, const WordedText& answered);

 private:
  struct Asked {
    std::uint32_t word = 0;    ///< Slots of the word ...
    std::uint32_t prefix = 0;  ///< ... and of its beginning; the word's own where it is short.
    float weight = 0;
  };

  void collect(const WordedText& asked);
  void look_through(std::string_view text, std::span<const facts::Word> words);
  float share() const;
  std::uint32_t slot_of(std::uint64_t key) const;
  /// The slot of a key that is added where it is new.
  std::uint32_t add(std::uint64_t key, bool& is_new);
  bool may_hold(std::uint64_t key) const;

  const WordWeights* weights_;
  std::vector<std::uint64_t> keys_;        ///< An open table; 0: free, which is the key of no word.
  std::vector<std::uint8_t> found_;        ///< Of each slot, whether the answer has it.
  std::array<std::uint64_t, 8> filter_{};  ///< Settles most words of an answer.
  std::vector<Asked> asked_;
};

}  // namespace bmo::checks
