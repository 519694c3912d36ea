// Case folding and compatibility forms, and that the fast paths agree with the library.
#include "bmo/base/fold.hpp"

#include <gtest/gtest.h>

namespace bmo {
namespace {

std::string folded(std::string_view text) {
  std::string out;
  append_folded(text, out);
  return out;
}

TEST(Fold, LowersAsciiAndKeepsLineEnds) {
  EXPECT_EQ(folded("What IS\nthis?"), "what is\nthis?");
}

TEST(Fold, TakesCompatibilityFormsApart) {
  EXPECT_EQ(folded("ＡＢＣ１２ ﬁt"), "abc12 fit");
}

TEST(Fold, ComposesAnAccentWithTheAsciiLetterBeforeIt) {
  EXPECT_EQ(folded("cafe\xCC\x81 au lait"), "caf\xC3\xA9 au lait");
  EXPECT_EQ(folded("E\xCC\x81"), "\xC3\xA9");
}

TEST(Fold, FoldsCaseBeyondAscii) {
  EXPECT_EQ(folded("STRASSE Straße ÄÖ ΣΑΣ"), "strasse strasse äö σασ");
}

TEST(Fold, DropsInvisibleFormatting) {
  EXPECT_EQ(folded("co\xC2\xADop\xE2\x80\x8B!"), "coop!");
}

TEST(Fold, LeavesQuotesDashesAndHanAsTheyAre) {
  EXPECT_EQ(folded("“a” – ‘b’ 中文、"), "“a” – ‘b’ 中文、");
}

TEST(Fold, FoldsLongRunsInOnePiece) {
  std::string greek;
  std::string expected;
  for (int i = 0; i < 1000; ++i) {
    greek += "Ω";
    expected += "ω";
  }
  EXPECT_EQ(folded(greek), expected);
}

TEST(Fold, TwiceChangesNothing) {
  const std::string once = folded("Ǆ ﬃ ½ ① İstanbul e\xCC\x81\xCC\xA3 ｶﾞ 한국어 …");
  EXPECT_EQ(folded(once), once);
}

TEST(Fold, KeepsBytesThatAreNoText) {
  EXPECT_EQ(folded("A\xFF"), "a\xFF");
}

TEST(Fold, KnowsCapitalsOfAnyScript) {
  EXPECT_TRUE(is_upper('Q'));
  EXPECT_TRUE(is_upper(U'Ä'));
  EXPECT_TRUE(is_upper(U'Ж'));
  EXPECT_FALSE(is_upper(U'ж'));
  EXPECT_FALSE(is_upper('7'));
}

}  // namespace
}  // namespace bmo
