// The history: what was measured last of each version, side files, and catalogues of the first
// schema.
#include "bmo/workspace/history.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bmo/workspace/sqlite.hpp"

namespace bmo::workspace {
namespace {

class HistoryTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "bmo-history-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    auto catalogue = Catalogue::open(path());
    ASSERT_TRUE(catalogue);
    ASSERT_TRUE(add(*catalogue, 1));
    ASSERT_TRUE(add(*catalogue, 2));
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  static Result<DatasetVersion> add(Catalogue& catalogue, std::uint64_t number) {
    return catalogue.add_version(
        "set", number,
        {{.path = "v" + std::to_string(number), .rows = 5, .bytes = 1, .sha256 = "0"}},
        {.sources = "[]", .batch = "b" + std::to_string(number)});
  }

  std::string path() const { return folder_ + "/catalog.sqlite"; }

  std::string folder_;
};

RunRecord analysis(std::uint64_t version) {
  return {.kind = "analysis", .dataset = "set", .version = version, .detail = "{}"};
}

TEST_F(HistoryTest, KeepsOfEachFigureWhatWasMeasuredLast) {
  auto history = History::open(path());
  ASSERT_TRUE(history);
  ASSERT_TRUE(history->add_run(analysis(1), {{.id = "a", .value = 1}, {.id = "b", .value = 2}}));
  ASSERT_TRUE(history->add_run(analysis(1), {{.id = "a", .value = 3, .low = 2.5, .high = 3.5}}));
  ASSERT_TRUE(history->add_run(analysis(2), {{.id = "a"}}));
  const auto found = history->figures("set");
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 2U);
  ASSERT_EQ((*found)[0].figures.size(), 2U);
  EXPECT_EQ((*found)[0].figures[0].value, 3);
  EXPECT_EQ((*found)[0].figures[0].low, 2.5);
  EXPECT_EQ((*found)[0].figures[1].value, 2);
  EXPECT_TRUE(std::isnan((*found)[1].figures[0].value));
}

TEST_F(HistoryTest, TellsEveryVersionWithItsImport) {
  auto history = History::open(path());
  ASSERT_TRUE(history);
  const auto versions = history->versions("SET");
  ASSERT_TRUE(versions);
  ASSERT_EQ(versions->size(), 2U);
  EXPECT_EQ((*versions)[1].version.pairs, 10U);
  EXPECT_EQ((*versions)[1].import.batch, "b2");
}

TEST_F(HistoryTest, WritesNothingForADataSetThatIsNotThere) {
  auto history = History::open(path());
  ASSERT_TRUE(history);
  ASSERT_TRUE(history->add_run(analysis(1), {{.id = "a", .value = 1}}));
  RunRecord stray = analysis(1);
  stray.dataset = "other";
  ASSERT_TRUE(history->add_run(stray, {{.id = "a", .value = 9}}));
  EXPECT_EQ(history->runs("", "")->size(), 1U);
  EXPECT_EQ(history->figures("set")->front().figures.front().value, 1);
}

TEST_F(HistoryTest, TakesASideFileOnce) {
  auto history = History::open(path());
  ASSERT_TRUE(history);
  const SideFile file{.kind = "attempts", .sha256 = "ab", .path = "data/set/a", .records = 3};
  ASSERT_TRUE(history->add_side_file("set", file));
  ASSERT_TRUE(history->add_side_file("set", file));
  const auto files = history->side_files("set");
  ASSERT_TRUE(files);
  ASSERT_EQ(files->size(), 1U);
  EXPECT_EQ(files->front().records, 3U);
}

TEST_F(HistoryTest, AddsItsTablesToACatalogueOfTheFirstSchema) {
  {
    auto database = Database::open(path());
    ASSERT_TRUE(database);
    ASSERT_TRUE((*database)->execute(
        "DROP TABLE figure; DROP TABLE run; DROP TABLE side_file; DROP TABLE training; "
        "UPDATE catalogue SET schema = 1;"));
  }
  auto history = History::open(path());
  ASSERT_TRUE(history);
  ASSERT_TRUE(history->add_run(analysis(1), {{.id = "a", .value = 1}}));
  EXPECT_EQ(history->figures("set")->size(), 1U);
  EXPECT_EQ(history->versions("set")->size(), 2U) << "what was there must stay";
}

TEST_F(HistoryTest, AddsItsTablesToACatalogueOfTheSecondSchema) {
  {
    auto before = History::open(path());
    ASSERT_TRUE(before->add_run(analysis(1), {{.id = "a", .value = 1}}));
    auto database = Database::open(path());
    ASSERT_TRUE(database);
    ASSERT_TRUE((*database)->execute("DROP TABLE training; UPDATE catalogue SET schema = 2;"));
  }
  auto history = History::open(path());
  ASSERT_TRUE(history);
  ASSERT_TRUE(history->add_trainings({{.export_id = "e", .source = "log"}}));
  EXPECT_EQ(history->trainings()->size(), 1U);
  EXPECT_EQ(history->figures("set")->size(), 1U) << "what was there must stay";
}

TEST_F(HistoryTest, TakesALogOfTheSamePlaceForTheSameRun) {
  auto history = History::open(path());
  ASSERT_TRUE(history);
  ASSERT_TRUE(history->add_trainings(
      {{.export_id = "e", .source = "log", .steps = 10}, {.export_id = "e", .source = "other"}}));
  ASSERT_TRUE(
      history->add_trainings({{.export_id = "e", .source = "log", .steps = 20, .curve = "{}"}}));
  const auto runs = history->trainings();
  ASSERT_TRUE(runs);
  ASSERT_EQ(runs->size(), 2U);
  const auto log = std::find_if(runs->begin(), runs->end(),
                                [](const TrainingRecord& run) { return run.source == "log"; });
  EXPECT_EQ(log->steps, 20);
  EXPECT_EQ(log->curve, "{}");
  EXPECT_TRUE(std::isnan(log->eval_loss));
}

TEST_F(HistoryTest, RefusesACatalogueOfALaterSchema) {
  {
    auto database = Database::open(path());
    ASSERT_TRUE(database);
    ASSERT_TRUE((*database)->execute("UPDATE catalogue SET schema = 99;"));
  }
  const auto history = History::open(path());
  ASSERT_FALSE(history);
  EXPECT_EQ(history.error().code, "E_CATALOGUE");
}

int add_runs(const std::string& path, int count) {
  auto history = History::open(path);
  if (!history) return 1;
  for (int i = 0; i < count; ++i) {
    if (!history->add_run(analysis(1), {{.id = "a", .value = static_cast<double>(i)}})) return 2;
  }
  return 0;
}

TEST_F(HistoryTest, TwoProcessesLoseNoRunWhileAThirdAddsVersions) {
  constexpr int kEach = 30;
  std::vector<pid_t> children;
  for (int child = 0; child < 2; ++child) {
    const pid_t pid = fork();
    ASSERT_GE(pid, 0);
    if (pid == 0) _exit(add_runs(path(), kEach));
    children.push_back(pid);
  }
  auto catalogue = Catalogue::open(path());
  ASSERT_TRUE(catalogue);
  for (std::uint64_t number = 3; number < 3 + kEach; ++number)
    ASSERT_TRUE(add(*catalogue, number));
  for (const pid_t pid : children) {
    int status = 0;
    ASSERT_EQ(waitpid(pid, &status, 0), pid);
    EXPECT_EQ(status, 0);
  }
  auto history = History::open(path());
  ASSERT_TRUE(history);
  EXPECT_EQ(history->runs("analysis", "set")->size(), 2U * kEach);
  EXPECT_EQ(history->versions("set")->size(), 2U + kEach);
}

}  // namespace
}  // namespace bmo::workspace
