// What the user names becomes inputs: folders, patterns and archives, and what is refused.
#include <unistd.h>

#include "bmo/io/disk_fault.hpp"
#include "bmo/io/disk_memory.hpp"
#include "tests/unit/io/fixtures.hpp"

namespace bmo::io::test {
namespace {

using Names = std::vector<std::string>;

Names names_of(Disk& disk, const std::vector<std::string>& sources,
               const SourceLimits& limits = {}) {
  auto inputs = expand(disk, sources, limits);
  EXPECT_TRUE(inputs) << inputs.error().message << ": " << inputs.error().why;
  Names names;
  if (inputs) {
    for (const Input& input : *inputs)
      names.push_back(input.display());
  }
  return names;
}

Error error_of(Disk& disk, const std::vector<std::string>& sources,
               const SourceLimits& limits = {}) {
  auto inputs = expand(disk, sources, limits);
  EXPECT_FALSE(inputs) << "found " << (inputs ? inputs->size() : 0);
  return inputs ? Error{} : std::move(inputs).error();
}

/// A disk with empty files of these names.
std::unique_ptr<MemoryDisk> disk_with(const Names& names) {
  auto disk = std::make_unique<MemoryDisk>();
  for (const std::string& name : names)
    disk->put(name, "");
  return disk;
}

TEST(Expand, TakesNamedFilesInTheOrderGiven) {
  const auto disk = disk_with({"b.jsonl", "a.jsonl", "c.txt"});
  EXPECT_EQ(names_of(*disk, {"b.jsonl", "c.txt", "a.jsonl"}),
            (Names{"b.jsonl", "c.txt", "a.jsonl"}));
}

TEST(Expand, WalksAFolderSorted) {
  const auto disk = disk_with({"d/b.jsonl", "d/a/z.csv", "d/c.parquet", "d/a/y.json.gz"});
  const Names expected{"d/a/y.json.gz", "d/a/z.csv", "d/b.jsonl", "d/c.parquet"};
  EXPECT_EQ(names_of(*disk, {"d"}), expected);
  EXPECT_EQ(names_of(*disk, {"d/"}), expected);
}

TEST(Expand, LeavesOutWhatHoldsNoPairs) {
  const auto disk =
      disk_with({"d/README.md", "d/readme", "d/notes.md", "d/LICENSE", "d/LICENSE.json",
                 "d/.hidden.jsonl", "d/.bmo/ledger.parquet", "d/dataset_info.json", "d/state.json",
                 "d/dataset_dict.json", "d/config.yaml", "d/train.py", "d/a.jsonl"});
  EXPECT_EQ(names_of(*disk, {"d"}), Names{"d/a.jsonl"});
}

TEST(Expand, KnowsAllDataEndings) {
  Names files;
  for (const char* ending :
       {"arrow", "csv", "feather", "ipc", "json", "jsonl", "ndjson", "parquet", "tsv"}) {
    files.push_back(std::string("d/a.") + ending);
    files.push_back(std::string("d/a.") + ending + ".gz");
    files.push_back(std::string("d/a.") + ending + ".zst");
  }
  files.push_back("d/UPPER.JSONL");
  const auto disk = disk_with(files);
  EXPECT_EQ(names_of(*disk, {"d"}).size(), files.size());
}

TEST(Expand, TakesTheFoldersOfTheHub) {
  const auto disk =
      disk_with({"d/README.md", "d/.gitattributes", "d/data/train-00000-of-00002.parquet",
                 "d/data/train-00001-of-00002.parquet", "d/data/test-00000-of-00001.parquet"});
  EXPECT_EQ(names_of(*disk, {"d"}),
            (Names{"d/data/test-00000-of-00001.parquet", "d/data/train-00000-of-00002.parquet",
                   "d/data/train-00001-of-00002.parquet"}));
}

TEST(Expand, TakesTheArrowFilesOfASavedDataset) {
  const auto disk = disk_with({"d/state.json", "d/dataset_info.json", "d/other.jsonl",
                               "d/data-00001-of-00002.arrow", "d/data-00000-of-00002.arrow",
                               "d/cache-0123.arrow"});
  EXPECT_TRUE(is_saved_dataset(*disk, "d"));
  EXPECT_EQ(names_of(*disk, {"d"}),
            (Names{"d/data-00000-of-00002.arrow", "d/data-00001-of-00002.arrow"}));
}

TEST(Expand, TakesAllSplitsOfASavedDataset) {
  const auto disk =
      disk_with({"d/dataset_dict.json", "d/train/state.json", "d/train/data-00000-of-00001.arrow",
                 "d/test/state.json", "d/test/data-00000-of-00001.arrow"});
  EXPECT_TRUE(is_saved_dataset(*disk, "d"));
  EXPECT_EQ(names_of(*disk, {"d"}),
            (Names{"d/test/data-00000-of-00001.arrow", "d/train/data-00000-of-00001.arrow"}));
}

TEST(Expand, ForeignStateFileHidesNoData) {
  const auto disk = disk_with({"d/state.json", "d/a.jsonl"});
  EXPECT_EQ(names_of(*disk, {"d"}), Names{"d/a.jsonl"});
}

TEST(Expand, OrdinaryFolderIsNoSavedDataset) {
  const auto disk = disk_with({"d/a.jsonl"});
  EXPECT_FALSE(is_saved_dataset(*disk, "d"));
}

TEST(Expand, EmptyFolderIsAnError) {
  MemoryDisk disk;
  ASSERT_TRUE(disk.make_directories("d"));
  const Error error = error_of(disk, {"d"});
  EXPECT_EQ(error.kind, ErrorKind::kNotFound);
  EXPECT_EQ(error.code, "E_INPUT");
  EXPECT_EQ(error.place.file, "d");
  EXPECT_NE(error.hint.find(".jsonl"), std::string::npos);
}

TEST(Expand, FolderWithoutDataSaysHowManyFilesItHas) {
  const auto disk = disk_with({"d/a.txt", "d/b.txt"});
  EXPECT_NE(error_of(*disk, {"d"}).why.find("2 files"), std::string::npos);
}

TEST(Expand, MissingNameGivesTheNearest) {
  const auto disk = disk_with({"train.jsonl"});
  const Error error = error_of(*disk, {"trian.jsonl"});
  EXPECT_EQ(error.code, "E_INPUT");
  EXPECT_NE(error.hint.find("`train.jsonl`"), std::string::npos) << error.hint;
}

TEST(Expand, UnreadableFolderIsAnError) {
  const auto memory = disk_with({"d/a.jsonl"});
  FaultDisk disk(*memory);
  disk.fail({.only = Operation::kList});
  EXPECT_EQ(error_of(disk, {"d"}).code, "E_IO");
}

TEST(Expand, MatchesAPattern) {
  const auto disk = disk_with({"b1.jsonl", "a2.jsonl", "a1.jsonl", "a1.csv", "d/a3.jsonl"});
  EXPECT_EQ(names_of(*disk, {"a*.jsonl"}), (Names{"a1.jsonl", "a2.jsonl"}));
  EXPECT_EQ(names_of(*disk, {"[ab]1.jsonl"}), (Names{"a1.jsonl", "b1.jsonl"}));
  EXPECT_EQ(names_of(*disk, {"a?.csv"}), Names{"a1.csv"});
  EXPECT_EQ(names_of(*disk, {"./a*.csv"}), Names{"./a1.csv"});
}

TEST(Expand, MatchesAcrossFolders) {
  const auto disk = disk_with({"r/a.jsonl", "r/x/b.jsonl", "r/y/c.jsonl", "r/y/z/d.jsonl",
                               "r/.git/e.jsonl", "r/y/README.md"});
  EXPECT_EQ(names_of(*disk, {"r/*/*.jsonl"}), (Names{"r/x/b.jsonl", "r/y/c.jsonl"}));
  EXPECT_EQ(names_of(*disk, {"r/**/*.jsonl"}),
            (Names{"r/a.jsonl", "r/x/b.jsonl", "r/y/c.jsonl", "r/y/z/d.jsonl"}));
  EXPECT_EQ(names_of(*disk, {"r/**"}),
            (Names{"r/a.jsonl", "r/x/b.jsonl", "r/y/c.jsonl", "r/y/z/d.jsonl"}));
}

TEST(Expand, TakesAMatchedFolderAsAWhole) {
  const auto disk = disk_with({"r/x/b.jsonl", "r/y/z/d.jsonl"});
  EXPECT_EQ(names_of(*disk, {"r/*"}), (Names{"r/x/b.jsonl", "r/y/z/d.jsonl"}));
}

TEST(Expand, LiteralNameGoesBeforeThePattern) {
  const auto disk = disk_with({"a[1].jsonl", "a1.jsonl"});
  EXPECT_EQ(names_of(*disk, {"a[1].jsonl"}), Names{"a[1].jsonl"});
}

TEST(Expand, PatternWithoutMatchIsAnError) {
  const auto disk = disk_with({"a.csv"});
  const Error error = error_of(*disk, {"*.jsonl"});
  EXPECT_EQ(error.code, "E_INPUT");
  EXPECT_EQ(error.place.file, "*.jsonl");
}

TEST(Expand, PatternInAMissingFolderGivesTheNearest) {
  const auto disk = disk_with({"data/a.csv"});
  const Error error = error_of(*disk, {"dato/*.csv"});
  EXPECT_EQ(error.code, "E_INPUT");
  EXPECT_NE(error.hint.find("`data`"), std::string::npos) << error.hint;
}

TEST(Expand, FolderThatContainsItselfIsAnError) {
  const TemporaryFolder folder;
  write_file(folder / "a.jsonl", "x");
  ASSERT_EQ(symlink(".", (folder / "again").c_str()), 0);
  const Error error = error_of(posix_disk(), {folder.path()});
  EXPECT_EQ(error.code, "E_INPUT");
  EXPECT_NE(error.message.find("itself"), std::string::npos);
}

TEST(Expand, FollowsLinksToFilesAndFolders) {
  const TemporaryFolder folder;
  write_file(folder / "blobs/0123", "x");
  std::filesystem::create_directories(folder / "snapshot");
  ASSERT_EQ(symlink("../blobs/0123", (folder / "snapshot/a.jsonl").c_str()), 0);
  EXPECT_EQ(names_of(posix_disk(), {folder / "snapshot"}), Names{folder / "snapshot/a.jsonl"});
}

TEST(Expand, OpensAnArchiveToItsMembers) {
  MemoryDisk disk;
  disk.put("p.zip", zip_of({{"z.jsonl", "x"},
                            {"sub/", ""},
                            {"sub/a.csv", "x"},
                            {"README.md", "x"},
                            {"__MACOSX/z.jsonl", "x"},
                            {"sub/.hidden/b.jsonl", "x"},
                            {"notes.txt", "x"}}));
  EXPECT_EQ(names_of(disk, {"p.zip"}), (Names{"p.zip!sub/a.csv", "p.zip!z.jsonl"}));
}

TEST(Expand, TellsAnArchiveByItsBytes) {
  MemoryDisk disk;
  disk.put("pairs.jsonl", zip_of({{"a.jsonl", "x"}}));
  EXPECT_EQ(names_of(disk, {"pairs.jsonl"}), Names{"pairs.jsonl!a.jsonl"});
}

TEST(Expand, OpensArchivesInFolders) {
  MemoryDisk disk;
  disk.put("d/a.jsonl.zip", zip_of({{"a.jsonl", "x"}}));
  disk.put("d/pictures.zip", zip_of({{"a.png", "x"}}));
  EXPECT_EQ(names_of(disk, {"d"}), Names{"d/a.jsonl.zip!a.jsonl"});
}

TEST(Expand, ArchiveWithoutDataIsAnError) {
  MemoryDisk disk;
  disk.put("p.zip", zip_of({{"a.png", "x"}}));
  EXPECT_EQ(error_of(disk, {"p.zip"}).code, "E_INPUT");
}

TEST(Expand, RefusesMembersThatClimbOut) {
  for (const char* name :
       {"../a.jsonl", "d/../../a.jsonl", "/tmp/a.jsonl", "..\\a.jsonl", "C:/a.jsonl", "d/.."}) {
    MemoryDisk disk;
    disk.put("p.zip", zip_of({{"good.jsonl", "x"}, {name, "x"}}));
    const Error error = error_of(disk, {"p.zip"});
    EXPECT_EQ(error.kind, ErrorKind::kBadData) << name;
    EXPECT_EQ(error.code, "E_PATH") << name;
    EXPECT_EQ(error.place.record, 2U) << name;
    EXPECT_EQ(error.place.file, "p.zip");
    EXPECT_NE(error.message.find(name), std::string::npos) << error.message;
  }
}

TEST(Expand, ShowsAHostileNameHarmlessly) {
  MemoryDisk disk;
  disk.put("p.zip", zip_of({{"../\x1b[31m.jsonl", "x"}}));
  const Error error = error_of(disk, {"p.zip"});
  EXPECT_EQ(error.message.find('\x1b'), std::string::npos);
  EXPECT_NE(error.message.find("\\x1B"), std::string::npos) << error.message;
}

TEST(Expand, RefusesALinkInAnArchive) {
  MemoryDisk disk;
  disk.put("p.zip", zip_of({{"a.jsonl", "/etc/passwd", 0120777}}));
  EXPECT_EQ(error_of(disk, {"p.zip"}).code, "E_PATH");
}

TEST(Expand, RefusesTwoMembersOfOneName) {
  MemoryDisk disk;
  disk.put("p.zip", zip_of({{"a.jsonl", "x"}, {"a.jsonl", "y"}}));
  EXPECT_EQ(error_of(disk, {"p.zip"}).code, "E_PATH");
}

TEST(Expand, RefusesTooManyEntries) {
  MemoryDisk disk;
  disk.put("p.zip", zip_of({{"a.jsonl", "x"}, {"b.jsonl", "x"}, {"c.jsonl", "x"}}));
  const SourceLimits limits{.zip_entries = 2};
  const Error error = error_of(disk, {"p.zip"}, limits);
  EXPECT_EQ(error.code, "E_TOO_MANY_ENTRIES");
  EXPECT_EQ(error.place.record, 1U);
  EXPECT_EQ(names_of(disk, {"p.zip"}, {.zip_entries = 3}).size(), 3U);
}

TEST(Expand, RefusesAnArchiveThatGrowsTooMuch) {
  MemoryDisk disk;
  disk.put("p.zip", zip_of({{"a.jsonl", std::string(std::size_t{70} << 20U, 'a')}}));
  EXPECT_EQ(error_of(disk, {"p.zip"}).code, "E_EXPANSION");
}

TEST(Expand, RefusesACutArchive) {
  MemoryDisk disk;
  const std::string packed = zip_of({{"a.jsonl", "x"}});
  disk.put("p.zip", packed.substr(0, packed.size() - 10));
  EXPECT_EQ(error_of(disk, {"p.zip"}).code, "E_TRUNCATED");
}

TEST(Expand, RefusesTheSharedSlip) {
  BMO_NEEDS_DATA(path, "hostile/bomb/zip_slip.zip");
  const Error error = error_of(posix_disk(), {path});
  EXPECT_EQ(error.code, "E_PATH");
  EXPECT_EQ(error.place.record, 1U);
  EXPECT_FALSE(std::filesystem::exists("/tmp/bmo_evil.txt"));
  EXPECT_FALSE(std::filesystem::exists("/tmp/bmo_abs.txt"));
}

TEST(Expand, RefusesTheSharedSwarmWithFlatMemory) {
  BMO_NEEDS_DATA(path, "hostile/bomb/zip_many_entries.zip");
  const Error error = error_of(posix_disk(), {path});
  EXPECT_EQ(error.code, "E_TOO_MANY_ENTRIES");
  EXPECT_EQ(error.place.record, 1U);
  EXPECT_NE(error.why.find("20,000"), std::string::npos) << error.why;
  EXPECT_LE(peak_growth([&] { exit_child_unless(!expand(posix_disk(), {path})); }),
            std::uint64_t{4} << 20U);
}

}  // namespace
}  // namespace bmo::io::test
