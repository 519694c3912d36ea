// The words and pieces that a fit gives rows to, and the texts as lists of words.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace bmo::embed {

/// One of the features of a word: a row of the table, and how much of it the word has.
struct Part {
  std::uint32_t row = 0;
  float share = 0;
};

/// Words are numbered in the order in which they were met. Rows of words come first, those of
/// pieces after them, each by falling frequency.
struct FitWords {
  std::vector<std::uint32_t> words;        ///< Of all texts, one after another.
  std::vector<std::uint64_t> text_begins;  ///< One more than there are texts.
  std::vector<Part> parts;  ///< Of all distinct words: itself first, where it has a row.
  std::vector<std::uint64_t> part_begins;  ///< One more than there are distinct words.
  std::vector<std::uint64_t> counts;       ///< How often each distinct word occurs.
  std::vector<std::uint32_t> keys;         ///< Of the rows.
  std::size_t word_rows = 0;

  std::size_t num_texts() const { return text_begins.size() - 1; }
  std::size_t num_words() const { return counts.size(); }
  std::span<const std::uint32_t> text(std::size_t at) const {
    return std::span(words).subspan(text_begins[at], text_begins[at + 1] - text_begins[at]);
  }
  std::span<const Part> parts_of(std::size_t word) const {
    return std::span(parts).subspan(part_begins[word], part_begins[word + 1] - part_begins[word]);
  }
};

/// A word or piece needs to be met twice to have a row; `most_words` and `most_pieces` have one.
FitWords collect_words(std::span<const std::string_view> texts, std::size_t most_words,
                       std::size_t most_pieces);

}  // namespace bmo::embed
