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
  /// With a fix the pair is mended, before or after reading as the fix demands.
  explicit Line(std::string_view record, const checks::FixEntry* fix = nullptr) {
    disk_.put("pairs.jsonl", std::string(record) + "\n");
    const io::Input input{.path = "pairs.jsonl", .member = {}};
    const formats::ContainerEntry* container = *formats::recognise(disk_, input);
    auto reader = container->open(disk_, input, {}, {});
    chunk_ = std::move(*(*reader)->next());
    EXPECT_TRUE(chunk_->split(batch));
    formats::RecordMenders menders;
    if (fix != nullptr) menders = {.role = fix->mend_role, .bytes = fix->mend_bytes};
    formats::RecordReader records(nullptr, menders);
    records.read(batch);
    for (const formats::MendedRecord& mended : records.mended())
      changes.push_back({.row = mended.row, .before = mended.before, .after = mended.after});
    if (fix != nullptr) checks::mend({&fix, 1}, batch, changes);
  }

  Batch batch;
  std::vector<checks::Change> changes;  ///< Made to read it.

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
  bool mends_before_reading() const {
    return GetParam()->mend_role != nullptr || GetParam()->mend_bytes != nullptr;
  }
};

TEST_P(EveryFix, MakesItsSecondExampleOfTheFirst) {
  const Line before(card().before, GetParam());
  const Line after(card().after);
  EXPECT_FALSE(before.changes.empty());
  EXPECT_EQ(text_of(before.batch.pairs[0]), text_of(after.batch.pairs[0]));
}

TEST_P(EveryFix, DoesAwayWithItsFinding) {
  if (card().code.empty()) GTEST_SKIP() << "no check looks for it";
  Line unmended(card().before);
  EXPECT_TRUE(has_code(unmended.batch, card().code));
  Line line(card().before, GetParam());
  EXPECT_FALSE(has_code(line.batch, card().code));
}

TEST_P(EveryFix, HasNothingToDoTwice) {
  if (mends_before_reading()) {
    EXPECT_TRUE(Line(card().after, GetParam()).changes.empty());
    return;
  }
  Line line(card().before, GetParam());
  const std::size_t once = line.changes.size();
  const checks::FixEntry* fix = GetParam();
  checks::mend({&fix, 1}, line.batch, line.changes);
  EXPECT_EQ(line.changes.size(), once);
}

TEST_P(EveryFix, LeavesGoodExamplesOfChecksAlone) {
  for (const checks::CheckEntry* check : checks::all()) {
    if (!check->card->mapping.empty()) continue;
    const Line line(check->card->good, GetParam());
    EXPECT_TRUE(line.changes.empty()) << check->card->id;
  }
}

TEST_P(EveryFix, KeepsIdAndContentHash) {
  const Line untouched(mends_before_reading() ? card().after : card().before);
  const Line line(card().before, GetParam());
  EXPECT_EQ(line.batch.pairs[0].id, untouched.batch.pairs[0].id);
  EXPECT_EQ(line.batch.pairs[0].content, untouched.batch.pairs[0].content);
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
