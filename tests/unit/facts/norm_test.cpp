// The form in which texts are compared.
#include "bmo/facts/norm.hpp"

#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "bmo/facts/words.hpp"

namespace bmo::facts {
namespace {

std::string norm(std::string_view text) {
  std::string folded;
  std::string out;
  append_norm(text, folded, out);
  return out;
}

TEST(Norm, KeepsWordsJoinedByOneSpace) {
  EXPECT_EQ(norm("  What's   the   well-known_name, please?! "),
            "what's the well-known_name please");
}

TEST(Norm, KeepsLinesThatHoldAWordApart) {
  EXPECT_EQ(norm("First line.\r\n\n---\n  Second"), "first line\nsecond");
}

TEST(Norm, WritesBothApostrophesAlike) {
  EXPECT_EQ(norm("don’t"), norm("don't"));
}

TEST(Norm, CutsHanIntoCharacters) {
  EXPECT_EQ(norm("你好, GPT模型"), "你 好 gpt 模 型");
}

TEST(Norm, EndsAWordAtTwoJoiners) {
  EXPECT_EQ(norm("a--b 'c' d-"), "a b c d");
}

TEST(Norm, IsEmptyWithoutWords) {
  EXPECT_EQ(norm("?!\n ..."), "");
}

TEST(Norm, AppendsBehindWhatIsThere) {
  std::string folded;
  std::string out = "x";
  append_norm("A b", folded, out);
  EXPECT_EQ(out, "xa b");
}

TEST(Norm, HasAsManyWordsAsTheWalkerCounts) {
  for (const std::string_view text :
       {"It's a 'test' - of well--known x_y 3.5 ünïcode wörds, 日本語テスト!",
        "_a_ b' 'c --d-e- f’g ’h", "مرحبا بالعالم नमस्ते दुनिया"}) {
    std::size_t words = 0;
    for_each_norm_word(norm(text), [&](std::string_view) { ++words; });
    EXPECT_EQ(words, count_words(text, 1000)) << text;
  }
}

TEST(Norm, WalksWordsOfAnyLengthWhereverTheyEnd) {
  for (std::size_t first = 1; first < 140; ++first) {
    const std::string text = std::string(first, 'a') + " bc\nd";
    std::vector<std::string> words;
    for_each_norm_word(text, [&](std::string_view word) { words.emplace_back(word); });
    EXPECT_EQ(words, (std::vector<std::string>{std::string(first, 'a'), "bc", "d"}));
  }
}

/// A character beyond ASCII at the end takes the other way, and is no part of any word.
TEST(Norm, IsTheSameForAsciiAndOtherTexts) {
  std::string text;
  std::uint32_t state = 7;
  for (int i = 0; i < 3000; ++i) {
    state = state * 1664525U + 1013904223U;
    text += "abzAZ09 '_-.,\n@[`{/:"[(state >> 16U) % 20];
    if (i % 7 == 0) text += std::string(state % 40, 'q');
    EXPECT_EQ(norm(text), norm(text + "\u2026"));
    if (i % 100 == 99) text.clear();
  }
}

TEST(Norm, WalksLines) {
  std::string seen;
  for_each_norm_line("a b\nc", [&](std::string_view line) { seen += std::string(line) + "|"; });
  EXPECT_EQ(seen, "a b|c|");
}

}  // namespace
}  // namespace bmo::facts
