// What a segment gave is found again whole, or not at all.
#include "bmo/pipeline/print_index.hpp"

#include <gtest/gtest.h>

#include "bmo/io/disk_memory.hpp"

namespace bmo::pipeline {
namespace {

const Fingerprint kSegment{.name = "a.parquet", .bytes = 10, .edges = "ab"};

std::string manifest_path(const std::string& directory) {
  return io::join(directory, "manifest.json");
}

class PrintIndexTest : public testing::Test {
 protected:
  PrintIndex open() {
    auto index = PrintIndex::open(disk_, "index", true);
    EXPECT_TRUE(index);
    return *std::move(index);
  }

  /// Stores a pass of four small files; their folder.
  std::string store(PrintIndex& index, const std::string& question) {
    const auto directory = index.begin(kSegment, question);
    EXPECT_TRUE(directory);
    for (const std::string name : {"keys", "prints", "texts", "names"})
      disk_.put(io::join(*directory, name), name + " of " + question);
    EXPECT_TRUE(index.publish(kSegment, {.records = 7, .files = {.directory = *directory}}));
    return *directory;
  }

  std::optional<StoredPass> find(PrintIndex& index, const std::string& question) {
    note_.clear();
    auto found = index.find(kSegment, question, note_);
    EXPECT_TRUE(found);
    return found ? *found : std::nullopt;
  }

  io::MemoryDisk disk_;
  std::string note_;
};

TEST_F(PrintIndexTest, FindsWhatItStored) {
  PrintIndex index = open();
  store(index, "q");
  const auto found = find(index, "q");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->records, 7U);
  EXPECT_EQ(found->key_bytes, std::string("keys of q").size());
  EXPECT_EQ(found->files.text_bytes, std::string("texts of q").size());
  EXPECT_EQ(note_, "");
}

TEST_F(PrintIndexTest, SurvivesAPowerCut) {
  {
    PrintIndex index = open();
    store(index, "q");
  }
  disk_.power_cut();
  PrintIndex index = open();
  EXPECT_TRUE(find(index, "q"));
}

TEST_F(PrintIndexTest, KnowsNothingOfAnotherQuestionOrFile) {
  PrintIndex index = open();
  store(index, "q");
  EXPECT_FALSE(find(index, "r"));
  const auto other = index.find({.name = "a.parquet", .bytes = 10, .edges = "cd"}, "q", note_);
  ASSERT_TRUE(other);
  EXPECT_FALSE(*other);
  EXPECT_EQ(note_, "");
}

TEST_F(PrintIndexTest, TakesAFolderWithoutManifestForUnfinished) {
  PrintIndex index = open();
  ASSERT_TRUE(disk_.remove(manifest_path(store(index, "q"))));
  EXPECT_FALSE(find(index, "q"));
  EXPECT_EQ(note_, "");
}

TEST_F(PrintIndexTest, SaysThatItIsDamaged) {
  PrintIndex index = open();
  const std::string directory = store(index, "q");
  disk_.put(io::join(directory, "texts"), "texts of Q");
  EXPECT_FALSE(find(index, "q"));
  EXPECT_NE(note_.find("a.parquet: its index is damaged"), std::string::npos) << note_;
}

TEST_F(PrintIndexTest, KeepsTheOldUntilTheNewStands) {
  PrintIndex index = open();
  store(index, "old");
  ASSERT_TRUE(index.begin(kSegment, "new"));
  EXPECT_TRUE(find(index, "old"));
  store(index, "new");
  EXPECT_TRUE(find(index, "new"));
  EXPECT_FALSE(find(index, "old"));
}

TEST_F(PrintIndexTest, IsOpenOnce) {
  const PrintIndex index = open();
  const auto second = PrintIndex::open(disk_, "index", true);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::kBusy);
}

TEST(FirstPassQuestion, IsTheSameWhateverComesAfterPassOne) {
  Recipe one;
  Recipe two;
  two.sample = 5;
  two.seed = 9;
  two.split = {{"train", 0.5}, {"test", 0.5}};
  two.dedup.threshold = 0.8;
  EXPECT_EQ(first_pass_question(one, "a"), first_pass_question(two, "b"));
}

TEST(FirstPassQuestion, DiffersByWhatDecidesOnPairs) {
  Recipe one;
  Recipe two;
  two.where = "quality > 3";
  EXPECT_NE(first_pass_question(one, "a"), first_pass_question(two, "a"));
  EXPECT_NE(first_pass_question(two, "a"), first_pass_question(two, "b"));
  Recipe three;
  three.dedup.keep = "quality";
  EXPECT_NE(first_pass_question(one, "a"), first_pass_question(three, "a"));
}

TEST(FirstPassQuestion, IsNotAskedWhereTheWholeSetDecides) {
  Recipe recipe;
  recipe.scores = true;
  EXPECT_EQ(first_pass_question(recipe, "a"), "");
}

}  // namespace
}  // namespace bmo::pipeline
