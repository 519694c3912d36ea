// Texts and numbers on their way out.
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "bmo/base/text.hpp"
#include "bmo/json/json.hpp"

namespace bmo::json {
namespace {

std::string written(std::string_view text) {
  std::string out;
  append_string(out, text);
  return out;
}

std::string written(double value) {
  std::string out;
  append_real(out, value);
  return out;
}

TEST(AppendReal, WritesShortDecimalsAsTheStandardLibraryDoes) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 200'000; ++i) {
    const double scale = std::pow(10.0, static_cast<double>(random() % 6));
    const double value = static_cast<double>(random() % 2'000'000) / scale;
    char buffer[64];
    if (value != 0 && value < 1e-5) continue;
    const auto end = std::to_chars(buffer, buffer + 64, value, std::chars_format::fixed).ptr;
    std::string expected(buffer, end);
    if (expected.find('.') == std::string::npos) expected += ".0";
    ASSERT_EQ(written(value), expected);
  }
}

TEST(AppendString, EscapesWhatMustBe) {
  EXPECT_EQ(written("a\"b\\c\n\r\t\b\f\x01\x1F/"), R"("a\"b\\c\n\r\t\b\f\u0001\u001f/")");
}

TEST(AppendString, EscapesWhatLineReadersTakeForLineEnds) {
  EXPECT_EQ(written("\xE2\x80\xA8\xE2\x80\xA9\xC2\x85"), R"("\u2028\u2029\u0085")");
}

TEST(AppendString, KeepsOtherText) {
  const std::string text =
      "\xE2\x80\x9Cquoted\xE2\x80\x9D \xC2\xA0 \xE4\xB8\xAD\xF0\x9F\x98\x80 \x7F";
  EXPECT_EQ(written(text), "\"" + text + "\"");
}

TEST(AppendString, EscapesAtAnyPlaceOfABlock) {
  for (std::size_t size = 1; size < 70; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      std::string text(size, 'x');
      text[at] = '"';
      const std::string expected =
          "\"" + std::string(at, 'x') + "\\\"" + std::string(size - at - 1, 'x') + "\"";
      ASSERT_EQ(written(text), expected);
    }
  }
}

TEST(AppendString, ReadsBackAsItWas) {
  std::mt19937 random(7);
  const char32_t kPoints[] = {0,    9,    10,     0x1F,   '"',    '\\',   'a',     0x7F,
                              0x85, 0xA0, 0x2027, 0x2028, 0x2029, 0x4E2D, 0x1F600, 'z'};
  Document document;
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (std::size_t i = random() % 60; i > 0; --i)
      append_utf8(text, kPoints[random() % 16]);
    const std::string json = written(text);
    Arena arena;
    Fault fault;
    ASSERT_TRUE(document.parse(json, arena, fault)) << fault.detail;
    ASSERT_EQ(document.root().text(arena), text);
  }
}

TEST(AppendReal, AlwaysLooksLikeADouble) {
  EXPECT_EQ(written(1.0), "1.0");
  EXPECT_EQ(written(-0.0), "-0.0");
  EXPECT_EQ(written(0.1), "0.1");
  EXPECT_EQ(written(100000.0), "100000.0");
  EXPECT_EQ(written(1e22), "1e+22");
  EXPECT_EQ(written(5e-324), "5e-324");
}

TEST(AppendReal, ReadsBackAsItWas) {
  std::mt19937_64 random(11);
  for (int round = 0; round < 20000; ++round) {
    double value = 0;
    const std::uint64_t bits = random();
    std::memcpy(&value, &bits, sizeof value);
    if (!std::isfinite(value)) continue;
    const std::string text = written(value);
    ASSERT_EQ(std::strtod(text.c_str(), nullptr), value) << text;
    ASSERT_NE(text.find_first_of(".e"), std::string::npos) << text;
  }
}

TEST(AppendInteger, WritesTheExtremes) {
  std::string out;
  append_integer(out, std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(out, "-9223372036854775808");
}

}  // namespace
}  // namespace bmo::json
