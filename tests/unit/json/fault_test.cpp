// Every fault has its code, its place and words for it.
#include <string>

#include <gtest/gtest.h>

#include "bmo/json/json.hpp"

namespace bmo::json {
namespace {

struct Case {
  std::string name;
  std::string text;
  std::string code;
  std::size_t offset;
  std::string words;  ///< Some of the detail.
};

class FaultOf : public ::testing::TestWithParam<Case> {};

TEST_P(FaultOf, HasCodePlaceAndWords) {
  const Case& c = GetParam();
  Arena arena;
  Fault fault;
  Document document;
  ASSERT_FALSE(document.parse(c.text, arena, fault));
  EXPECT_EQ(fault.code, c.code);
  EXPECT_EQ(fault.offset, c.offset);
  EXPECT_NE(fault.detail.find(c.words), std::string::npos) << fault.detail;
}

const Case kCases[] = {
    {"TrailingCommaObject", R"({"a":1,})", "E_JSON_SYNTAX", 7, "trailing comma before '}'"},
    {"TrailingCommaArray", R"([1, ])", "E_JSON_SYNTAX", 4, "trailing comma before ']'"},
    {"DoubleComma", R"([1,,2])", "E_JSON_SYNTAX", 3, "a value is missing before ','"},
    {"MissingValue", R"({"a":})", "E_JSON_SYNTAX", 5, "a value is missing"},
    {"MissingColon", R"({"a" 1})", "E_JSON_SYNTAX", 5, "expected ':'"},
    {"MissingComma", R"({"a":1 "b":2})", "E_JSON_SYNTAX", 7, "expected ',' or '}'"},
    {"Comment", R"({"a":1,/*x*/"b":2})", "E_JSON_SYNTAX", 7, "comment"},
    {"LineComment", "[1 // x\n]", "E_JSON_SYNTAX", 3, "comment"},
    {"SingleQuotes", R"({'a': 1})", "E_JSON_SYNTAX", 1, "looks like Python"},
    {"PythonTrue", R"({"a": True})", "E_JSON_SYNTAX", 6, "looks like Python"},
    {"PythonNone", R"([None])", "E_JSON_SYNTAX", 1, "looks like Python"},
    {"NaN", R"({"a":NaN})", "E_JSON_SYNTAX", 5, "NaN"},
    {"MinusInfinity", R"({"a":-Infinity})", "E_JSON_SYNTAX", 5, "-Infinity"},
    {"BareKey", R"({a:1})", "E_JSON_SYNTAX", 1, "has no quotes"},
    {"CurlyQuotes",
     "{\xE2\x80\x9C"
     "a\":1}",
     "E_JSON_SYNTAX", 1, "typographic"},
    {"LeadingZero", R"([01])", "E_JSON_SYNTAX", 1, "leading zero"},
    {"Plus", R"([+1])", "E_JSON_SYNTAX", 1, "no '+'"},
    {"Point", R"([.5])", "E_JSON_SYNTAX", 1, "digit before the point"},
    {"Hex", R"([0x1F])", "E_JSON_SYNTAX", 1, "hex"},
    {"RawControl", "{\"a\":\"x\x01\"}", "E_JSON_SYNTAX", 7, "raw control character 0x01"},
    {"RawNul", std::string("{\"a\":\"\0\"}", 9), "E_JSON_SYNTAX", 6, "0x00"},
    {"RawTab", "[\"\t\"]", "E_JSON_SYNTAX", 2, "0x09"},
    {"UnknownEscape", R"(["\x41"])", "E_JSON_SYNTAX", 2, "unknown escape"},
    {"ShortHexEscape", R"(["\u12"])", "E_JSON_SYNTAX", 2, "four hex digits"},
    {"LoneHighSurrogate", R"(["a\ud800b"])", "E_UTF8", 3, "surrogate"},
    {"LoneLowSurrogate", R"(["\udc00"])", "E_UTF8", 2, "surrogate"},
    {"Latin1", "[\"caf\xE9 au\"]", "E_UTF8", 5, "0xE9"},
    {"Surrogate", "[\"\xED\xA0\x80\"]", "E_UTF8", 2, "surrogate"},
    {"Overlong", "[\"\xC0\xAF\"]", "E_UTF8", 2, "overlong"},
    {"TooHigh", "[\"\xF4\x90\x80\x80\"]", "E_UTF8", 2, "U+10FFFF"},
    {"BadByteOutsideStrings", "[\xFF]", "E_UTF8", 1, "0xFF"},
    {"CutInString", R"({"a":"xy)", "E_JSON_TRUNCATED", 8, "inside a string opened at column 6"},
    {"CutInCharacter", "[\"x\xE2\x82", "E_JSON_TRUNCATED", 5, "several bytes"},
    {"CutInObject", R"({"a":1)", "E_JSON_TRUNCATED", 6, "object opened at column 1"},
    {"CutAfterColon", R"({"a":)", "E_JSON_TRUNCATED", 5, "object"},
    {"CutInWord", R"({"a":tr)", "E_JSON_TRUNCATED", 7, "word true"},
    {"CutInNumber", R"([-)", "E_JSON_TRUNCATED", 2, "number"},
    {"CutInEscape", R"(["\ud83d)", "E_JSON_TRUNCATED", 8, "escape"},
    {"Blank", "  ", "E_JSON_TRUNCATED", 2, "blank"},
    {"Empty", "", "E_JSON_TRUNCATED", 0, "blank"},
    {"TwoValues", R"({"a":1}{"b":2})", "E_JSON_TRAILING", 7, "second value"},
    {"TextBehind", R"({"a":1} x)", "E_JSON_TRAILING", 8, "'x'"},
    {"BracketBehind", R"({"a":1}})", "E_JSON_TRAILING", 7, "'}'"},
    {"DuplicateKey", R"({"a":1,"a":2})", "E_DUP_KEY", 7, "columns"},
    {"ByteOrderMark", "\xEF\xBB\xBF{}", "E_JSON_SYNTAX", 0, "byte order mark"},
    {"WrongCloser", R"({"a":[1})", "E_JSON_SYNTAX", 7, "expected ',' or ']'"},
    {"ColumnsCountWithinALine", "{\n \"a\":1,\n  \"a\":2}", "E_DUP_KEY", 12, "columns 2 and 3"},
};

INSTANTIATE_TEST_SUITE_P(Json, FaultOf, ::testing::ValuesIn(kCases),
                         [](const auto& param) { return param.param.name; });

}  // namespace
}  // namespace bmo::json
