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
