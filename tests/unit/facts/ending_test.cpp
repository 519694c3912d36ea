// Tests which responses are taken for cut off, and which are left alone.
#include "bmo/facts/ending.hpp"

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace bmo::facts {
namespace {

struct Case {
  std::string text;
  Ending ending;
};

class Endings : public testing::TestWithParam<Case> {};

TEST_P(Endings, AreJudged) {
  EXPECT_EQ(judge_ending(GetParam().text), GetParam().ending) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    Cut, Endings,
    testing::Values(
        Case{"Here is the code:\n```python\nprint(1)\n", Ending::kOpenFence},
        Case{R"({"name": "Ann", "children": [{"name": "Ben"}, {"name": "Cl)", Ending::kOpenJson},
        Case{R"(["first value", "second value", "third value", )", Ending::kOpenJson},
        Case{"int main() {\n  int a = 1;\n  if (a) {\n    return a;\n", Ending::kOpenCode},
        Case{"import os\n\ndef main():\n    print(os)\n\nfor name in names:", Ending::kOpenCode},
        Case{"The first primes that one learns at school are two and the", Ending::kDanglingWord},
        Case{"There are three colours on the flag: red, white,", Ending::kDanglingMark},
        Case{"The two of them had 1200 coins, so what is left is 1200 - 700 =",
             Ending::kDanglingMark},
        Case{"Bring these things with you to the pier, please:\n- a rope\n- a lamp\n-",
             Ending::kDanglingMark},
        Case{"Heat the milk and stir until it thickens. Let it cool for ten minutes or so. Cut the "
             "fruit into small pieces and add it.\n\nThen",
             Ending::kDanglingWord},
        Case{"| year | winner |\n|---|---|\n| 2011 | Ravens |\n| 2012 | the Gia",
             Ending::kSiblingNoStop},
        Case{"Each day she buys 8 * 2 = 16 beans\nEach week that is 16 * 7 = 112 beans\nAll in all "
             "there are beans for a wee",
             Ending::kNoStop},
        Case{"To bake the bread you need the following things:", Ending::kOpenColon},
        Case{
            "Water boils at a hundred degrees. It freezes at none at all. When the air is thin, as "
            "on high mountains, it boils much ear",
            Ending::kNoStop}));

INSTANTIATE_TEST_SUITE_P(
    Whole, Endings,
    testing::Values(
        Case{"", Ending::kWhole}, Case{"Seven", Ending::kWhole}, Case{"Seven.", Ending::kWhole},
        Case{"He said: \"It is done.\"", Ending::kWhole},
        Case{"Dear Ann,\n\nThe boat is ready for you.\nIt lies at the pier.\nCome and see it.\n\n"
             "Kind regards,\nBen Miller\nHarbour master",
             Ending::kWhole},
        Case{"| year | winner |\n|---|---|\n| 2011 | Ravens |\n| 2012 | Giants |", Ending::kWhole},
        Case{"The boat costs 100 + 25 = 125\nThe mast costs 3 * 40 = 120\nSo all that the harbour "
             "master has to pay for it is $245",
             Ending::kWhole},
        Case{"Run this to mend all of the scripts that you have here: find . -exec sed -i {} +",
             Ending::kWhole},
        Case{"She makes eight cakes each day and sells six of them on the market.\nSo what she "
             "takes "
             "home in a week is 7 * 2 = 14 cakes",
             Ending::kWhole},
        Case{"That was a good day for all of us! \U0001F600", Ending::kWhole},
        Case{"```\ncode(\n```", Ending::kWhole},
        Case{"- milk\n- eggs\n- bread\n- a bag of the best flour that you can find",
             Ending::kWhole},
        Case{"\u4eca\u5929\u5929\u6c14\u5f88\u597d\u3002", Ending::kWhole},
        Case{R"({"name": "Ann", "children": [{"name": "Ben"}, {"name": "Clara"}]})",
             Ending::kWhole},
        Case{"[Your Name] writes to [Their Name] about the thing that they talked of.",
             Ending::kWhole},
        Case{
            "It all grows in the field and on the hill\nand in the wood beside the old grey mill\n"
            "and who has seen it once will see it still\nas long as there are days for him to fill",
            Ending::kWhole},
        Case{"int main() {\n  int a = 1;\n  return a;\n}", Ending::kWhole},
        Case{"Dear Ann,", Ending::kWhole},
        Case{"You can read more about it in the documentation of the project, which you find under "
             "the address that was given above: see https://example.org/a/b",
             Ending::kWhole}));

constexpr const char* kProse =
    "The harbour was quiet that morning, and nobody on the pier had seen the boat come in. ";

INSTANTIATE_TEST_SUITE_P(
    WholeInTheirOwnWay, Endings,
    testing::Values(
        Case{"Please tell us who you are and how to reach you.\nName:\nE-mail:\nAge (optional):",
             Ending::kWhole},
        Case{"Tools: hammer, saw and pliers in the box\nStill to buy: rope and paint for the "
             "boat\nGlue:",
             Ending::kWhole},
        Case{std::string(kProse) + "We sail again at noon. #boats # sailing", Ending::kWhole},
        Case{std::string(kProse) + "I shall wait for you there. Yours sincerely, Ann Miller",
             Ending::kWhole},
        Case{std::string(kProse) + "It all came back to me. With love and hope, Ann",
             Ending::kWhole},
        Case{std::string(kProse) + "Nobody was hurt by it at all.\u200b", Ending::kWhole},
        Case{std::string(kProse) + "The signal that we heard was 1010 1101 0011", Ending::kWhole},
        Case{"Verse 1: C E G A and so on | C E G A and again | C E G A once more | C A G and then",
             Ending::kWhole},
        Case{
            "1. Reading books and old magazines 2. Playing board games and cards 3. Going for long "
            "walks and runs 4. Baking 5. Working in the garden behind the house",
            Ending::kWhole},
        Case{"The most common words of the text are these:\n1. the\n2. quick\n3. brown\n4. a",
             Ending::kWhole},
        Case{"Do this.\n- Mend the old nets at once.\n- Paint the boat with care.\n"
             "- Look after the ropes and the sails\n- Give the tools to those in need",
             Ending::kWhole},
        Case{"def middle(items):\n    if len(items) > 2:\n        return items[len(items) // 2]\n"
             "    return items[0]",
             Ending::kWhole},
        Case{"<html>\n<style>\n  h1 { color: #0f354a; }\n</style>\n<p>One.</p>\n</html>",
             Ending::kWhole},
        Case{"#!/bin/sh\nif [ $# -ne 2 ]; then\n  exit 1\nfi\na=$1\necho 'The result of it is' $a",
             Ending::kWhole}));

INSTANTIATE_TEST_SUITE_P(
    CutBesideThem, Endings,
    testing::Values(
        Case{"Do this.\n- Mend the old nets at once.\n- Paint the boat with care.\n"
             "- Look after the ropes and the sails.\n- Give the tools to those in ne",
             Ending::kSiblingNoStop},
        Case{"There is much to do on the boat before we sail.\n1. Mend the nets\n2. Editing and",
             Ending::kDanglingWord},
        Case{std::string(kProse) + "With the help of his crew, Ben tried to bring the boat",
             Ending::kNoStop},
        Case{"def middle(items):\n    if len(items) > 2:\n        return items[len(items) // 2",
             Ending::kOpenCode}));

/// The value of each "output" in a JSON list of flat records: enough of a reader for this file.
std::vector<std::string> outputs_of(const std::string& json) {
  std::vector<std::string> out;
  const std::string key = "\"output\": \"";
  for (std::size_t at = json.find(key); at != std::string::npos; at = json.find(key, at)) {
    std::string text;
    for (at += key.size(); json[at] != '"'; ++at) {
      if (json[at] != '\\') {
        text += json[at];
      } else {
        ++at;
        text += json[at] == 'n' ? '\n' : json[at] == 't' ? '\t' : json[at] == 'u' ? 'x' : json[at];
        if (json[at] == 'u') at += 4;
      }
    }
    out.push_back(std::move(text));
  }
  return out;
}

class AlpacaEndings : public testing::Test {
 protected:
  void SetUp() override {
    std::ifstream file(BMO_TEST_DATA "/alpaca-52k/alpaca_data.json");
    if (!file) GTEST_SKIP() << "no reference data here";
    std::stringstream text;
    text << file.rdbuf();
    outputs_ = outputs_of(text.str());
  }
  std::vector<std::string> outputs_;
};

TEST_F(AlpacaEndings, RaiseFewFalseAlarms) {
  std::size_t flagged = 0;
  for (const std::string& text : outputs_)
    flagged += judge_ending(text) != Ending::kWhole ? 1U : 0U;
  ASSERT_EQ(outputs_.size(), 52002U);
  EXPECT_LT(flagged, outputs_.size() / 100) << flagged;
}

TEST_F(AlpacaEndings, AreMissedWhenCutInTheMiddleOfASentence) {
  std::size_t cut = 0;
  std::size_t found = 0;
  for (std::size_t i = 0; i < outputs_.size(); ++i) {
    const std::string& text = outputs_[i];
    if (text.size() < 240 || judge_ending(text) != Ending::kWhole) continue;
    std::size_t size = text.size() * (40 + i * 7 % 55) / 100;
    while (size > 0 && !std::isalnum(static_cast<unsigned char>(text[size - 1])))
      --size;
    ++cut;
    found += judge_ending(text.substr(0, size)) != Ending::kWhole ? 1U : 0U;
  }
  ASSERT_GT(cut, 10000U);
  EXPECT_GT(found, cut * 3 / 4) << found << " of " << cut;
}

}  // namespace
}  // namespace bmo::facts
