// How targets have values spelled, and which fields a schema keeps.
#include <gtest/gtest.h>

#include "bmo/formats/containers.hpp"
#include "tests/unit/formats/layout_support.hpp"

namespace bmo::formats {
namespace {

using testing::layout;
using testing::read;

const char* const kCall =
    R"({"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"","tool_calls":)"
    R"([{"id":"c","type":"function","function":{"name":"f","arguments":"{\"n\": 1.0}"}}]},)"
    R"({"role":"tool","tool_call_id":"c","content":"o"},{"role":"assistant","content":"a"}],)"
    R"("tools":[{"type":"function","function":{"name":"f"}}]})";
const char* const kWeights =
    R"({"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a","weight":1},)"
    R"({"role":"user","content":"q"},{"role":"assistant","content":"b","weight":0.5}]})";

std::string row_of(const char* record, Spelling spelling) {
  const auto batch = read({record});
  const std::vector<std::uint32_t> rows{0};
  Columns columns;
  const LayoutEntry& messages = layout("messages");
  messages.write(*batch, rows, MetadataMode::kSidecar, columns);
  const Schema schema = spelled(messages.schema(MetadataMode::kSidecar), spelling);
  for (const ContainerEntry* container : containers::all()) {
    if (container->card->id != "jsonl") continue;
    EncodedRows out;
    EXPECT_TRUE(container->make_encoder(schema)->encode(columns, out));
    return out.text;
  }
  return {};
}

TEST(Spelling, WholeWeightsLoseTheirFractionAndOthersKeepIt) {
  EXPECT_NE(row_of(kWeights, {}).find(R"("content":"a","weight":1.0})"), std::string::npos);
  const std::string row = row_of(kWeights, {.whole_weights = true});
  EXPECT_NE(row.find(R"("content":"a","weight":1})"), std::string::npos) << row;
  EXPECT_NE(row.find(R"("content":"b","weight":0.5})"), std::string::npos) << row;
}

TEST(Spelling, ArgumentsAreTextUnlessObjectsAreAskedFor) {
  EXPECT_NE(row_of(kCall, {}).find(R"("arguments":"{\"n\": 1.0}"})"), std::string::npos);
  const std::string row = row_of(kCall, {.argument_objects = true});
  EXPECT_NE(row.find(R"("arguments":{"n": 1.0}})"), std::string::npos) << row;
}

TEST(Spelling, EmptyToolsAreLeftOutWhereAskedFor) {
  const Schema whole = layout("sharegpt").schema(MetadataMode::kSidecar);
  const Schema spelt = spelled(whole, {.no_empty_tools = true});
  const auto is_optional = [](const Schema& schema) {
    for (const Field& field : schema)
      if (field.name == "tools") return field.optional;
    return false;
  };
  EXPECT_FALSE(is_optional(whole));
  EXPECT_TRUE(is_optional(spelt));
}

TEST(Spelling, ASchemaKeepsTheFieldsThatAreThere) {
  const auto batch = read({kCall, kWeights, R"({"instruction":"q","output":"a"})"});
  EXPECT_EQ(optional_fields_of(batch->pairs[0]), kToolCallsField | kToolCallIdField | kToolsField);
  EXPECT_EQ(optional_fields_of(batch->pairs[1]), kWeightField);
  EXPECT_EQ(optional_fields_of(batch->pairs[2]), 0);

  const Schema whole = layout("messages").schema(MetadataMode::kInline);
  const auto names = [](const std::vector<Field>& fields) {
    std::string out;
    for (const Field& field : fields)
      out += field.name + " ";
    return out;
  };
  const Schema plain = with_fields(whole, 0);
  EXPECT_EQ(names(plain), "id messages metadata ");
  EXPECT_EQ(names(plain[1].children[0].children), "role content ");
  const Schema weighted = with_fields(whole, kWeightField | kToolsField);
  EXPECT_EQ(names(weighted), "id messages tools metadata ");
  EXPECT_EQ(names(weighted[1].children[0].children), "role content weight ");
}

}  // namespace
}  // namespace bmo::formats
