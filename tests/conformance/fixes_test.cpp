// Tests of every fix that it makes of its first example what the second one is.
#include "bmo/checks/fixes.hpp"

#include <gtest/gtest.h>

#include "bmo/checks/checks.hpp"
#include "bmo/formats/formats.hpp"
#include "bmo/io/disk_memory.hpp"

namespace bmo::conformance {
namespace {

/// The batch that one line of JSON Lines is read into.
class Line {
 public:
  explicit Line(std::string_view record) {
    disk_.put("pairs.jsonl", std::string(record) + "\n");
    const io::Input input{.path = "pairs.jsonl", .member = {}};
    const formats::ContainerEntry* container = *formats::recognise(disk_, input);
    auto reader = container->open(disk_, input, {}, {});
    chunk_ = std::move(*(*reader)->next());
    EXPECT_TRUE(chunk_->split(batch));
    formats::RecordReader(nullptr).read(batch);
  }

  Batch batch;

 private:
  io::MemoryDisk disk_;
  std::unique_ptr<formats::Chunk> chunk_;
};

std::string text_of(const Pair& pair) {
  std::string out;
  for (const Message& message : pair.messages)
    out += std::string(role_name(message.role)) + ": " + std::string(message.content) + "\n";
  return out;
}

bool has_code(Batch& batch, std::string_view code) {
  facts::Facts facts;
  checks::run(checks::all(), batch, facts);
  return std::any_of(batch.findings.begin(), batch.findings.end(),
                     [code](const Finding& finding) { return finding.code == code; });
}

class EveryFix : public testing::TestWithParam<const checks::FixEntry*> {
 protected:
  const checks::FixCard& card() const { return *GetParam()->card; }
  std::vector<checks::Change> mend(Batch& batch) const {
    std::vector<checks::Change> changes;
    const checks::FixEntry* fix = GetParam();
    checks::mend({&fix, 1}, batch, changes);
    return changes;
  }
};

TEST_P(EveryFix, MakesItsSecondExampleOfTheFirst) {
  Line before(card().before);
  Line after(card().after);
  EXPECT_FALSE(mend(before.batch).empty());
  EXPECT_EQ(text_of(before.batch.pairs[0]), text_of(after.batch.pairs[0]));
}

TEST_P(EveryFix, DoesAwayWithItsFinding) {
  if (card().code.empty()) GTEST_SKIP() << "no check looks for it";
  Line unmended(card().before);
  EXPECT_TRUE(has_code(unmended.batch, card().code));
  Line mended(card().before);
  mend(mended.batch);
  EXPECT_FALSE(has_code(mended.batch, card().code));
}

TEST_P(EveryFix, HasNothingToDoTwice) {
  Line line(card().before);
  mend(line.batch);
  EXPECT_TRUE(mend(line.batch).empty());
}

TEST_P(EveryFix, LeavesGoodExamplesOfChecksAlone) {
  for (const checks::CheckEntry* check : checks::all()) {
    if (!check->card->mapping.empty()) continue;
    Line line(check->card->good);
    EXPECT_TRUE(mend(line.batch).empty()) << check->card->id;
  }
}

TEST_P(EveryFix, KeepsIdAndContentHash) {
  Line untouched(card().before);
  Line mended(card().before);
  mend(mended.batch);
  EXPECT_EQ(mended.batch.pairs[0].id, untouched.batch.pairs[0].id);
  EXPECT_EQ(mended.batch.pairs[0].content, untouched.batch.pairs[0].content);
}

std::string name_of(const testing::TestParamInfo<const checks::FixEntry*>& info) {
  return std::string(info.param->card->id);
}

INSTANTIATE_TEST_SUITE_P(Cards, EveryFix,
                         testing::ValuesIn(checks::fixes::all().begin(),
                                           checks::fixes::all().end()),
                         name_of);

}  // namespace
}  // namespace bmo::conformance
