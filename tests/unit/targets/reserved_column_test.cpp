// Tests of which fields of a record count as columns that a consumer keeps for itself.
#include <array>

#include <gtest/gtest.h>

#include "bmo/targets/targets.hpp"

namespace bmo::targets {
namespace {

constexpr std::array<std::string_view, 3> kNames{"prompt", "labels", "input_ids"};

Breach judged(std::string_view extra) {
  Batch batch;
  Metadata metadata;
  metadata.extra = extra;
  batch.pairs.push_back({.metadata = &metadata});
  std::vector<RowBreach> out;
  rules::find("reserved_column")
      ->judge(batch, std::array<std::uint32_t, 1>{0}, {.reserved = kNames}, out);
  return out.empty() ? Breach{} : out[0].breach;
}

TEST(ReservedColumn, NamesEveryOne) {
  const Breach breach = judged(R"({"input_ids":[1],"colour":"blue","prompt":"p"})");
  EXPECT_EQ(breach.detail, "found the fields `prompt`, `input_ids`");
  EXPECT_EQ(breach.field, "prompt");
}

TEST(ReservedColumn, IsNoFieldWithinAnother) {
  EXPECT_FALSE(judged(R"({"more":{"prompt":"p"}})"));
}

TEST(ReservedColumn, IsNoText) {
  EXPECT_FALSE(judged(R"({"colour":"prompt","labelled":"labels"})"));
}

TEST(ReservedColumn, IsNotHalfAName) {
  EXPECT_FALSE(judged(R"({"prompts":1,"my_labels":2})"));
}

TEST(ReservedColumn, IsNothingWithoutMoreFields) {
  EXPECT_FALSE(judged(""));
}

}  // namespace
}  // namespace bmo::targets
