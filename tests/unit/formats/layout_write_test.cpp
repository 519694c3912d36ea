// What layouts write, what they cannot hold, and that what was written reads as it was.
#include <gtest/gtest.h>

#include "tests/unit/formats/layout_support.hpp"

namespace bmo::formats {
namespace {

using testing::canonical;
using testing::findings_of;
using testing::layout;
using testing::read;
using testing::write;
using Texts = std::vector<std::string>;

const char* const kRich[] = {
    R"({"instruction":"do","input":"this","output":"done","system":"s","history":[["q","a"]],)"
    R"("topics":["t","u"],"quality":7.5,"source":{"uri":"u","offset":3},"big":9007199254740993,)"
    R"("created_at":"2024-01-02","generation":{"model":"m"}})",
    R"({"messages":[{"role":"user","content":"q","loss_weight":0.0},{"role":"assistant",)"
    R"("content":"a","loss_weight":1.0}],"id":"given","rejected":[{"role":"assistant",)"
    R"("content":"b"}],"tools":"[{\"name\":\"f\"}]"})",
    R"({"conversations":[{"from":"human","value":"q"},{"from":"function_call","value":)"
    R"("{\"name\":\"f\",\"arguments\":{\"n\":1.0}}"},{"from":"observation","value":"o"},)"
    R"({"from":"gpt","value":"a"}],"tools":"[]","extra":"plain"})",
    R"({"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}],)"
    R"("label":true})",
    R"({"prompt":"q","chosen":"a","rejected":"b","metadata":{"x":{"y":1}}})",
    R"({"question":"q\u2028","answer":"a"})",
};

TEST(LayoutWrite, InlineRowsReadAsThePairsTheyWere) {
  const auto first = read({std::begin(kRich), std::end(kRich)});
  ASSERT_EQ(findings_of(*first), Texts{});
  for (const LayoutEntry* entry : layouts::all()) {
    std::vector<std::uint32_t> held;
    for (std::uint32_t row = 0; row < first->size(); ++row) {
      if (entry->unholdable(first->pairs[row]) == nullptr) held.push_back(row);
    }
    const Texts rows = write(*first, *entry, MetadataMode::kInline);
    const auto second = read(rows);
    EXPECT_EQ(findings_of(*second), Texts{}) << entry->card->id;
    Texts want = canonical(*first, held);
    std::vector<std::uint32_t> all(held.size());
    for (std::uint32_t i = 0; i < all.size(); ++i)
      all[i] = i;
    if (entry->card->id == "messages" || entry->card->id == "sharegpt" ||
        entry->card->id == "preference" || entry->card->id == "kto") {
      EXPECT_EQ(canonical(*second, all), want) << entry->card->id;
    } else {
      // Plain texts leave the usual weights of messages out; all else must be the same.
      ASSERT_EQ(second->size(), want.size()) << entry->card->id;
      for (std::uint32_t i = 0; i < want.size(); ++i) {
        EXPECT_EQ(second->pairs[i].id, first->pairs[held[i]].id);
        EXPECT_EQ(second->pairs[i].input_at, first->pairs[held[i]].input_at);
      }
    }
  }
}

TEST(LayoutWrite, MessagesRowHasIdFirstAndMetadataLast) {
  const auto batch = read({R"({"instruction":"q","output":"a","id":"x"})"});
  EXPECT_EQ(write(*batch, layout("messages"), MetadataMode::kInline),
            Texts{R"({"id":"x","messages":[{"role":"user","content":"q"},)"
                  R"({"role":"assistant","content":"a"}],"metadata":null})"});
  EXPECT_EQ(write(*batch, layout("messages"), MetadataMode::kSidecar),
            Texts{R"({"messages":[{"role":"user","content":"q"},)"
                  R"({"role":"assistant","content":"a"}]})"});
}

TEST(LayoutWrite, AlpacaGoesOutAsItCameIn) {
  const auto batch = read({kRich[0]});
  EXPECT_EQ(write(*batch, layout("alpaca"), MetadataMode::kSidecar),
            Texts{R"({"instruction":"do","input":"this","output":"done","system":"s",)"
                  R"("history":[["q","a"]]})"});
}

TEST(LayoutWrite, ShareGptWritesCallsAndToolsAsText) {
  const auto batch = read({kRich[2]});
  EXPECT_EQ(write(*batch, layout("sharegpt"), MetadataMode::kSidecar),
            Texts{R"({"conversations":[{"from":"human","value":"q"},{"from":"function_call",)"
                  R"("value":"{\"name\":\"f\",\"arguments\":{\"n\":1.0}}"},)"
                  R"({"from":"observation","value":"o"},{"from":"gpt","value":"a"}],)"
                  R"("tools":""})"});
}

TEST(LayoutWrite, MessagesWriteCallsAsOpenAiDoes) {
  const auto batch = read({R"({"messages":[{"role":"user","content":"q"},{"role":"assistant",)"
                           R"("content":"","tool_calls":[{"id":"c1","name":"f\u00e9",)"
                           R"("arguments":{"n": 1.0}},{"name":"g","arguments":"now"}]}],)"
                           R"("tools":[{"name":"f"}]})"});
  const std::string messages =
      R"("messages":[{"role":"user","content":"q"},{"role":"assistant","content":"",)"
      R"("tool_calls":[{"id":"c1","type":"function","function":{"name":"fé",)"
      R"("arguments":"{\"n\": 1.0}"}},{"type":"function","function":{"name":"g",)"
      R"("arguments":"now"}}]}])";
  EXPECT_EQ(write(*batch, layout("messages"), MetadataMode::kSidecar),
            Texts{"{" + messages + R"(,"tools":[{"type":"function","function":{"name":"f"}}]})"});
  const Texts rows = write(*batch, layout("messages"), MetadataMode::kInline);
  EXPECT_NE(rows.at(0).find(R"("tools":"[{\"type\":\"function\")"), std::string::npos) << rows[0];
  EXPECT_EQ(to_hex(read(rows)->pairs[0].content), to_hex(batch->pairs[0].content));
}

TEST(LayoutWrite, PreferenceCutsThePromptOff) {
  const auto batch = read({kRich[4]});
  EXPECT_EQ(write(*batch, layout("preference"), MetadataMode::kSidecar),
            Texts{R"({"prompt":[{"role":"user","content":"q"}],)"
                  R"("chosen":[{"role":"assistant","content":"a"}],)"
                  R"("rejected":[{"role":"assistant","content":"b"}]})"});
}

TEST(LayoutWrite, WhatALayoutCannotHoldIsSaid) {
  const auto batch = read({kRich[2],
                           R"({"messages":[{"role":"system","content":"s"},)"
                           R"({"role":"user","content":"q"},)"
                           R"({"role":"assistant","content":"a","weight":0}]})",
                           R"({"messages":[{"role":"user","content":"q"}]})",
                           R"({"messages":[{"role":"user","content":"q"},)"
                           R"({"role":"user","content":"q"}]})",
                           R"({"messages":[{"role":"system","content":"s"},)"
                           R"({"role":"user","content":"q"},)"
                           R"({"role":"assistant","content":"a"}]})",
                           R"({"messages":[{"role":"user","content":"q"},{"role":"assistant",)"
                           R"("content":"I call","tool_calls":[{"name":"f"}]}]})"});
  const auto said = [&](std::string_view id, std::size_t row) {
    const Unholdable found = layout(id).unholdable(batch->pairs[row]);
    return std::string(found == nullptr ? "" : found);
  };
  EXPECT_EQ(said("alpaca", 0), "tool calls");
  EXPECT_EQ(said("alpaca", 1), "message weights");
  EXPECT_EQ(said("alpaca", 2), "no answer at the end");
  EXPECT_EQ(said("alpaca", 3), "turns that do not alternate");
  EXPECT_EQ(said("alpaca", 4), "");
  EXPECT_EQ(said("prompt-completion", 4), "a system prompt");
  EXPECT_EQ(said("sharegpt", 5), "text beside a tool call");
  EXPECT_EQ(said("messages", 5), "");
  EXPECT_EQ(said("preference", 4), "a pair without a rejected answer");
  EXPECT_EQ(said("kto", 4), "a pair without a label");
}

TEST(LayoutWrite, MetadataIsAbsentOrWholeInTheStruct) {
  const auto batch = read(
      {R"({"instruction":"q","output":"a"})", R"({"instruction":"q","output":"a","tags":["x"]})"});
  Columns columns;
  const std::vector<std::uint32_t> rows{0, 1};
  layout("messages").write(*batch, rows, MetadataMode::kInline, columns);
  EXPECT_EQ(columns.columns.back().set, (std::vector<std::uint8_t>{0, 1}));
}

}  // namespace
}  // namespace bmo::formats
