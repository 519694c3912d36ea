// Whole exports on a disk in memory that dies at every single operation and then loses its power:
// the next run must end with the very bytes of an undisturbed one.
//
// BMO_FAULT_STRIDE=1 takes every operation (minutes); by default every seventh is taken, another
// seventh in each of the two suites.
#include <cstdlib>
#include <map>

#include <gtest/gtest.h>

#include "bmo/io/disk_fault.hpp"
#include "bmo/io/disk_memory.hpp"
#include "bmo/pipeline/run.hpp"

namespace bmo::pipeline {
namespace {

using Files = std::map<std::string, std::string>;

std::string source_text() {
  std::string text;
  for (int i = 0; i < 120; ++i) {
    const std::string n = std::to_string(i);
    text += i % 19 == 4 ? "{\"instruction\": broken\n"
                        : "{\"id\":\"p" + n + "\",\"instruction\":\"Ask " + n + "\",\"output\":\"" +
                              std::string(20 + i * 3 % 90, 'a') + "\"}\n";
  }
  return text;
}

Recipe recipe_of(const std::vector<std::string>& outputs, bool splits) {
  Recipe recipe;
  for (const std::string& output : outputs) {
    auto spec = parse_output_spec(output);
    EXPECT_TRUE(spec) << output;
    recipe.outputs.push_back(*spec);
  }
  if (splits) recipe.split = {{"train", 0.8}, {"test", 0.2}};
  recipe.shard_bytes = 4096;
  recipe.block_bytes = 3000;
  return recipe;
}

Result<RunOutcome> run(io::Disk& disk, const Recipe& recipe) {
  const StopFlag stop;
  return run_export({.sources = {"in.jsonl"}, .out = "out"}, recipe, {.threads = 1},
                    {.disk = disk, .stop = stop, .progress = {}});
}

void collect(io::Disk& disk, const std::string& folder, Files& out) {
  auto names = disk.list(folder);
  if (!names) return;
  for (const std::string& name : *names) {
    const std::string path = io::join(folder, name);
    auto info = disk.info(path);
    ASSERT_TRUE(info);
    if (info->is_directory) {
      collect(disk, path, out);
    } else if (name != "lock") {
      auto bytes = io::read_file(disk, path);
      ASSERT_TRUE(bytes);
      out[path] = *bytes;
    }
  }
}

Files files_in(io::Disk& disk) {
  Files out;
  collect(disk, "out", out);
  return out;
}

bool is_final(const std::string& path) {
  return path.find(".bmo/work/") == std::string::npos && path.find(".tmp-") == std::string::npos;
}

void expect_nothing_torn(io::Disk& disk, const Files& golden, std::uint64_t operation) {
  for (const auto& [path, bytes] : files_in(disk)) {
    if (!is_final(path)) continue;
    const auto whole = golden.find(path);
    ASSERT_NE(whole, golden.end()) << path << " after operation " << operation;
    ASSERT_EQ(bytes, whole->second) << path << " after operation " << operation;
  }
}

std::uint64_t stride() {
  const char* text = std::getenv("BMO_FAULT_STRIDE");
  return text == nullptr ? 7 : std::strtoull(text, nullptr, 10);
}

class PowerCut : public testing::TestWithParam<bool> {};

TEST_P(PowerCut, AtEveryOperationLosesNothing) {
  const Recipe recipe = recipe_of({"jsonl", "parquet", "csv"}, GetParam());
  io::MemoryDisk quiet;
  quiet.put("in.jsonl", source_text());
  io::FaultDisk counting(quiet);
  ASSERT_TRUE(run(counting, recipe));
  const Files golden = files_in(quiet);
  ASSERT_GT(golden.size(), 10U);
  ASSERT_GT(counting.operations(), 200U);

  for (std::uint64_t nth = GetParam() ? 1 : stride(); nth <= counting.operations();
       nth += stride()) {
    io::MemoryDisk memory;
    memory.put("in.jsonl", source_text());
    io::FaultDisk disk(memory);
    disk.fail({.nth = nth, .lasting = true, .partial_bytes = nth % 50});
    const auto first = run(disk, recipe);
    memory.power_cut();
    if (first) {
      ASSERT_EQ(files_in(memory), golden) << "success was reported, then lost: " << nth;
    }
    expect_nothing_torn(memory, golden, nth);
    const auto second = run(memory, recipe);
    ASSERT_TRUE(second) << nth << ": " << second.error().code << " " << second.error().message
                        << " " << second.error().place.file;
    ASSERT_EQ(files_in(memory), golden) << "after operation " << nth;
  }
}

INSTANTIATE_TEST_SUITE_P(OnePassAndTwo, PowerCut, testing::Bool());

}  // namespace
}  // namespace bmo::pipeline
