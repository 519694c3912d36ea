// Tests that texts are cut into pieces as uncased BERT models expect them.
#include "bmo/embed/word_piece.hpp"

#include <gtest/gtest.h>

namespace bmo::embed {
namespace {

/// A piece a line, numbered from 0.
constexpr const char* kVocabulary =
    "[UNK]\n[CLS]\n[SEP]\nelan\nrun\n##ning\n,\nun\n##able\n\xE4\xB8\xAD\n\xE5\x9B\xBD\n";

std::vector<std::int64_t> cut(std::string_view text, std::size_t most = 64) {
  const Result<WordPiece> pieces = WordPiece::read(kVocabulary);
  EXPECT_TRUE(pieces);
  std::vector<std::int64_t> out;
  pieces->cut(text, most, out);
  return out;
}

using Pieces = std::vector<std::int64_t>;

TEST(WordPiece, TakesTheLongestPieceFirst) {
  EXPECT_EQ(cut("running, unable"), (Pieces{1, 4, 5, 6, 7, 8, 2}));
}

TEST(WordPiece, FoldsCaseAndAccents) {
  EXPECT_EQ(cut("\xC3\x89lan ELAN"), (Pieces{1, 3, 3, 2}));
}

TEST(WordPiece, CutsEachChineseCharacterApart) {
  EXPECT_EQ(cut("\xE4\xB8\xAD\xE5\x9B\xBD"), (Pieces{1, 9, 10, 2}));
}

TEST(WordPiece, GivesUpAWordThatDoesNotFit) {
  EXPECT_EQ(cut("runs elan"), (Pieces{1, 0, 3, 2}));
}

TEST(WordPiece, StopsAtTheLimit) {
  EXPECT_EQ(cut("elan elan elan elan", 4), (Pieces{1, 3, 3, 2}));
}

TEST(WordPiece, RefusesAVocabularyWithoutItsMarks) {
  const Result<WordPiece> pieces = WordPiece::read("[UNK]\n[CLS]\nelan\n");
  ASSERT_FALSE(pieces);
  EXPECT_EQ(pieces.error().code, "E_VOCABULARY");
}

}  // namespace
}  // namespace bmo::embed
