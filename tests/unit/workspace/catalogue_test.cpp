// The catalogue: versions grow, refuse gaps, and stay whole under two processes at once.
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bmo/workspace/workspace.hpp"

namespace bmo::workspace {
namespace {

class CatalogueTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "bmo-catalogue-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string path() const { return folder_ + "/catalog.sqlite"; }

  std::string folder_;
};

Segment segment(const std::string& path, std::uint64_t rows) {
  return {.path = path, .rows = rows, .bytes = rows * 10, .sha256 = "00"};
}

TEST_F(CatalogueTest, HoldsNothingWhenNew) {
  auto catalogue = Catalogue::open(path());
  ASSERT_TRUE(catalogue);
  const auto datasets = catalogue->datasets();
  ASSERT_TRUE(datasets);
  EXPECT_TRUE(datasets->empty());
}

TEST_F(CatalogueTest, GivesBackWhatWasAdded) {
  {
    auto catalogue = Catalogue::open(path());
    ASSERT_TRUE(catalogue);
    ASSERT_TRUE(catalogue->add_version("support", 1, {segment("data/a.parquet", 3)}, {}));
  }
  auto catalogue = Catalogue::open(path());
  ASSERT_TRUE(catalogue);
  const auto found = catalogue->find("support");
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->pairs, 3U);
  EXPECT_EQ((*found)->bytes, 30U);
  const auto segments = catalogue->segments("support", 1);
  ASSERT_TRUE(segments);
  ASSERT_EQ(segments->size(), 1U);
  EXPECT_EQ(segments->front().path, "data/a.parquet");
}

TEST_F(CatalogueTest, NewVersionHoldsOldSegmentsFirst) {
  auto catalogue = Catalogue::open(path());
  ASSERT_TRUE(catalogue);
  ASSERT_TRUE(catalogue->add_version("s", 1, {segment("z", 1), segment("y", 2)}, {}));
  const auto second = catalogue->add_version("s", 2, {segment("a", 4)}, {});
  ASSERT_TRUE(second);
  EXPECT_EQ(second->pairs, 7U);
  const auto segments = catalogue->segments("s", 2);
  ASSERT_TRUE(segments);
  ASSERT_EQ(segments->size(), 3U);
  EXPECT_EQ((*segments)[0].path, "z");
  EXPECT_EQ((*segments)[2].path, "a");
  EXPECT_EQ(catalogue->segments("s", 1)->size(), 2U) << "the first version must stay as it was";
}

TEST_F(CatalogueTest, RefusesAVersionThatIsNotTheNext) {
  auto catalogue = Catalogue::open(path());
  ASSERT_TRUE(catalogue);
  const auto made = catalogue->add_version("s", 2, {segment("a", 1)}, {});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, "E_VERSION");
  EXPECT_TRUE(catalogue->datasets()->empty()) << "the refused version must leave nothing";
}

TEST_F(CatalogueTest, AFailedVersionIsRolledBackWhole) {
  auto catalogue = Catalogue::open(path());
  ASSERT_TRUE(catalogue);
  ASSERT_TRUE(catalogue->add_version("s", 1, {segment("a", 1)}, {}));
  // Segment paths are unique: the second of these cannot be added.
  ASSERT_FALSE(catalogue->add_version("s", 2, {segment("b", 1), segment("a", 1)}, {}));
  EXPECT_EQ((*catalogue->find("s"))->number, 1U);
  ASSERT_TRUE(catalogue->add_version("s", 2, {segment("b", 1)}, {}));
}

TEST_F(CatalogueTest, NamesThatDifferInCaseAreOneDataSet) {
  auto catalogue = Catalogue::open(path());
  ASSERT_TRUE(catalogue);
  ASSERT_TRUE(catalogue->add_version("Support", 1, {segment("a", 1)}, {}));
  const auto found = catalogue->find("support");
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->dataset, "Support");
}

TEST_F(CatalogueTest, SaysThatAFileIsNoCatalogue) {
  std::ofstream(path()) << std::string(4096, 'x');
  const auto catalogue = Catalogue::open(path());
  ASSERT_FALSE(catalogue);
  EXPECT_EQ(catalogue.error().code, "E_CATALOGUE");
  EXPECT_EQ(catalogue.error().kind, ErrorKind::kBadData);
}

/// Adds `count` versions to a data set, going on with the next number where another was faster.
int add_versions(const std::string& path, const std::string& dataset, int count, int writer) {
  auto catalogue = Catalogue::open(path);
  if (!catalogue) return 1;
  for (int done = 0; done < count;) {
    const auto latest = catalogue->find(dataset);
    if (!latest) return 2;
    const std::uint64_t next = *latest ? (*latest)->number + 1 : 1;
    const std::string file = std::to_string(writer) + "-" + std::to_string(done);
    const auto made = catalogue->add_version(dataset, next, {segment(file, 1)}, {});
    if (made) {
      ++done;
    } else if (made.error().code != "E_VERSION") {
      return 3;
    }
  }
  return 0;
}

TEST_F(CatalogueTest, TwoProcessesLoseNoVersion) {
  constexpr int kEach = 40;
  pid_t writers[2];
  for (int writer = 0; writer < 2; ++writer) {
    writers[writer] = fork();
    ASSERT_GE(writers[writer], 0);
    if (writers[writer] == 0) _exit(add_versions(path(), "shared", kEach, writer));
  }
  for (const pid_t writer : writers) {
    int status = -1;
    ASSERT_EQ(waitpid(writer, &status, 0), writer);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0)
        << "step " << WEXITSTATUS(status) << " failed";
  }
  auto catalogue = Catalogue::open(path());
  ASSERT_TRUE(catalogue);
  const auto found = catalogue->find("shared");
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->number, 2U * kEach);
  EXPECT_EQ((*found)->pairs, 2U * kEach);
}

/// Waits until another process has written so many versions, for half a minute at most.
void await_versions(const std::string& path, const std::string& dataset, std::uint64_t count) {
  for (int tries = 0; tries < 3000; ++tries) {
    auto catalogue = Catalogue::open(path);
    if (catalogue) {
      const auto found = catalogue->find(dataset);
      if (found && *found && (*found)->number >= count) return;
    }
    usleep(10'000);
  }
}

TEST_F(CatalogueTest, AKilledWriterLeavesAWholeCatalogue) {
  const pid_t writer = fork();
  ASSERT_GE(writer, 0);
  if (writer == 0) _exit(add_versions(path(), "s", 1'000'000, 0));
  await_versions(path(), "s", 5);
  kill(writer, SIGKILL);
  waitpid(writer, nullptr, 0);
  auto catalogue = Catalogue::open(path());
  ASSERT_TRUE(catalogue);
  const auto found = catalogue->find("s");
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->pairs, (*found)->number);
  EXPECT_EQ(catalogue->segments("s", (*found)->number)->size(), (*found)->number);
}

}  // namespace
}  // namespace bmo::workspace
