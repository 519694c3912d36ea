// Excerpts around a byte, and where the caret stands.
#include "bmo/base/pointed_excerpt.hpp"

#include <gtest/gtest.h>

namespace bmo {
namespace {

TEST(PointedExcerpt, ShowsAShortRecordWhole) {
  const PointedExcerpt out = excerpt_around("{\"a\":1}", 2);
  EXPECT_EQ(out.text, "{\"a\":1}");
  EXPECT_EQ(out.caret, 2U);
}

TEST(PointedExcerpt, CutsBothEndsOfALongOne) {
  const std::string record = std::string(100, 'a') + "X" + std::string(100, 'b');
  const PointedExcerpt out = excerpt_around(record, 101);
  EXPECT_TRUE(out.text.starts_with("...a"));
  EXPECT_TRUE(out.text.ends_with("b..."));
  EXPECT_EQ(out.text[out.caret - 1], 'X');
}

TEST(PointedExcerpt, CountsEscapesBeforeTheByte) {
  const PointedExcerpt out = excerpt_around("\x01\tX", 3);
  EXPECT_EQ(out.text, "\\x01\\tX");
  EXPECT_EQ(out.text[out.caret - 1], 'X');
}

TEST(PointedExcerpt, PointsAtABadByteBetweenLetters) {
  const PointedExcerpt out = excerpt_around("caf\xE9 au", 4);
  EXPECT_EQ(out.text, "caf\\xE9 au");
  EXPECT_EQ(out.caret, 4U);
}

TEST(PointedExcerpt, PointsBehindTheEndWhereTheRecordIsTruncated) {
  const PointedExcerpt out = excerpt_around("{\"a\"", 5);
  EXPECT_EQ(out.text, "{\"a\"");
  EXPECT_EQ(out.caret, 5U);
}

TEST(PointedExcerpt, HasNoCaretWhereTheColumnIsNotKnown) {
  EXPECT_EQ(excerpt_around("abc", 0).caret, 0U);
  EXPECT_EQ(excerpt_around("abc", 9).caret, 0U);
}

TEST(PointedExcerpt, CountsCharactersNotBytes) {
  EXPECT_EQ(excerpt_around("\xC3\xA9\xC3\xA9X", 5).caret, 3U);
}

}  // namespace
}  // namespace bmo
