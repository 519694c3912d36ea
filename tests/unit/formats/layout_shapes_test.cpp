// What the services' own layouts write and read: text, Vertex, Bedrock, OpenAI preference,
// input-output.
#include <gtest/gtest.h>

#include "tests/unit/formats/layout_support.hpp"

namespace bmo::formats {
namespace {

using testing::findings_of;
using testing::layout;
using testing::read;
using testing::read_cells;
using testing::write;
using Texts = std::vector<std::string>;

const char* const kBrief =
    R"({"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"q"},)"
    R"({"role":"assistant","content":"a"}]})";
const char* const kPlain = R"({"question":"q","answer":"a"})";

std::string row_of(const char* record, std::string_view id) {
  const Texts rows = write(*read({record}), layout(id), MetadataMode::kSidecar);
  return rows.size() == 1 ? rows[0] : std::to_string(rows.size()) + " rows";
}

std::string said(const char* record, std::string_view id) {
  const Unholdable found = layout(id).unholdable(read({record})->pairs[0]);
  return found == nullptr ? "" : found;
}

TEST(LayoutShapes, VertexPutsTheSystemPromptBesideTheContents) {
  EXPECT_EQ(row_of(kBrief, "vertex"),
            R"({"systemInstruction":{"role":"system","parts":[{"text":"Be brief."}]},)"
            R"("contents":[{"role":"user","parts":[{"text":"q"}]},)"
            R"({"role":"model","parts":[{"text":"a"}]}]})");
}

TEST(LayoutShapes, VertexLeavesOutASystemPromptThatIsNotThere) {
  EXPECT_EQ(row_of(kPlain, "vertex"), R"({"contents":[{"role":"user","parts":[{"text":"q"}]},)"
                                      R"({"role":"model","parts":[{"text":"a"}]}]})");
}

TEST(LayoutShapes, VertexReadsAnInstructionThatIsATextAndSnakeCase) {
  const auto batch = read({R"({"system_instruction":"s","contents":[{"role":"user","parts":)"
                           R"([{"text":"q"}]},{"role":"model","parts":[{"text":"a"},)"
                           R"({"text":"b"}]}]})"});
  ASSERT_EQ(findings_of(*batch), Texts{});
  const Pair& pair = batch->pairs[0];
  ASSERT_EQ(pair.messages.size(), 3U);
  EXPECT_EQ(pair.messages[0].content, "s");
  EXPECT_EQ(pair.messages[2].content, "ab");
  EXPECT_EQ(pair.messages[2].role, Role::kAssistant);
}

TEST(LayoutShapes, VertexRefusesAPartThatIsNoText) {
  const auto batch = read({R"({"contents":[{"role":"user","parts":[{"inlineData":{"data":""}}]},)"
                           R"({"role":"model","parts":[{"text":"a"}]}]})"});
  EXPECT_EQ(findings_of(*batch), Texts{"E_FIELD_TYPE contents[0].content"});
}

TEST(LayoutShapes, BedrockHasItsSchemaVersion) {
  EXPECT_EQ(row_of(kBrief, "bedrock"),
            R"({"schemaVersion":"bedrock-conversation-2024","system":[{"text":"Be brief."}],)"
            R"("messages":[{"role":"user","content":[{"text":"q"}]},)"
            R"({"role":"assistant","content":[{"text":"a"}]}]})");
  EXPECT_EQ(row_of(kPlain, "bedrock"), R"({"schemaVersion":"bedrock-conversation-2024",)"
                                       R"("messages":[{"role":"user","content":[{"text":"q"}]},)"
                                       R"({"role":"assistant","content":[{"text":"a"}]}]})");
}

TEST(LayoutShapes, BedrockAndVertexCannotHoldToolCalls) {
  const char* const call =
      R"({"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"",)"
      R"("tool_calls":[{"name":"f","arguments":{}}]}]})";
  EXPECT_EQ(said(call, "bedrock"), "tool calls");
  EXPECT_EQ(said(call, "vertex"), "tool calls");
  EXPECT_EQ(said(kBrief, "bedrock"), "");
}

TEST(LayoutShapes, OpenaiPreferenceSpeaksOfInputAndOutputs) {
  EXPECT_EQ(row_of(R"({"prompt":"q","chosen":"a","rejected":"b"})", "openai-preference"),
            R"({"input":{"messages":[{"role":"user","content":"q"}]},)"
            R"("preferred_output":[{"role":"assistant","content":"a"}],)"
            R"("non_preferred_output":[{"role":"assistant","content":"b"}]})");
}

TEST(LayoutShapes, OpenaiPreferenceKeepsWhatElseStandsInTheInput) {
  const auto batch = read({R"({"input":{"messages":[{"role":"user","content":"q"}],)"
                           R"("parallel_tool_calls":false},"preferred_output":"a",)"
                           R"("non_preferred_output":"b"})"});
  ASSERT_EQ(findings_of(*batch), Texts{});
  ASSERT_NE(batch->pairs[0].metadata, nullptr);
  EXPECT_EQ(batch->pairs[0].metadata->extra, R"({"input.parallel_tool_calls":false})");
}

TEST(LayoutShapes, OpenaiPreferenceReadsFromCells) {
  const auto batch =
      read_cells(R"({"input":"{\"messages\":[{\"role\":\"user\",\"content\":\"q\"}]}",)"
                 R"("preferred_output":"[{\"role\":\"assistant\",\"content\":\"a\"}]",)"
                 R"("non_preferred_output":"[{\"role\":\"assistant\",\"content\":\"b\"}]"})");
  ASSERT_EQ(findings_of(*batch), Texts{});
  EXPECT_EQ(batch->pairs[0].messages.size(), 2U);
  ASSERT_EQ(batch->pairs[0].rejected.size(), 1U);
  EXPECT_EQ(batch->pairs[0].rejected[0].content, "b");
}

TEST(LayoutShapes, OpenaiPreferenceHoldsOneMessageAsAnswer) {
  EXPECT_EQ(said(kPlain, "openai-preference"), "a pair without a rejected answer");
  EXPECT_EQ(said(R"({"prompt":"q","chosen":[{"role":"assistant","content":"a"},)"
                 R"({"role":"user","content":"more"},{"role":"assistant","content":"b"}],)"
                 R"("rejected":[{"role":"assistant","content":"c"}]})",
                 "openai-preference"),
            "an answer of several messages");
}

TEST(LayoutShapes, InputOutputHoldsOneExchange) {
  EXPECT_EQ(row_of(kPlain, "input-output"), R"({"input":"q","output":"a"})");
  EXPECT_EQ(said(kBrief, "input-output"), "a system prompt");
}

TEST(LayoutShapes, TextPutsEachTurnUnderAHeading) {
  EXPECT_EQ(row_of(kBrief, "text"),
            R"({"text":"### System:\nBe brief.\n\n### Instruction:\nq\n\n### Response:\na"})");
}

TEST(LayoutShapes, TextIsCutWhereItWasJoined) {
  // Empty turns and line ends at the edges are where a cut would go wrong.
  const Texts records{
      R"({"messages":[{"role":"user","content":""},{"role":"assistant","content":"a\n"},)"
      R"({"role":"user","content":"\n\n"},{"role":"assistant","content":""}]})",
      R"({"question":"### Note:\nq","answer":"see ### Response: here\n\n# x"})"};
  const auto first = read(records);
  const auto second = read(write(*first, layout("text"), MetadataMode::kSidecar));
  ASSERT_EQ(second->size(), 2U);
  ASSERT_EQ(findings_of(*second), Texts{});
  for (std::size_t row = 0; row < 2; ++row) {
    EXPECT_EQ(to_hex(second->pairs[row].content), to_hex(first->pairs[row].content)) << row;
  }
}

TEST(LayoutShapes, TextCannotHoldItsOwnHeadings) {
  EXPECT_EQ(said(R"({"question":"q","answer":"a\n### Response:"})", "text"),
            "text with the headings of the layout");
}

TEST(LayoutShapes, OtherTextIsNoPair) {
  const auto batch = read({R"({"text":"Once upon a time."})"});
  ASSERT_EQ(findings_of(*batch), Texts{"E_MISSING_FIELD "});
  EXPECT_NE(batch->findings[0].detail.find("### Instruction:"), std::string::npos);
}

TEST(LayoutShapes, AlpacaComesBackFromRowsOfAnotherLayout) {
  const auto first = read({R"({"instruction":"do","input":"this","output":"done"})"});
  for (const LayoutEntry* entry : layouts::all()) {
    const Texts rows = write(*first, *entry, MetadataMode::kInline);
    if (rows.empty()) continue;
    EXPECT_EQ(write(*read(rows), layout("alpaca"), MetadataMode::kSidecar),
              Texts{R"({"instruction":"do","input":"this","output":"done","system":"",)"
                    R"("history":[]})"})
        << entry->card->id;
  }
}

TEST(LayoutShapes, ACutThatIsNoneIsForgotten) {
  const auto batch = read({R"({"question":"do\nthis","answer":"a","metadata":{"input_at":2.0}})",
                           R"({"question":"do\nthis","answer":"a","metadata":{"input_at":3.0}})"});
  EXPECT_EQ(batch->pairs[0].input_at, 0U);
  EXPECT_EQ(batch->pairs[1].input_at, 3U);
}

}  // namespace
}  // namespace bmo::formats
