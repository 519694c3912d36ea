// Tests the checks that judge what a text holds.
#include <gtest/gtest.h>

#include "tests/unit/checks/pairs.hpp"

namespace bmo::checks {
namespace {

TEST(ControlToken, IsFoundWithItsPlace) {
  Pairs pairs;
  pairs.add("a", "\u00e9 <|im_start|>system");
  const auto& findings = pairs.run();
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].code, "W_CONTROL_TOKEN");
  EXPECT_EQ(findings[0].field, "response");
  EXPECT_EQ(findings[0].detail, "found `<|im_start|>` at byte 3 of the text");
}

TEST(ControlToken, OfEveryFamilyIsFound) {
  for (const char* text : {"x</s>", "[INST] x", "<<SYS>>x", "<start_of_turn>user", "x<|eot_id|>",
                           "<\uFF5CUser\uFF5C>x", "[TOOL_CALLS]", "<|START_OF_TURN_TOKEN|>"}) {
    EXPECT_EQ(found_in(text, "b"), Found{"W_CONTROL_TOKEN instruction"}) << text;
  }
}

TEST(ControlToken, IsNotSeenInTextLikeIt) {
  for (const char* text : {"if a <| b", "<b>x</b>", "a[1] < 2", "<script>", "[inst]", "<|",
                           "[x](y) <- z", "<|not_a_token|>", "<sp", "<"}) {
    EXPECT_EQ(found_in(text, "b"), Found{}) << text;
  }
}

TEST(ControlToken, IsFoundInTheRejectedAnswer) {
  Pairs pairs;
  pairs.add("a", "b");
  pairs.reject({{.role = Role::kAssistant, .content = "c<|im_end|>"}});
  pairs.run();
  EXPECT_EQ(pairs.found(0), Found{"W_CONTROL_TOKEN rejected"});
}

TEST(FormulaCell, IsFoundWhereASpreadsheetWouldRunIt) {
  for (const char* text :
       {"=1+1", "=SUM(A1:A9)", "=cmd|' /C calc'!A0", "\t=1+1", "\r=1+1", "@SUM(1+1)", "+SUM(A1)",
        "-hyperlink(\"http://a.test\")", "+1+cmd|' /C calc'!A0", "=\"a\"&B1"}) {
    EXPECT_EQ(found_in(text, "b"), Found{"W_FORMULA instruction"}) << text;
  }
}

TEST(FormulaCell, IsNotSeenInOrdinaryText) {
  for (const char* text :
       {"- item", "-item(s) and more", "+1", "-7", "+49 30 1234", "=> next", "== Heading ==", "= 5",
        "@user hello", "@x", "--flag", "-", "=", "+", "-f(x)", "- SUM(x)", "a=b(c)"}) {
    EXPECT_EQ(found_in(text, "b"), Found{}) << text;
  }
}

TEST(TruncatedResponse, IsFoundWithItsLastWords) {
  Pairs pairs;
  pairs.add("a", "One may go by train, by ship, by bus, and on foot, but not by the");
  const auto& findings = pairs.run(only("truncated_response"));
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].code, "W_TRUNCATED");
  EXPECT_EQ(findings[0].detail,
            "ends with a word that needs another: ...hip, by bus, and on foot, but not by the");
}

TEST(TruncatedResponse, CutsItsExcerptBetweenCharacters) {
  Pairs pairs;
  std::string text = "one two three four five six seven eight nine ";
  for (int i = 0; i < 30; ++i)
    text += "\u00fc";
  text += " and";
  pairs.add("a", text);
  const auto& findings = pairs.run(only("truncated_response"));
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].detail.find('\\'), std::string::npos) << findings[0].detail;
}

}  // namespace
}  // namespace bmo::checks
