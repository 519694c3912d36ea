// Tests of findings written as files: what stands in them, and that hostile text stays text.
#include "bmo/report/findings.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "bmo/json/dom.hpp"

namespace bmo::report {
namespace {

ShownFinding finding(std::string_view code, std::uint64_t line) {
  return {.code = code,
          .severity = code.starts_with('E') ? "error" : "warning",
          .fault = "dangling",
          .component = "completeness",
          .points = 25,
          .file = "data/a b.jsonl",
          .record = line,
          .line = line,
          .column = 7,
          .field = "response",
          .detail = "ends with <script>alert(\"1\")</script> & \x01"};
}

std::string written(std::string_view path, const std::vector<ShownFinding>& findings) {
  const FindingsFormat* format = find_findings_format(path);
  EXPECT_NE(format, nullptr);
  const auto writer = format->make([](std::string_view code) -> CodeNotes {
    return {.title = "Title of " + std::string(code),
            .why = "because",
            .fix = "mend it",
            .command = "bmo check 'a b.jsonl'"};
  });
  std::string out;
  for (const ShownFinding& one : findings)
    writer->add(one, out);
  writer->finish({.records = 9, .quarantined = 1, .checked = {"E_ROLE", "W_STUB"}}, out);
  return out;
}

TEST(FindFindingsFormat, GoesByTheEnding) {
  EXPECT_EQ(find_findings_format("out/x.sarif")->id, "sarif");
  EXPECT_EQ(find_findings_format("x.xml")->id, "junit");
  EXPECT_EQ(find_findings_format("x.txt"), nullptr);
}

TEST(Jsonl, HoldsOneObjectForEachFinding) {
  const std::string text = written("x.jsonl", {finding("W_STUB", 1), finding("E_ROLE", 2)});
  const auto first = json::parse_dom(text.substr(0, text.find('\n')));
  ASSERT_TRUE(first);
  EXPECT_EQ(first->at("code"), "W_STUB");
  EXPECT_EQ(first->at("points"), 25);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2);
}

TEST(Sarif, NamesRulesByTheirIndexAndPlacesByLine) {
  const auto log = json::parse_dom(
      written("x.sarif", {finding("W_STUB", 1), finding("E_ROLE", 2), finding("W_STUB", 3)}));
  ASSERT_TRUE(log);
  const json::Dom& run = log->at("runs").at(0);
  ASSERT_EQ(run.at("results").size(), 3U);
  const json::Dom& last = run.at("results").at(2);
  EXPECT_EQ(last.at("ruleIndex"), 0);
  EXPECT_EQ(last.at("level"), "warning");
  const json::Dom& place = last.at("locations").at(0).at("physicalLocation");
  EXPECT_EQ(place.at("artifactLocation").at("uri"), "data/a%20b.jsonl");
  EXPECT_EQ(place.at("region").at("startLine"), 3);
  const json::Dom& rules = run.at("tool").at("driver").at("rules");
  ASSERT_EQ(rules.size(), 2U);
  EXPECT_EQ(rules.at(1).at("id"), "E_ROLE");
}

TEST(Sarif, IsWholeWithoutFindings) {
  const auto log = json::parse_dom(written("x.sarif", {}));
  ASSERT_TRUE(log);
  EXPECT_TRUE(log->at("runs").at(0).at("results").empty());
}

TEST(Junit, FailsForErrorsAndPassesWhatWasNotFound) {
  const std::string text = written("x.xml", {finding("E_ROLE", 2), finding("W_ECHO", 3)});
  EXPECT_NE(text.find("tests=\"3\" failures=\"1\""), std::string::npos) << text;
  EXPECT_NE(text.find("name=\"W_STUB\"/>"), std::string::npos);
  EXPECT_NE(text.find("<system-out>"), std::string::npos);
  EXPECT_EQ(text.find('\x01'), std::string::npos);
}

TEST(Html, NeedsNothingBesideItAndShowsTextAsText) {
  const std::string text = written("x.html", {finding("W_STUB", 1)});
  for (const char* reaching : {"src=", "href=", "http:", "https:", "@import", "url("})
    EXPECT_EQ(text.find(reaching), std::string::npos) << reaching;
  EXPECT_EQ(text.find("<script"), std::string::npos);
  EXPECT_NE(text.find("&lt;script&gt;"), std::string::npos);
}

TEST(Html, SaysHowManyItLeavesOut) {
  const std::vector<ShownFinding> many(300, finding("W_STUB", 1));
  const std::string text = written("x.html", many);
  EXPECT_NE(text.find("300 × W_STUB"), std::string::npos);
  EXPECT_NE(text.find("The first 200 are shown"), std::string::npos);
}

}  // namespace
}  // namespace bmo::report
