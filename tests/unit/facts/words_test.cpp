// Tests where words begin and end.
#include "bmo/facts/words.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "bmo/facts/word_list.hpp"

namespace bmo::facts {
namespace {

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> out;
  Words words(text);
  for (std::string_view word = words.next(); !word.empty(); word = words.next()) {
    out.emplace_back(word);
  }
  return out;
}

using List = std::vector<std::string>;

TEST(Words, AreSeparatedByPunctuationAndSpace) {
  EXPECT_EQ(words_of("Two, three; (four)!"), (List{"Two", "three", "four"}));
}

TEST(Words, KeepOneJoinerInside) {
  EXPECT_EQ(words_of("don't well-known snake_case it\u2019s"),
            (List{"don't", "well-known", "snake_case", "it\u2019s"}));
}

TEST(Words, EndBeforeTwoJoinersAndBeforeOneAtTheEnd) {
  EXPECT_EQ(words_of("a--b c- 'd'"), (List{"a", "b", "c", "d"}));
}

TEST(Words, OfHanAndKanaAreSingleCharacters) {
  EXPECT_EQ(words_of("\u4f60\u597d, ok\u304b"), (List{"\u4f60", "\u597d", "ok", "\u304b"}));
}

TEST(Words, KeepLettersOfOtherScriptsTogether) {
  EXPECT_EQ(words_of("\u00fcber \u043f\u0440\u0438\u0432\u0435\u0442"),
            (List{"\u00fcber", "\u043f\u0440\u0438\u0432\u0435\u0442"}));
}

TEST(Words, AreNotMadeOfEmojiOrSymbols) {
  EXPECT_TRUE(words_of("\U0001F600 \u2192 \u20ac \u00b7 ...").empty());
}

TEST(Words, CountStopsAtItsLimit) {
  EXPECT_EQ(count_words("a b c d", 10), 4U);
  EXPECT_EQ(count_words("a b c d", 2), 2U);
}

TEST(Words, HaveTheKeyOfTheirLettersWhereverTheyStand) {
  const std::string text = "A Bc dEf 12ab EIGHTlet ninelette it\u2019s \u00dcber x9 Sixsix Zz";
  std::vector<Word> words;
  append_words(text, words);
  ASSERT_EQ(words.size(), 11U);
  for (const Word& word : words)
    EXPECT_EQ(word.key, word_key(word.in(text))) << word.in(text);
  EXPECT_EQ(words[1].key, word_key("bc"));
  EXPECT_EQ(words[10].key, word_key("zz"));
}

/// Texts of every length around a block of 64 bytes, with words over its edge.
std::string sample_text(std::size_t size, unsigned seed) {
  constexpr std::string_view kPieces[] = {"a",  "sea", "harbour", " ",  "  ", "'", "-", "_",
                                          "7",  ".",   "<",       "@",  "=",  "é", "’", "船",
                                          "\n", "Z",   "é-",      "😀", "{",  "#", ":", "\x7F"};
  std::string out;
  for (unsigned state = seed; out.size() < size;) {
    state = state * 1664525U + 1013904223U;
    out += kPieces[(state >> 16U) % std::size(kPieces)];
  }
  return out;
}

TEST(Words, AreCutAlikeOneByOneAndInBlocks) {
  for (unsigned seed = 0; seed < 400; ++seed) {
    const std::string text = sample_text(seed % 200, seed);
    std::vector<Word> words;
    append_words(text, words);
    Words one_by_one(text);
    for (const Word& word : words) {
      EXPECT_EQ(word.in(text), one_by_one.next()) << text;
      EXPECT_EQ(word.key, word_key(word.in(text))) << text;
    }
    EXPECT_TRUE(one_by_one.next().empty()) << text;
  }
}

TEST(ByteKinds, AreThoseOfEachByte) {
  for (unsigned seed = 0; seed < 400; ++seed) {
    const std::string text = sample_text(seed % 200, seed);
    unsigned kinds = 0;
    for (const char c : text)
      kinds |= byte_kinds({&c, 1});
    EXPECT_EQ(byte_kinds(text), kinds) << text;
  }
  for (unsigned c = 0; c < 256; ++c) {
    const std::string alone(64, static_cast<char>(c));
    EXPECT_EQ(byte_kinds(alone), byte_kinds(alone.substr(0, 1))) << c;
  }
}

}  // namespace
}  // namespace bmo::facts
