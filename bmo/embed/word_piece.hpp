// Cuts texts into the pieces of a BERT vocabulary, as uncased BERT models expect them.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "bmo/base/result.hpp"

namespace bmo::embed {

/// WordPiece (Wu et al., 2016) after BERT's own clean-up: control characters out, accents off,
/// lower case, punctuation and each CJK character apart. Thread-safe.
class WordPiece {
 public:
  /// `vocabulary` is a vocab.txt: a piece a line, its number is its line. E_VOCABULARY (kBadData)
  /// where [UNK], [CLS] or [SEP] is missing.
  static Result<WordPiece> read(std::string vocabulary);
  /// Replaces `out` by [CLS] pieces [SEP], at most `most` in all.
  void cut(std::string_view text, std::size_t most, std::vector<std::int64_t>& out) const;

 private:
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  using Numbers = std::unordered_map<std::string, std::int64_t, TextHash, std::equal_to<>>;

  void cut_word(std::string_view word, std::vector<std::int64_t>& out) const;

  Numbers numbers_;
  std::int64_t unknown_ = 0;
  std::int64_t begin_ = 0;
  std::int64_t end_ = 0;
};

}  // namespace bmo::embed
