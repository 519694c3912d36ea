// What public data sets must give; each test is skipped where its data is not there.
#include <algorithm>
#include <filesystem>
#include <set>

#include <gtest/gtest.h>

#include "bmo/dedup/compare.hpp"
#include "bmo/dedup/pack.hpp"
#include "bmo/dedup/shingles.hpp"
#include "bmo/dedup/survey.hpp"
#include "tests/unit/dedup/pairs.hpp"
#include "tests/unit/dedup/real_pairs.hpp"

namespace bmo::dedup {
namespace {

std::string path_of(std::string_view name) {
  return std::string(BMO_TEST_DATA) + "/" + std::string(name);
}

bool is_there(std::string_view name) {
  return std::filesystem::exists(path_of(name));
}

FingerprintBatch fingerprints_of(std::string_view name, std::size_t limit) {
  FingerprintBatch out;
  Fingerprinter fingerprinter;
  const Status status = for_each_pair(path_of(name), nullptr, [&](const Pair& pair) {
    if (out.prints.size() < limit) fingerprinter.add(pair, {.record = out.prints.size() + 1}, out);
  });
  EXPECT_TRUE(static_cast<bool>(status));
  return out;
}

struct BruteForce {
  std::size_t expected = 0;
  std::size_t found = 0;
  std::size_t expected_near = 0;  ///< Of these, the edges that remove a pair.
  std::size_t found_near = 0;
};

/// Compares all rows with all, and looks which of the edges the search finds as well.
BruteForce compare_all(const Trial& trial) {
  const Work& work = trial.work();
  const Survey survey = *Survey::take(work.rows, serial(), true);
  std::set<std::pair<Row, Row>> found;
  for (const Edge& edge : trial.edges({"near"}))
    found.insert({edge.first, edge.second});
  std::vector<std::vector<std::uint64_t>> sets(work.rows.size());
  std::string text;
  std::string scratch;
  for (Row row = 0; row < sets.size(); ++row) {
    Fingerprint print;
    EXPECT_TRUE(static_cast<bool>(work.rows.read(row, print)));
    survey.strip(work.rows.texts(print, scratch)->instruction, text);
    cut_shingles(text, sets[row]);
    make_set(sets[row]);
  }
  Comparer comparer(work, survey);
  BruteForce out;
  for (Row a = 0; a < sets.size(); ++a) {
    for (Row b = a + 1; b < sets.size(); ++b) {
      // Rows that cannot be told apart are searched for as one.
      if (work.same_as[a] != a || work.same_as[b] != b) continue;
      if (10 * std::min(sets[a].size(), sets[b].size()) <
          7 * std::max(sets[a].size(), sets[b].size())) {
        continue;
      }
      if (jaccard(sets[a], sets[b]) < 0.70) continue;
      const auto edge = comparer.compare(a, b);
      if (!edge || !*edge) continue;
      const bool is_near = (*edge)->kind == EdgeKind::kNear;
      const bool is_found = found.erase({(*edge)->first, (*edge)->second}) > 0;
      ++out.expected;
      out.found += is_found ? 1U : 0U;
      out.expected_near += is_near ? 1U : 0U;
      out.found_near += is_near && is_found ? 1U : 0U;
    }
  }
  EXPECT_TRUE(found.empty()) << "edges that comparing all with all does not give";
  return out;
}

class AgainstBruteForce : public testing::TestWithParam<const char*> {};

TEST_P(AgainstBruteForce, FindsAtLeast99Percent) {
  if (!is_there(GetParam())) GTEST_SKIP() << "no " << GetParam();
  const Trial trial(Rows::of(fingerprints_of(GetParam(), 3000)));
  const BruteForce result = compare_all(trial);
  std::printf("%s: %zu of %zu edges, %zu of %zu near\n", GetParam(), result.found, result.expected,
              result.found_near, result.expected_near);
  EXPECT_GE(100 * result.found, 99 * result.expected);
  EXPECT_GE(100 * result.found_near, 99 * result.expected_near);
}

INSTANTIATE_TEST_SUITE_P(Sets, AgainstBruteForce,
                         testing::Values("alpaca-52k/alpaca_data.json",
                                         "gpteacher/codegen-instruct.json",
                                         "gpteacher/toolformer-dedupe-only-dataset.json",
                                         "llm-adapters/math_data.json",
                                         "alpaca-zh/zh-data-part-00.json"));

TEST(RealSets, AlpacaHasNoExactDuplicates) {
  if (!is_there("alpaca-52k/alpaca_data.json")) GTEST_SKIP();
  const Trial trial(Rows::of(fingerprints_of("alpaca-52k/alpaca_data.json", 100000)));
  EXPECT_EQ(trial.count(EdgeKind::kCopy, {"exact"}), 0U);
  EXPECT_LE(trial.count(EdgeKind::kIdentical, {"exact"}), 5U);
}

TEST(RealSets, TheConstantAnswerIsReportedForEveryQuestion) {
  if (!is_there("alpacaeval/NullModel.json")) GTEST_SKIP();
  const Trial trial(Rows::of(fingerprints_of("alpacaeval/NullModel.json", 1000)));
  EXPECT_EQ(trial.rows().size(), 805U);
  EXPECT_EQ(trial.count(EdgeKind::kSameAnswer, {"same_answer"}), 804U);
}

/// The file is known to hold test questions of GSM8K.
TEST(RealSets, TheMathsFileHoldsTestQuestions) {
  if (!is_there("gsm8k/test.jsonl") || !is_there("llm-adapters/math_data.json")) GTEST_SKIP();
  auto mapping = formats::parse_mapping(
      "[fields]\ninstruction = \"question\"\nresponse = \"answer\"\n", "gsm8k.toml");
  ASSERT_TRUE(mapping) << mapping.error().message;
  std::vector<std::string> questions;
  ASSERT_TRUE(static_cast<bool>(for_each_pair(
      path_of("gsm8k/test.jsonl"), &*mapping,
      [&questions](const Pair& pair) { questions.emplace_back(pair.messages[0].content); })));
  ASSERT_EQ(questions.size(), 1319U);
  const Pack pack =
      Pack::build("gsm8k", std::vector<std::string_view>(questions.begin(), questions.end()));
  PackMatcher matcher(pack);
  std::size_t exact = 0;
  std::size_t contaminated = 0;
  ASSERT_TRUE(static_cast<bool>(
      for_each_pair(path_of("llm-adapters/math_data.json"), nullptr, [&](const Pair& pair) {
        const PackMatch match = matcher.match(pair);
        exact += match.found == Contamination::kExact ? 1U : 0U;
        contaminated += match.is_contaminated() ? 1U : 0U;
      })));
  std::printf("%zu exact, %zu contaminated\n", exact, contaminated);
  EXPECT_GE(exact, 1050U);
  EXPECT_LE(contaminated, exact + 100);
}

}  // namespace
}  // namespace bmo::dedup
