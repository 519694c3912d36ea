// The small questions about text, at their edges.
#include "bmo/base/text.hpp"

#include <gtest/gtest.h>

namespace bmo {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

TEST(FindInvalidUtf8, AcceptsWhatIsValid) {
  for (const std::string_view text :
       {"", "plain ascii that is longer than a machine word", "caf\u00E9", "\u20AC\u20AC",
        "\U0001F600", "a\U0010FFFFb", "\uFFFD\uFEFF\u2028"}) {
    EXPECT_EQ(find_invalid_utf8(text), kNone) << text;
  }
}

TEST(FindInvalidUtf8, FindsTheFirstBrokenByte) {
  EXPECT_EQ(find_invalid_utf8("abc\xE9 d"), 3U) << "latin-1";
  EXPECT_EQ(find_invalid_utf8("\xC0\xAF"), 0U) << "overlong of two";
  EXPECT_EQ(find_invalid_utf8("\xE0\x80\xAF"), 0U) << "overlong of three";
  EXPECT_EQ(find_invalid_utf8("\xF0\x80\x80\xAF"), 0U) << "overlong of four";
  EXPECT_EQ(find_invalid_utf8("ab\xED\xA0\x80"), 2U) << "surrogate";
  EXPECT_EQ(find_invalid_utf8("\xF4\x90\x80\x80"), 0U) << "above U+10FFFF";
  EXPECT_EQ(find_invalid_utf8("\x80"), 0U) << "lone continuation";
  EXPECT_EQ(find_invalid_utf8("abcdefgh\xC3"), 8U) << "cut at the end";
  EXPECT_EQ(find_invalid_utf8("0123456789abcdef\xFF"), 16U) << "behind whole words";
}

TEST(IsBlank, CountsInvisibleTextAsBlank) {
  for (const std::string_view text :
       {"", " \t\r\n", "\u00A0", "\u200B\u200D", "\u2060", "\uFEFF", "\u3000 \u2028"}) {
    EXPECT_TRUE(is_blank(text)) << text;
  }
}

TEST(IsBlank, SeesText) {
  for (const std::string_view text : {"a", " .", "\u00A0x", "\xFF"}) {
    EXPECT_FALSE(is_blank(text)) << text;
  }
}

TEST(CodePoints, ComeBackAsTheyWere) {
  for (const char32_t c : {U'a', U'\u007F', U'\u0080', U'\u07FF', U'\u0800', U'\uFFFF',
                           U'\U00010000', U'\U0010FFFF'}) {
    std::string text;
    append_utf8(text, c);
    EXPECT_EQ(find_invalid_utf8(text), kNone);
    std::size_t at = 0;
    EXPECT_EQ(next_code_point(text, at), c);
    EXPECT_EQ(at, text.size());
  }
}

TEST(Excerpt, ShowsPlainTextAsItIs) {
  EXPECT_EQ(excerpt("caf\u00E9 'n' \"quotes\""), "caf\u00E9 'n' \"quotes\"");
}

TEST(Excerpt, EscapesWhatCouldFoolATerminal) {
  EXPECT_EQ(excerpt("\x1b[31m"), "\\x1B[31m");
  EXPECT_EQ(excerpt("a\nb\tc"), "a\\nb\\tc");
  EXPECT_EQ(excerpt("\u202Ex"), "\\u{202E}x");
  EXPECT_EQ(excerpt("\u200B"), "\\u{200B}");
  EXPECT_EQ(excerpt("\xC2\x9B"), "\\x9B") << "C1 control";
  EXPECT_EQ(excerpt("\xFF"), "\\xFF") << "invalid byte";
  EXPECT_EQ(excerpt(std::string_view("\0", 1)), "\\x00");
}

TEST(Excerpt, NeverPassesItsLimit) {
  std::string tags;
  for (int i = 0; i < 100; ++i)
    append_utf8(tags, 0xE0041);
  const std::string plain(200, 'a');
  for (std::size_t limit = 16; limit < 100; ++limit) {
    EXPECT_LE(excerpt(plain, limit).size(), limit) << limit;
    EXPECT_LE(excerpt(tags, limit).size(), limit) << limit;
    EXPECT_TRUE(excerpt(plain, limit).ends_with("...")) << limit;
  }
}

TEST(ParseSize, KnowsItsUnits) {
  EXPECT_EQ(parse_size("1000"), 1000U);
  EXPECT_EQ(parse_size("512k"), 512'000U);
  EXPECT_EQ(parse_size("512KiB"), 512U * 1024);
  EXPECT_EQ(parse_size("64MiB"), 64U << 20U);
  EXPECT_EQ(parse_size("64M"), 64U << 20U);
  EXPECT_EQ(parse_size(" 1.5 GB "), 1536U << 20U);
  EXPECT_EQ(parse_size("0"), 0U);
}

TEST(ParseSize, RefusesTheRest) {
  for (const std::string_view text :
       {"", "MiB", "-1", "1X", "1 2", "nan", "inf", "1e300", "0x10"}) {
    EXPECT_EQ(parse_size(text), std::nullopt) << text;
  }
}

TEST(FormatSize, ReadsWell) {
  EXPECT_EQ(format_size(0), "0 B");
  EXPECT_EQ(format_size(312), "312 B");
  EXPECT_EQ(format_size(1536), "1.5 KiB");
  EXPECT_EQ(format_size(std::uint64_t{64} << 20U), "64 MiB");
  EXPECT_EQ(format_size(std::uint64_t{2} << 30U), "2.0 GiB");
}

TEST(FormatCount, PutsCommas) {
  EXPECT_EQ(format_count(0), "0");
  EXPECT_EQ(format_count(999), "999");
  EXPECT_EQ(format_count(1000), "1,000");
  EXPECT_EQ(format_count(1234567), "1,234,567");
}

TEST(Nearest, IsWithinAThirdNearestFirst) {
  const std::string_view known[] = {"empty_response", "empty_prompt", "role_order",
                                    "empty_responses"};
  const auto near = nearest("emtpy_response", known);
  ASSERT_GE(near.size(), 1U);
  EXPECT_EQ(near[0], "empty_response");
  EXPECT_TRUE(nearest("zzz", known).empty());
}

TEST(Nearest, GivesAtMostThree) {
  const std::string_view known[] = {"aaa1", "aaa2", "aaa3", "aaa4"};
  EXPECT_EQ(nearest("aaa0", known).size(), 3U);
}

TEST(Nearest, IgnoresCase) {
  const std::string_view known[] = {"README"};
  EXPECT_EQ(nearest("readme", known).size(), 1U);
}

TEST(DidYouMean, AsksOrIsSilent) {
  const std::string_view known[] = {"train", "test"};
  EXPECT_EQ(did_you_mean("trian", known), "; did you mean `train`?");
  EXPECT_EQ(did_you_mean("validation", known), "");
}

struct GlobCase {
  std::string_view pattern;
  std::string_view text;
  bool matches;
};

class GlobMatch : public testing::TestWithParam<GlobCase> {};

TEST_P(GlobMatch, AnswersRight) {
  const GlobCase& c = GetParam();
  EXPECT_EQ(glob_match(c.pattern, c.text), c.matches) << c.pattern << " on " << c.text;
}

INSTANTIATE_TEST_SUITE_P(
    Cases, GlobMatch,
    testing::Values(GlobCase{"a.txt", "a.txt", true}, GlobCase{"a.txt", "b.txt", false},
                    GlobCase{"*.txt", "a.txt", true}, GlobCase{"*.txt", ".txt", true},
                    GlobCase{"*.txt", "d/a.txt", false}, GlobCase{"d/*", "d/a", true},
                    GlobCase{"d/*", "d/a/b", false}, GlobCase{"?", "a", true},
                    GlobCase{"?", "/", false}, GlobCase{"?", "", false},
                    GlobCase{"**", "a/b/c", true}, GlobCase{"d/**", "d/a/b", true},
                    GlobCase{"d/**/x", "d/x", true}, GlobCase{"d/**/x", "d/a/b/x", true},
                    GlobCase{"d/**/x", "d/a/b/y", false}, GlobCase{"[ab]c", "bc", true},
                    GlobCase{"[ab]c", "cc", false}, GlobCase{"[!ab]c", "cc", true},
                    GlobCase{"[a-f]", "e", true}, GlobCase{"[a-f]", "g", false},
                    GlobCase{"[]]", "]", true}, GlobCase{"[a-]", "-", true},
                    GlobCase{"[!a]", "/", false}, GlobCase{"[ab", "[ab", true},
                    GlobCase{"[ab", "a", false}, GlobCase{"a[", "a[", true},
                    GlobCase{"[!]]", "a", true}, GlobCase{"[!]]", "]", false},
                    GlobCase{"a*b*c", "aXbYc", true}, GlobCase{"a*b*c", "aXbY", false},
                    GlobCase{"", "", true}, GlobCase{"", "a", false}, GlobCase{"a*", "a", true}));

TEST(GlobMatch, ManyStarsEndSoon) {
  const std::string text(200, 'a');
  std::string pattern;
  for (int i = 0; i < 30; ++i)
    pattern += "a*";
  EXPECT_FALSE(glob_match(pattern + "b", text));
}

TEST(LowerAscii, LeavesOtherBytesAlone) {
  EXPECT_EQ(lower_ascii("AbC\u00C9"), "abc\u00C9");
}

TEST(TrimAscii, CutsBothEnds) {
  EXPECT_EQ(trim_ascii(" \t a b\r\n"), "a b");
  EXPECT_EQ(trim_ascii(" \n"), "");
  EXPECT_EQ(trim_ascii(""), "");
}

}  // namespace
}  // namespace bmo
