// A threshold is fitted to answers, and answers are read as people write them.
#include "bmo/app/calibrate.hpp"

#include <gtest/gtest.h>

#include "bmo/io/disk_memory.hpp"

namespace bmo::app {
namespace {

/// All above 0.8 are the same; below every second one is.
std::vector<Label> answers() {
  std::vector<Label> out;
  for (int i = 0; i < 10; ++i) {
    out.push_back({"near", 0.9 + 0.005 * i, true});
    out.push_back({"near", 0.7 + 0.005 * i, i % 2 == 0});
  }
  return out;
}

TEST(Calibrate, ChoosesTheLowestThresholdThatIsPreciseEnough) {
  const MethodCalibration fitted = calibrate("near", answers(), 0.95);
  ASSERT_TRUE(fitted.chosen);
  EXPECT_DOUBLE_EQ(fitted.chosen->threshold, 0.90);
  EXPECT_EQ(fitted.chosen->answered, 10U);
  EXPECT_EQ(fitted.chosen->same, 10U);
  EXPECT_NEAR(fitted.chosen->low, 0.691502892, 1e-9);
  EXPECT_EQ(calibrate("near", answers(), 0.7).chosen->threshold, 0.70);
}

TEST(Calibrate, LooksAtTheAnswersOfOneMethod) {
  std::vector<Label> mixed = answers();
  mixed.push_back({"semantic", 0.99, false});
  EXPECT_EQ(calibrate("near", mixed, 0.9).answered, 20U);
  EXPECT_FALSE(calibrate("semantic", mixed, 0.9).chosen);
}

TEST(Calibrate, GivesOneRowForEachHundredth) {
  const MethodCalibration fitted = calibrate("near", answers(), 0.9);
  ASSERT_EQ(fitted.thresholds.size(), 10U);
  EXPECT_DOUBLE_EQ(fitted.thresholds.front().threshold, 0.94);
  EXPECT_EQ(fitted.thresholds.back().answered, 20U);
}

LabelAnswer label(std::string verdict, double similarity) {
  return {.verdict = std::move(verdict),
          .similarity = similarity,
          .instruction = "say \"no\", twice\nor so",
          .other_instruction = "b",
          .response = "c"};
}

/// Writes labels, fills `same` in and reads them back.
Labels answered(const std::string& path, const std::string& empty,
                const std::vector<std::string>& values) {
  io::MemoryDisk disk;
  EXPECT_TRUE(write_labels(disk, path, {label("near", 0.75), label("semantic", 0.9)}));
  std::string text = *io::read_file(disk, path);
  std::size_t at = 0;
  for (const std::string& value : values) {
    at = text.find(empty, at);
    text.replace(at, empty.size(), value);
  }
  disk.put("answers" + path, text);
  const auto labels = read_labels(disk, "answers" + path);
  EXPECT_TRUE(labels);
  return labels ? *labels : Labels{};
}

TEST(Labels, ComeBackFromJsonLines) {
  const Labels labels =
      answered("l.jsonl", "\"same\":null", {"\"same\":true", "\"same\":\"different\""});
  ASSERT_EQ(labels.answered.size(), 2U);
  EXPECT_TRUE(labels.answered[0].is_same);
  EXPECT_EQ(labels.answered[0].similarity, 0.75);
  EXPECT_EQ(labels.answered[1].method, "semantic");
  EXPECT_FALSE(labels.answered[1].is_same);
}

TEST(Labels, ComeBackFromCsv) {
  const Labels labels = answered("l.csv", "\n1,,", {"\n1,Yes,"});
  ASSERT_EQ(labels.answered.size(), 1U);
  EXPECT_TRUE(labels.answered[0].is_same);
  EXPECT_EQ(labels.open, 1U);
}

TEST(Labels, DoNotReplaceAFile) {
  io::MemoryDisk disk;
  disk.put("l.csv", "answers");
  const Status status = write_labels(disk, "l.csv", {});
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, "E_OUTPUT");
}

TEST(Labels, SayWhichRowCannotBeRead) {
  io::MemoryDisk disk;
  disk.put("l.jsonl",
           "{\"method\":\"near\",\"similarity\":0.7,\"same\":true}\n"
           "{\"method\":\"near\",\"similarity\":0.7,\"same\":\"perhaps\"}\n");
  const auto labels = read_labels(disk, "l.jsonl");
  ASSERT_FALSE(labels);
  EXPECT_EQ(labels.error().code, "E_LABELS");
  EXPECT_EQ(labels.error().place.record, 2U);
}

}  // namespace
}  // namespace bmo::app
