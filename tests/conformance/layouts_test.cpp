// Tests of every layout that its example reads and that what it writes reads back as the same pair.
#include <gtest/gtest.h>

#include "tests/conformance/reading.hpp"
#include "tests/conformance/writing.hpp"

namespace bmo::conformance {
namespace {

using formats::ContainerEntry;
using formats::LayoutEntry;
using formats::MetadataMode;

class EveryLayout : public testing::TestWithParam<const LayoutEntry*> {
 protected:
  std::string example() const { return std::string(GetParam()->card->example) + "\n"; }
};

TEST_P(EveryLayout, ReadsItsExampleWithoutFinding) {
  const Reading reading = read_text(example(), "example.jsonl");
  EXPECT_FALSE(reading.error) << reading.summary();
  EXPECT_TRUE(reading.findings.empty()) << reading.summary();
  EXPECT_EQ(reading.good(), 1U);
}

TEST_P(EveryLayout, CanHoldItsExample) {
  const auto batch = pairs_of(example());
  EXPECT_EQ(GetParam()->unholdable(batch->pairs.at(0)), nullptr);
}

std::string layout_name(const testing::TestParamInfo<const LayoutEntry*>& info) {
  std::string name(info.param->card->id);
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Cards, EveryLayout,
                         testing::ValuesIn(formats::layouts::all().begin(),
                                           formats::layouts::all().end()),
                         layout_name);

using InContainer = std::tuple<const LayoutEntry*, const ContainerEntry*, MetadataMode>;

class EveryLayoutInEveryContainer : public testing::TestWithParam<InContainer> {};

TEST_P(EveryLayoutInEveryContainer, ReadsBackAsTheSamePair) {
  const auto& [layout, container, mode] = GetParam();
  const auto batch = pairs_of(std::string(layout->card->example) + "\n");
  const HowToWrite how{.container = container, .layout = layout, .mode = mode};
  const Result<std::string> file = write_pairs(*batch, how);
  ASSERT_TRUE(file) << file.error().message;
  const Reading reading = read_text(*file, "written" + file_ending(how));
  ASSERT_EQ(reading.records.size(), 1U) << reading.summary() << "\n" << *file;
  EXPECT_EQ(reading.records[0].pair, to_hex(batch->pairs[0].content)) << reading.summary() << "\n"
                                                                      << *file;
}

std::string combined_name(const testing::TestParamInfo<InContainer>& info) {
  const auto& [layout, container, mode] = info.param;
  std::string name = std::string(layout->card->id) + "_in_" + std::string(container->card->id) +
                     (mode == MetadataMode::kInline ? "_inline" : "_sidecar");
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Cards, EveryLayoutInEveryContainer,
                         testing::Combine(testing::ValuesIn(formats::layouts::all().begin(),
                                                            formats::layouts::all().end()),
                                          testing::ValuesIn(formats::containers::all().begin(),
                                                            formats::containers::all().end()),
                                          testing::Values(MetadataMode::kInline,
                                                          MetadataMode::kSidecar)),
                         combined_name);

}  // namespace
}  // namespace bmo::conformance
