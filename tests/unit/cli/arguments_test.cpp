// Flags and arguments: what is parsed, and how each refusal reads.
#include "bmo/cli/arguments.hpp"

#include <gtest/gtest.h>

namespace bmo::cli {
namespace {

/// A verb with one flag of each kind.
struct Sample {
  std::vector<std::string> sources;
  std::vector<std::string> to;
  std::string out;
  std::string metadata = "inline";
  std::optional<std::uint64_t> limit;
  bool dry_run = false;
  Arguments arguments;

  Sample() {
    arguments.positionals("SRC", sources, "Sources", Need::kRequired);
    arguments.texts("--to", "SPEC", to, "Outputs");
    arguments.text("--out", "DIR", out, "Folder");
    arguments.choice("--metadata", {"inline", "sidecar"}, metadata, "Where");
    arguments.count("--limit", limit, "How many");
    arguments.on("--dry-run", dry_run, "Nothing written");
  }
  Status parse(std::vector<std::string> words) { return arguments.parse("export", words); }
  Error refusal(std::vector<std::string> words) {
    const Status status = parse(std::move(words));
    EXPECT_FALSE(status);
    return status ? Error{} : status.error();
  }
};

TEST(Arguments, TakesFlagsAnywhere) {
  Sample sample;
  ASSERT_TRUE(sample.parse({"a.jsonl", "--out", "o", "b.csv", "--dry-run", "--limit=7"}));
  EXPECT_EQ(sample.sources, (std::vector<std::string>{"a.jsonl", "b.csv"}));
  EXPECT_EQ(sample.out, "o");
  EXPECT_TRUE(sample.dry_run);
  EXPECT_EQ(sample.limit, 7U);
}

TEST(Arguments, SplitsListsAtCommasAndTakesThemTwice) {
  Sample sample;
  ASSERT_TRUE(sample.parse({"a", "--to", "jsonl,csv", "--to", "hf", "b"}));
  EXPECT_EQ(sample.to, (std::vector<std::string>{"jsonl", "csv", "hf"}));
  EXPECT_EQ(sample.sources, (std::vector<std::string>{"a", "b"}));
}

TEST(Arguments, LeavesGlobsWhole) {
  Sample sample;
  ASSERT_TRUE(sample.parse({"[ab].jsonl", "{x,y}"}));
  EXPECT_EQ(sample.sources, (std::vector<std::string>{"[ab].jsonl", "{x,y}"}));
}

TEST(Arguments, TakesWordsAfterTwoDashesAsSources) {
  Sample sample;
  ASSERT_TRUE(sample.parse({"--", "--odd-name.jsonl"}));
  EXPECT_EQ(sample.sources, std::vector<std::string>{"--odd-name.jsonl"});
}

TEST(Arguments, NamesTheNearestFlag) {
  Sample sample;
  const Error error = sample.refusal({"a", "--limt", "3"});
  EXPECT_EQ(error.kind, ErrorKind::kUsage);
  EXPECT_EQ(error.code, "E_FLAG");
  EXPECT_NE(error.message.find("did you mean `--limit`"), std::string::npos) << error.message;
}

TEST(Arguments, RefusesAFlagOfALaterVersion) {
  Sample sample;
  EXPECT_EQ(sample.refusal({"a", "--dedup", "exact"}).code, "E_FLAG");
}

TEST(Arguments, NeedsASource) {
  Sample sample;
  const Error error = sample.refusal({"--out", "o"});
  EXPECT_EQ(error.code, "E_ARGUMENT");
  EXPECT_NE(error.message.find("SRC"), std::string::npos);
}

TEST(Arguments, NeedsAValueBehindAFlag) {
  Sample sample;
  EXPECT_EQ(sample.refusal({"a", "--out"}).code, "E_FLAG_VALUE");
}

TEST(Arguments, GivesAFlagItsValueEvenBehindSources) {
  Sample sample;
  ASSERT_TRUE(sample.parse({"a", "b", "--to", "jsonl"}));
  EXPECT_EQ(sample.sources, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(sample.to, std::vector<std::string>{"jsonl"});
}

TEST(Arguments, RefusesAFlagTwice) {
  Sample sample;
  EXPECT_EQ(sample.refusal({"a", "--out", "x", "--out", "y"}).code, "E_FLAG_VALUE");
}

TEST(Arguments, RefusesWhatIsNoCount) {
  for (const std::string text : {"-1", "1.5", "ten", "", "99999999999999999999"}) {
    Sample sample;
    EXPECT_EQ(sample.refusal({"a", "--limit=" + text}).kind, ErrorKind::kUsage) << text;
  }
}

TEST(Arguments, RefusesAnUnknownChoiceWithTheNearest) {
  Sample sample;
  const Error error = sample.refusal({"a", "--metadata", "inlin"});
  EXPECT_EQ(error.code, "E_FLAG_VALUE");
  EXPECT_NE(error.message.find("`inline`"), std::string::npos) << error.message;
}

}  // namespace
}  // namespace bmo::cli
