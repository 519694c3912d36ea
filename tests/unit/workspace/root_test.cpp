// The folder of a workspace: made once, found from below, never overwritten.
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "bmo/workspace/workspace.hpp"

namespace bmo::workspace {
namespace {

class RootTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "bmo-root-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string in(const std::string& name) const { return folder_ + "/" + name; }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(in(name)) << text;
  }
  std::string read(const std::string& name) const {
    std::stringstream text;
    text << std::ifstream(in(name)).rdbuf();
    return text.str();
  }

  std::string folder_;
  io::Disk& disk_ = io::posix_disk();
};

TEST_F(RootTest, MakesWhatAWorkspaceNeeds) {
  const auto created = create(disk_, folder_);
  ASSERT_TRUE(created);
  EXPECT_EQ(created->made, (std::vector<std::string>{"catalog.sqlite", "bmo.toml"}));
  EXPECT_TRUE(std::filesystem::is_directory(in("data")));
  EXPECT_NE(read("bmo.toml").find("schema = 1\n"), std::string::npos);
}

TEST_F(RootTest, LeavesAConfigAsItIs) {
  write("bmo.toml", "schema = 1\n# mine\n");
  const auto created = create(disk_, folder_);
  ASSERT_TRUE(created);
  EXPECT_EQ(read("bmo.toml"), "schema = 1\n# mine\n");
  EXPECT_EQ(created->found, std::vector<std::string>{"bmo.toml"});
}

TEST_F(RootTest, IsFoundFromBelow) {
  ASSERT_TRUE(create(disk_, folder_));
  std::filesystem::create_directories(in("a/b"));
  const auto root = find_root(disk_, in("a/b"));
  ASSERT_TRUE(root);
  EXPECT_TRUE(std::filesystem::equivalent(*root, folder_)) << *root;
}

TEST_F(RootTest, IsMissedWithAHint) {
  const auto root = find_root(disk_, folder_);
  ASSERT_FALSE(root);
  EXPECT_EQ(root.error().code, "E_NO_WORKSPACE");
  EXPECT_EQ(root.error().hint, "bmo init");
}

TEST_F(RootTest, SaysWhereTheConfigBreaks) {
  write("bmo.toml", "schema = 1\n[gates\n");
  const auto root = find_root(disk_, folder_);
  ASSERT_FALSE(root);
  EXPECT_EQ(root.error().code, "E_CONFIG");
  EXPECT_EQ(root.error().place.line, 2U);
}

TEST_F(RootTest, RefusesALaterSchema) {
  write("bmo.toml", "schema = 2\n");
  const auto root = find_root(disk_, folder_);
  ASSERT_FALSE(root);
  EXPECT_EQ(root.error().code, "E_CONFIG");
}

TEST_F(RootTest, ReadsTheMappingOfTheConfig) {
  write("bmo.toml", "schema = 1\n[mapping]\nfile = \"m.toml\"\n");
  const auto config = read_config(disk_, in("bmo.toml"));
  ASSERT_TRUE(config);
  EXPECT_EQ(config->mapping_file, "m.toml");
  EXPECT_EQ(config->mapping_preset, "");
}

TEST_F(RootTest, SaysWhichSettingHasTheWrongType) {
  write("bmo.toml", "schema = 1\n[mapping]\nfile = 7\n");
  const auto config = read_config(disk_, in("bmo.toml"));
  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().message, "[mapping] file must be a text");
  EXPECT_EQ(config.error().place.line, 3U);
}

TEST_F(RootTest, ItsOwnFirstConfigReadsBack) {
  write("bmo.toml", std::string(first_config()));
  EXPECT_TRUE(read_config(disk_, in("bmo.toml")));
}

TEST_F(RootTest, DiscardsAFolderWhole) {
  std::filesystem::create_directories(in("v3/data/.deep"));
  write("v3/data/.deep/file", "x");
  ASSERT_TRUE(discard_folder(disk_, folder_, "v3"));
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
}

TEST_F(RootTest, SweepsWhatAnInterruptedDiscardLeft) {
  std::filesystem::create_directories(in(".discarded-v3/data"));
  std::filesystem::create_directories(in("v1"));
  ASSERT_TRUE(sweep_discarded(disk_, folder_));
  EXPECT_FALSE(std::filesystem::exists(in(".discarded-v3")));
  EXPECT_TRUE(std::filesystem::exists(in("v1")));
}

TEST(DatasetName, IsMadeFromAPath) {
  EXPECT_EQ(dataset_name_of("march/Pairs (new).jsonl.gz"), "Pairs-new");
  EXPECT_EQ(dataset_name_of("data/"), "data");
  EXPECT_EQ(dataset_name_of("*.csv"), "default");
  EXPECT_EQ(dataset_name_of("../.."), "default");
}

TEST(DatasetName, MadeOnesAreFit) {
  for (const std::string path : {"-x.csv", ".hidden", "a/../b", "\xE7\x8C\xAB.json", ""}) {
    EXPECT_TRUE(check_dataset_name(dataset_name_of(path))) << path;
  }
}

TEST(DatasetName, RefusesPathsAndOddLetters) {
  for (const std::string name : {"", "../x", "a/b", ".x", "-x", "a b"}) {
    const Status status = check_dataset_name(name);
    ASSERT_FALSE(status) << name;
    EXPECT_EQ(status.error().code, "E_DATASET_NAME");
  }
}

TEST(WithConstant, IsAddedToAnEmptyMapping) {
  const auto text = with_constant("", "batch", "2026-03");
  ASSERT_TRUE(text);
  EXPECT_NE(text->find("[constants]"), std::string::npos);
  EXPECT_NE(text->find("2026-03"), std::string::npos);
}

TEST(WithConstant, KeepsWhatTheMappingSays) {
  const std::string mapping = "[fields]\nresponse = \"out\"\n[constants]\nbatch = \"old\"\n";
  const auto text = with_constant(mapping, "batch", "new");
  ASSERT_TRUE(text);
  EXPECT_EQ(*text, mapping);
}

TEST(WithConstant, AddsBesideOtherConstants) {
  const auto text = with_constant("[constants]\ncategory = \"a\"\n", "batch", "it's \"b\"");
  ASSERT_TRUE(text);
  const auto again = with_constant(*text, "batch", "other");
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, *text) << "what was written must read back with the constant set";
  EXPECT_NE(text->find("category"), std::string::npos);
}

TEST(WithConstant, SaysWhichLineIsBroken) {
  const auto text = with_constant("[fields]\nresponse = \n", "batch", "b");
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().code, "E_MAPPING");
  EXPECT_EQ(text.error().place.line, 2U);
}

}  // namespace
}  // namespace bmo::workspace
