// What Document accepts, and the tape that it makes of it.
#include <cmath>
#include <string>

#include <gtest/gtest.h>

#include "bmo/json/json.hpp"

namespace bmo::json {
namespace {

class Parse : public ::testing::Test {
 protected:
  bool parse(std::string_view text, const Limits& limits = {}) {
    text_ = text;
    return document_.parse(text_, arena_, fault_, limits);
  }
  Value root() const { return document_.root(); }

  std::string text_;
  Arena arena_;
  Fault fault_;
  Document document_;
};

TEST_F(Parse, FindsFieldsInOrder) {
  ASSERT_TRUE(parse(R"( {"a": "x", "b": [1, {"c": null}], "d": true} )"));
  std::string names;
  for (const auto& [key, value] : root().fields())
    names += key;
  EXPECT_EQ(names, "abd");
  EXPECT_EQ(root().size(), 3U);
  EXPECT_EQ(root().find("b").size(), 2U);
  EXPECT_FALSE(root().find("c"));
}

TEST_F(Parse, KeepsEachValuesOwnText) {
  ASSERT_TRUE(parse(R"({"n": 12345678901234567890123, "o" : { "x" :1.0 }  ,"big":1e400})"));
  EXPECT_EQ(root().find("n").raw(), "12345678901234567890123");
  EXPECT_EQ(root().find("o").raw(), R"({ "x" :1.0 })");
  EXPECT_EQ(root().find("big").raw(), "1e400");
  EXPECT_EQ(root().raw(), R"({"n": 12345678901234567890123, "o" : { "x" :1.0 }  ,"big":1e400})");
}

TEST_F(Parse, UnescapesStrings) {
  ASSERT_TRUE(parse(R"({"s":"a\n\"\\\/\b\f\r\t\u00e9\ud83d\ude00z"})"));
  EXPECT_EQ(root().find("s").text(arena_), "a\n\"\\/\b\f\r\t\xC3\xA9\xF0\x9F\x98\x80z");
}

TEST_F(Parse, UnescapesKeys) {
  ASSERT_TRUE(parse(R"({"\u0061b":1})"));
  EXPECT_TRUE(root().find("ab"));
}

TEST_F(Parse, PlainTextIsAViewIntoTheRecord) {
  ASSERT_TRUE(parse(R"({"s":"plain"})"));
  const std::string_view text = root().find("s").text(arena_);
  EXPECT_EQ(text.data(), text_.data() + 6);
}

TEST_F(Parse, AcceptsScalarsAlone) {
  for (const char* text : {"1", "-0", "\"\"", "true", "false", "null", "[]", "{}", " 0.5e-3\n"}) {
    EXPECT_TRUE(parse(text)) << text << ": " << fault_.detail;
  }
}

TEST_F(Parse, TellsNfcFromNfdKeys) {
  EXPECT_TRUE(parse("{\"\xC3\xA9\":1,\"e\xCC\x81\":2}"));
}

TEST_F(Parse, FindsADuplicateAmongManyKeys) {
  std::string text = "{";
  for (int i = 0; i < 3000; ++i)
    text += "\"k" + std::to_string(i) + "\":0,";
  EXPECT_TRUE(parse(text + "\"x\":1}"));
  EXPECT_FALSE(parse(text + "\"k1234\":1}"));
  EXPECT_EQ(fault_.code, "E_DUP_KEY");
  EXPECT_EQ(fault_.field, "k1234");
}

TEST_F(Parse, ComparesUnescapedKeys) {
  EXPECT_FALSE(parse(R"({"o":{"ab":1,"\u0061b":2}})"));
  EXPECT_EQ(fault_.code, "E_DUP_KEY");
  EXPECT_EQ(fault_.offset, 13U);
}

TEST_F(Parse, HoldsTheDepthLimit) {
  const auto nested = [](int depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_TRUE(parse(nested(1024)));
  EXPECT_FALSE(parse(nested(1025)));
  EXPECT_EQ(fault_.code, "E_DEPTH");
  EXPECT_EQ(fault_.offset, 1024U);
}

TEST_F(Parse, HoldsTheKeyLimits) {
  EXPECT_FALSE(parse(R"({"a":1,"b":2,"c":3})", {.keys = 2}));
  EXPECT_EQ(fault_.code, "E_TOO_MANY_KEYS");
  EXPECT_FALSE(parse(R"({"abcd":1})", {.key_bytes = 3}));
  EXPECT_EQ(fault_.code, "E_KEY_TOO_LONG");
}

TEST_F(Parse, ReadsNumbers) {
  ASSERT_TRUE(
      parse("[0.1, 9007199254740993, 1152921504606846976, 1e400, -5, 1.000000000000000005]"));
  const bool exact[] = {true, false, true, false, true, false};
  std::size_t i = 0;
  for (const Value number : root().elements()) {
    EXPECT_EQ(number.is_exact_real(), exact[i]) << number.raw();
    ++i;
  }
  EXPECT_EQ((*root().elements().begin()).real(), 0.1);
}

TEST_F(Parse, AllZerosAreExact) {
  ASSERT_TRUE(parse("[0, -0.0, 0e5, 100, 1.50, 12e-1]"));
  for (const Value number : root().elements())
    EXPECT_TRUE(number.is_exact_real()) << number.raw();
}

TEST_F(Parse, ANumberTooLargeIsNaN) {
  ASSERT_TRUE(parse("1e400"));
  EXPECT_TRUE(std::isnan(root().real()));
}

TEST_F(Parse, CanBeUsedAgainAfterAFault) {
  EXPECT_FALSE(parse("{"));
  EXPECT_TRUE(parse("{}"));
}

TEST_F(Parse, ReadsARecordOfManyMebibytes) {
  const std::string text = "{\"a\":\"" + std::string(std::size_t{6} << 20U, 'x') + "\"}";
  ASSERT_TRUE(parse(text));
  EXPECT_EQ(root().find("a").text(arena_).size(), std::size_t{6} << 20U);
  EXPECT_TRUE(parse("{\"a\":1}"));
}

}  // namespace
}  // namespace bmo::json
