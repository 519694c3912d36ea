// Answers about findings become points by the method's rule, and settings by name.
#include "bmo/app/points.hpp"

#include <gtest/gtest.h>

#include "bmo/app/finding_labels.hpp"
#include "bmo/io/disk_memory.hpp"

namespace bmo::app {
namespace {

constexpr const char* kKind = "W_TRUNCATED no_terminal";

TEST(CardPoints, AreFoundByCodeAndFault) {
  EXPECT_EQ(card_points(kKind), 16);
  EXPECT_EQ(card_points("W_STUB"), 30);
  EXPECT_EQ(card_points("W_INCOHERENT weak"), 12);
}

TEST(CardPoints, AreThoseOfNoOtherName) {
  EXPECT_FALSE(card_points("W_TRUNCATED"));
  EXPECT_FALSE(card_points("W_NO_SOURCE"));
}

TEST(CalibrateKinds, GiveTheExactInterval) {
  // scipy 1.16: binomtest(22, 50).proportion_ci(method="exact")
  const KindCalibration kind = calibrate_kinds({{kKind, {22, 50}}}).at(0);
  EXPECT_DOUBLE_EQ(kind.precision, 0.44);
  EXPECT_NEAR(kind.low, 0.29990722092735184, 1e-12);
  EXPECT_NEAR(kind.high, 0.5874558770583268, 1e-12);
}

TEST(CalibrateKinds, EstimatePointsFromFiftyAnswersOn) {
  // scipy 1.16: 30 * beta(20 * 16 / 30 + 22, 20 * 14 / 30 + 28).mean() = 14.0
  const KindCalibration kind = calibrate_kinds({{kKind, {22, 50}}}).at(0);
  EXPECT_EQ(kind.points, 14);
  EXPECT_EQ(kind.missing, 0U);
  EXPECT_FALSE(kind.is_pooled);
}

TEST(CalibrateKinds, LeaveThePointsWhereAnswersAreFew) {
  const KindCalibration kind = calibrate_kinds({{kKind, {0, 49}}, {"W_STUB", {9, 9}}}).at(1);
  EXPECT_EQ(kind.what, kKind);
  EXPECT_EQ(kind.points, 16);
  EXPECT_EQ(kind.missing, 1U);
}

TEST(CalibrateKinds, ShareAnswersWithinACheck) {
  const std::vector<KindCalibration> kinds =
      calibrate_kinds({{"W_TRUNCATED no_terminal", {10, 30}},
                       {"W_TRUNCATED open_fence", {20, 30}},
                       {"W_TRUNCATED trailing_colon", {9, 90}}});
  ASSERT_EQ(kinds.size(), 3U);
  EXPECT_TRUE(kinds[0].is_pooled);
  EXPECT_EQ(kinds[0].right, 10U);
  EXPECT_EQ(kinds[0].points, 15);  // (20 * 16 + 30 * 30) / 80
  EXPECT_EQ(kinds[1].points, 18);  // (20 * 25 + 30 * 30) / 80 = 17.5
  EXPECT_FALSE(kinds[2].is_pooled);
  EXPECT_EQ(kinds[2].points, 6);  // (20 * 20 + 30 * 9) / 110 = 6.1
}

/// Two rows of one kind and one of another, with these answers.
std::string answers(const char* first, const char* second, const char* third) {
  return std::string("right,what\n") + first + ",W_STUB\n" + second + ",W_STUB\n" + third + "," +
         kKind + "\n";
}

TEST(FindingLabels, CountByKind) {
  io::MemoryDisk disk;
  disk.put("a.csv", answers("Right", "no", ""));
  FindingLabels labels;
  ASSERT_TRUE(read_finding_labels(disk, "a.csv", labels));
  EXPECT_EQ(labels.kinds["W_STUB"].answered, 2U);
  EXPECT_EQ(labels.kinds["W_STUB"].right, 1U);
  EXPECT_EQ(labels.kinds.size(), 1U);
  EXPECT_EQ(labels.open, 1U);
}

TEST(FindingLabels, AddUpOverFiles) {
  io::MemoryDisk disk;
  disk.put("a.csv", answers("yes", "yes", "wrong"));
  FindingLabels labels;
  ASSERT_TRUE(read_finding_labels(disk, "a.csv", labels));
  ASSERT_TRUE(read_finding_labels(disk, "a.csv", labels));
  EXPECT_EQ(labels.kinds["W_STUB"].right, 4U);
  EXPECT_EQ(labels.kinds[kKind].answered, 2U);
}

TEST(FindingLabels, SayWhichRowNamesNoFinding) {
  io::MemoryDisk disk;
  disk.put("a.csv", "right,what\nyes,W_STUB\nyes,W_STUBB\n");
  FindingLabels labels;
  const Status status = read_finding_labels(disk, "a.csv", labels);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, "E_LABELS");
  EXPECT_EQ(status.error().place.record, 2U);
}

/// A record with one finding that is told by the record's number.
pipeline::Item item_of(std::uint64_t number, std::string_view code, std::string_view text) {
  static constexpr Message kQuestion{.role = Role::kUser, .content = "Say more."};
  static Message answer;
  static std::array<Message, 2> messages;
  answer = {.role = Role::kAssistant, .content = text};
  messages = {kQuestion, answer};
  pipeline::Item item;
  item.batch.records.push_back({.number = number});
  item.batch.pairs.push_back({.id = "p", .messages = messages});
  item.batch.fates.push_back(Fate::kExported);
  item.batch.findings.push_back({.code = code,
                                 .severity = Severity::kWarning,
                                 .component = Component::kCompleteness,
                                 .points = 30,
                                 .field = "response"});
  return item;
}

TEST(FindingSample, IsTheSameInAnyOrder) {
  FindingSample forth(5);
  FindingSample back(5);
  for (std::uint64_t i = 1; i <= 40; ++i) {
    forth.add(item_of(i, "W_STUB", "text"), "a.jsonl");
    back.add(item_of(41 - i, "W_STUB", "text"), "a.jsonl");
  }
  EXPECT_EQ(forth.counts().at("W_STUB"), 5U);
  io::MemoryDisk disk;
  ASSERT_TRUE(forth.write(disk, "forth.csv"));
  ASSERT_TRUE(back.write(disk, "back.csv"));
  EXPECT_EQ(*io::read_file(disk, "forth.csv"), *io::read_file(disk, "back.csv"));
}

TEST(FindingSample, ShowsBothEndsOfALongAnswer) {
  const std::string text = "begin" + std::string(9000, 'x') + "é" + std::string(1999, 'y') + "end";
  FindingSample sample(1);
  sample.add(item_of(1, "W_STUB", text), "a.jsonl");
  io::MemoryDisk disk;
  ASSERT_TRUE(sample.write(disk, "a.jsonl"));
  const auto row = json::parse_dom(*io::read_file(disk, "a.jsonl"));
  ASSERT_TRUE(row);
  const std::string shown = row->at("response");
  EXPECT_TRUE(shown.starts_with("beginxxx"));
  EXPECT_TRUE(shown.ends_with("yend"));
  EXPECT_LT(shown.size(), 4100U);
}

TEST(FindingSample, PassesOverWhatIsSetAside) {
  pipeline::Item item = item_of(1, "W_STUB", "text");
  item.batch.fates[0] = Fate::kQuarantined;
  FindingSample sample(5);
  sample.add(item, "a.jsonl");
  EXPECT_TRUE(sample.counts().empty());
}

TEST(OwnPoints, ComeFromTheFileThatATableNames) {
  io::MemoryDisk disk;
  disk.put("set/bmo.toml", "[points]\nfile = \"points.toml\"\nW_STUB = 5\n");
  disk.put("set/points.toml", "[points]\nW_STUB = 7\n\"W_TRUNCATED no_terminal\" = 9\n");
  const auto own = own_points(disk, "set/bmo.toml");
  ASSERT_TRUE(own);
  ASSERT_EQ(own->size(), 2U);
  EXPECT_EQ((*own)[0].what(), "W_STUB");
  EXPECT_EQ((*own)[0].points, 5);
  EXPECT_EQ((*own)[1].what(), kKind);
  EXPECT_EQ((*own)[1].points, 9);
}

TEST(OwnPoints, MustBeOfKindsThatThereAre) {
  io::MemoryDisk disk;
  disk.put("p.toml", "[points]\nW_STUP = 5\n");
  const auto own = own_points(disk, "p.toml");
  ASSERT_FALSE(own);
  EXPECT_EQ(own.error().code, "E_CONFIG");
  EXPECT_EQ(own.error().place.line, 2U);
  EXPECT_NE(own.error().message.find("W_STUB"), std::string::npos);
}

TEST(OwnPoints, MustBeWholeNumbersUpToAHundred) {
  io::MemoryDisk disk;
  for (const char* value : {"101", "-1", "1.5", "\"9\""}) {
    disk.put("p.toml", std::string("[points]\nW_STUB = ") + value + "\n");
    const auto own = own_points(disk, "p.toml");
    ASSERT_FALSE(own) << value;
    EXPECT_EQ(own.error().code, "E_CONFIG");
  }
}

TEST(PointsCalibration, WritesATableThatIsReadBack) {
  io::MemoryDisk disk;
  std::string text = "right,what\n";
  for (int i = 0; i < 50; ++i)
    text += i < 20 ? "yes,W_STUB\n" : "no,W_STUB\n";
  disk.put("a.csv", text + "yes,W_REFUSAL refusal\n");
  const StopFlag stop;
  const auto answer = run_points_calibration({.answers = {"a.csv"}, .write_to = "p.toml"},
                                             {.disk = disk, .stop = stop, .progress = {}});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->file, "p.toml");
  const auto own = own_points(disk, "p.toml");
  ASSERT_TRUE(own);
  ASSERT_EQ(own->size(), 1U);
  EXPECT_EQ((*own)[0].points, 17);  // (20 * 30 + 30 * 20) / 70
}

TEST(PointsCalibration, DoesNotReplaceAFile) {
  io::MemoryDisk disk;
  std::string text = "right,what\n";
  for (int i = 0; i < 50; ++i)
    text += "yes,W_STUB\n";
  disk.put("a.csv", text);
  disk.put("p.toml", "mine");
  const StopFlag stop;
  const auto answer = run_points_calibration({.answers = {"a.csv"}, .write_to = "p.toml"},
                                             {.disk = disk, .stop = stop, .progress = {}});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, "E_OUTPUT");
}

}  // namespace
}  // namespace bmo::app
