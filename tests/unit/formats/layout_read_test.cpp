// What layouts make of records: turns, roles, aliases, parts, tool calls.
#include <gtest/gtest.h>

#include "tests/unit/formats/layout_support.hpp"

namespace bmo::formats {
namespace {

using testing::findings_of;
using testing::read;
using testing::read_cells;
using Texts = std::vector<std::string>;

/// "user: text" for each message.
Texts turns(std::span<const Message> messages) {
  Texts out;
  for (const Message& message : messages) {
    std::string text = std::string(role_name(message.role)) + ": " + std::string(message.content);
    if (!message.tool_calls.empty()) text += " calls " + std::string(message.tool_calls);
    out.push_back(text);
  }
  return out;
}

Texts turns_of(const std::string& record) {
  const auto batch = read({record});
  EXPECT_EQ(findings_of(*batch), Texts{});
  return turns(batch->pairs[0].messages);
}

TEST(LayoutRead, EveryCardReadsItsOwnExample) {
  for (const LayoutEntry* entry : layouts::all()) {
    const auto batch = read({std::string(entry->card->example)});
    EXPECT_EQ(findings_of(*batch), Texts{}) << entry->card->id;
    EXPECT_EQ(entry->unholdable(batch->pairs[0]), nullptr) << entry->card->id;
  }
}

TEST(LayoutRead, ChatMessagesKeepTheirOrderAndRoles) {
  EXPECT_EQ(turns_of(R"({"messages":[{"role":"developer","content":"s"},)"
                     R"({"content":"q","role":"user"},{"role":"model","content":"a"}]})"),
            (Texts{"system: s", "user: q", "assistant: a"}));
}

TEST(LayoutRead, ShareGptCallsBecomeToolCalls) {
  EXPECT_EQ(turns_of(R"({"conversations":[{"from":"human","value":"q"},)"
                     R"({"from":"function_call","value":"{\"name\": \"f\"}"},)"
                     R"({"from":"observation","value":"o"},{"from":"gpt","value":"a"}]})"),
            (Texts{"user: q", R"(assistant:  calls [{"name":"f","arguments":{}}])", "tool: o",
                   "assistant: a"}));
}

TEST(LayoutRead, SystemFieldStandsFirst) {
  EXPECT_EQ(turns_of(R"({"conversations":[{"from":"human","value":"q"},)"
                     R"({"from":"gpt","value":"a"}],"system":"s"})"),
            (Texts{"system: s", "user: q", "assistant: a"}));
}

TEST(LayoutRead, AlpacaJoinsInputAndRemembersTheCut) {
  const auto batch = read({R"({"instruction":"do","input":"this","output":"done"})"});
  EXPECT_EQ(turns(batch->pairs[0].messages), (Texts{"user: do\nthis", "assistant: done"}));
  EXPECT_EQ(batch->pairs[0].input_at, 3U);
}

TEST(LayoutRead, AlpacaHistoryComesBefore) {
  EXPECT_EQ(turns_of(R"({"instruction":"q2","output":"a2","history":[["q1","a1"]],"system":"s"})"),
            (Texts{"system: s", "user: q1", "assistant: a1", "user: q2", "assistant: a2"}));
}

TEST(LayoutRead, FirstOfOutputResponseAnswerWins) {
  const auto batch = read({R"({"instruction":"q","answer":"7","output":"It is 7"})"});
  EXPECT_EQ(turns(batch->pairs[0].messages), (Texts{"user: q", "assistant: It is 7"}));
  EXPECT_EQ(batch->pairs[0].metadata->extra, R"({"answer":"7"})");
}

TEST(LayoutRead, NullColumnsOfOtherLayoutsDoNotCount) {
  EXPECT_EQ(turns_of(R"({"messages":null,"prompt":null,"completion":null,)"
                     R"("instruction":"q","output":null,"response":"a"})"),
            (Texts{"user: q", "assistant: a"}));
}

TEST(LayoutRead, PromptAndCompletionMayBeMessages) {
  EXPECT_EQ(turns_of(R"({"prompt":[{"role":"user","content":"q"}],)"
                     R"("completion":[{"role":"assistant","content":"a"}]})"),
            (Texts{"user: q", "assistant: a"}));
}

TEST(LayoutRead, TextPartsAreJoinedAndReasoningIsMarked) {
  EXPECT_EQ(turns_of(R"({"messages":[{"role":"user","content":[{"type":"text","text":"a"},)"
                     R"({"type":"text","value":"b"}]},{"role":"assistant","content":)"
                     R"([{"type":"reasoning","value":"hm"},{"type":"text","value":"c"}]}]})"),
            (Texts{"user: ab", "assistant: <think>\nhm\n</think>\n\nc"}));
}

TEST(LayoutRead, CallPartsBecomeToolCalls) {
  EXPECT_EQ(
      turns_of(R"({"messages":[{"role":"user","content":"q"},{"role":"assistant","content":)"
               R"([{"type":"tool_call","value":"{\"name\":\"f\"}"},)"
               R"({"type":"tool_call","value":"{\"name\":\"g\"}"}]}]})"),
      (Texts{"user: q",
             R"(assistant:  calls [{"name":"f","arguments":{}},{"name":"g","arguments":{}}])"}));
}

TEST(LayoutRead, ImagePartsAreRefused) {
  const auto batch = read({R"({"messages":[{"role":"user","content":[{"type":"image_url",)"
                           R"("value":"1.jpg"}]},{"role":"assistant","content":"a"}]})"});
  EXPECT_EQ(findings_of(*batch), Texts{"E_FIELD_TYPE messages[0].content"});
}

/// A record whose answer makes these calls.
std::string calling(const std::string& calls) {
  return R"({"messages":[{"role":"user","content":"q"},{"role":"assistant","content":null,)"
         R"("tool_calls":)" +
         calls + "}]}";
}

std::string_view calls_read(const Batch& batch, std::size_t row) {
  return batch.pairs[row].messages[1].tool_calls;
}

TEST(LayoutRead, ToolArgumentsKeepTheirText) {
  const auto batch = read({calling(R"([ {"name": "f", "arguments": {"n":  1.0, "m":1e400}} ])")});
  ASSERT_EQ(findings_of(*batch), Texts{});
  EXPECT_EQ(calls_read(*batch, 0), R"([{"name":"f","arguments":{"n":  1.0, "m":1e400}}])");
}

TEST(LayoutRead, EverySpellingOfACallIsTheSameCall) {
  const Texts records{
      calling(R"([{"name":"f","arguments":{"n":1}}])"),
      calling(R"({"name":"f","arguments":"{\"n\":1}"})"),
      calling(R"([{"type":"function","function":{"name":"f","arguments":{"n":1}}}])"),
      calling(R"([{"id":null,"function":{"arguments":" {\"n\":1} ","name":"f"}}])"),
  };
  const auto batch = read(records);
  ASSERT_EQ(findings_of(*batch), Texts{});
  for (std::size_t row = 1; row < records.size(); ++row)
    EXPECT_EQ(calls_read(*batch, row), calls_read(*batch, 0)) << records[row];
}

TEST(LayoutRead, ArgumentsThatAreNoObjectStayWhatTheyAre) {
  const auto batch = read({calling(R"([{"id":"c1","name":"f","arguments":"now"},)"
                                   R"({"name":"g","arguments":""},{"name":"h","arguments":5}])")});
  EXPECT_EQ(calls_read(*batch, 0),
            R"([{"id":"c1","name":"f","arguments":"now"},{"name":"g","arguments":{}},)"
            R"({"name":"h","arguments":"5"}])");
}

TEST(LayoutRead, WhatACallHasBesidesIsKeptInExtra) {
  const auto batch = read({calling(R"([{"index":0,"name":"f","arguments":{}}])")});
  EXPECT_EQ(calls_read(*batch, 0), R"([{"name":"f","arguments":{}}])");
  ASSERT_NE(batch->pairs[0].metadata, nullptr);
  EXPECT_EQ(batch->pairs[0].metadata->extra,
            R"({"tool_calls":[{"index":0,"name":"f","arguments":{}}]})");
}

TEST(LayoutRead, ACallWithoutANameIsAFault) {
  EXPECT_EQ(findings_of(*read({calling(R"([{"arguments":{}}])")})),
            Texts{"E_FIELD_TYPE messages[1].tool_calls"});
}

TEST(LayoutRead, ToolsHaveOneForm) {
  const std::string record = R"({"question":"q","answer":"a","tools":)";
  const auto batch =
      read({record + R"([{"name":"f","n":1e400}]})",
            record + R"("[{\"type\": \"function\",\n\"function\": )"
                     R"({\"name\":\"f\",\"n\":1e400}}]"})",
            record + R"([{"type":"function","function":{"name":"f"},"strict":true}]})",
            record + R"("[]"})", record + R"("[{]"})"});
  EXPECT_EQ(batch->pairs[0].tools, R"([{"type":"function","function":{"name":"f","n":1e400}}])");
  EXPECT_EQ(batch->pairs[1].tools, batch->pairs[0].tools);
  EXPECT_EQ(batch->pairs[2].tools,
            R"([{"type":"function","function":{"name":"f"},"strict":true}])");
  EXPECT_EQ(batch->pairs[3].tools, "");
  EXPECT_EQ(batch->pairs[4].tools, "");
  EXPECT_EQ(batch->pairs[4].metadata->extra, R"({"tools":"[{]"})");
}

TEST(LayoutRead, LossWeightIsTheMessagesWeight) {
  const auto batch = read({R"({"messages":[{"role":"user","content":"q","loss_weight":0.0},)"
                           R"({"role":"assistant","content":"a","weight":1}]})"});
  EXPECT_EQ(batch->pairs[0].messages[0].weight, 0.0);
  EXPECT_EQ(batch->pairs[0].messages[1].weight, 1.0);
}

TEST(LayoutRead, UnknownMembersOfMessagesGoToExtra) {
  const auto batch = read({R"({"messages":[{"role":"user","content":"q","when":1.50},)"
                           R"({"role":"assistant","content":"a"}]})"});
  EXPECT_EQ(batch->pairs[0].metadata->extra, R"({"messages[0].when":1.50})");
}

TEST(LayoutRead, PreferenceOfEverySpellingIsOnePair) {
  const std::string plain = R"({"prompt":"q","chosen":"a","rejected":"b"})";
  const std::string lists =
      R"({"chosen":[{"role":"user","content":"q"},)"
      R"({"role":"assistant","content":"a"}],"rejected":)"
      R"([{"role":"user","content":"q"},{"role":"assistant","content":"b"}]})";
  const std::string factory = R"({"conversations":[{"from":"human","value":"q"}],)"
                              R"("chosen":{"from":"gpt","value":"a"},)"
                              R"("rejected":{"from":"gpt","value":"b"}})";
  const std::string v1 = R"({"chosen_messages":[{"role":"user","content":"q"},)"
                         R"({"role":"assistant","content":"a"}],"rejected_messages":)"
                         R"([{"role":"user","content":"q"},{"role":"assistant","content":"b"}]})";
  const auto batch = read({plain, lists, factory, v1});
  EXPECT_EQ(findings_of(*batch), Texts{});
  for (const Pair& pair : batch->pairs) {
    EXPECT_EQ(turns(pair.messages), (Texts{"user: q", "assistant: a"}));
    EXPECT_EQ(turns(pair.rejected), (Texts{"assistant: b"}));
    EXPECT_EQ(pair.content, batch->pairs[0].content);
  }
}

TEST(LayoutRead, RejectedThatPartsEarlierIsAWholeConversation) {
  const auto batch =
      read({R"({"chosen":[{"role":"user","content":"q"},)"
            R"({"role":"assistant","content":"a"},{"role":"user","content":"r"},)"
            R"({"role":"assistant","content":"s"}],"rejected":)"
            R"([{"role":"user","content":"q"},{"role":"assistant","content":"b"}]})"});
  EXPECT_EQ(turns(batch->pairs[0].rejected), (Texts{"user: q", "assistant: b"}));
}

TEST(LayoutRead, LabelBesideMessagesIsKto) {
  const auto batch = read({R"({"messages":[{"role":"user","content":"q"},)"
                           R"({"role":"assistant","content":"a"}],"label":false})"});
  EXPECT_EQ(batch->pairs[0].label, Label::kFalse);
}

TEST(LayoutRead, LabelsThatAreTextsAreReadWhereTheySayTrueOrFalse) {
  const auto batch = read({R"({"prompt":"q","completion":"a","label":"TRUE"})",
                           R"({"prompt":"q","completion":"a","label":"false"})",
                           R"({"prompt":"q","completion":"a","label":"good"})"});
  EXPECT_EQ(batch->pairs[0].label, Label::kTrue);
  EXPECT_EQ(batch->pairs[1].label, Label::kFalse);
  EXPECT_EQ(batch->pairs[2].label, Label::kNone);
}

TEST(LayoutRead, CsvCellsMayHoldMessagesAsJson) {
  const auto batch =
      read_cells(R"({"messages":"[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",)"
                 R"(\"content\":\"a\"}]","tags":"x","quality":"0.5","prompt":""})");
  EXPECT_EQ(findings_of(*batch), Texts{});
  EXPECT_EQ(turns(batch->pairs[0].messages), (Texts{"user: q", "assistant: a"}));
  EXPECT_EQ((*batch->pairs[0].metadata)[ListField::kTags][0], "x");
  EXPECT_EQ(batch->pairs[0].metadata->scores[0].value, 0.5);
}

TEST(LayoutRead, CsvTextThatLooksLikeJsonStaysText) {
  const auto batch = read_cells(R"({"prompt":"list","completion":"[1, 2]"})");
  EXPECT_EQ(turns(batch->pairs[0].messages), (Texts{"user: list", "assistant: [1, 2]"}));
}

// ---- Faults --------------------------------------------------------------------------------

TEST(LayoutFault, EachFaultHasItsCodeAndField) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {R"(["a"])", "E_ROW_SHAPE "},
      {R"({"instruction":"a","response":null})", "E_NULL_FIELD response"},
      {R"({"instruction":"a","response":{"text":"b"}})", "E_FIELD_TYPE response"},
      {R"({"prompt":"a","completion":{"text":"b"}})", "E_FIELD_TYPE completion"},
      {R"({"prompt":{"text":"a"},"completion":"b"})", "E_FIELD_TYPE prompt"},
      {R"({"prompt":"a","completion":{"role":"assistant"}})", "E_MISSING_FIELD completion.content"},
      {R"({"instruction":"a","response":"b","quality":"0.9"})", "E_FIELD_TYPE quality"},
      {R"({"instruction":"a","response":"b","tags":"x;y"})", "E_FIELD_TYPE tags"},
      {R"({"messages":[{"role":"wizard","content":"b"}]})", "E_ROLE messages[0].role"},
      {R"({"messages":[{"role":"user"}]})", "E_MISSING_FIELD messages[0].content"},
      {R"({"messages":"none"})", "E_FIELD_TYPE messages"},
      {R"({"messages":[]})", "E_EMPTY_FIELD messages"},
      {R"({"text":"b"})", "E_MISSING_FIELD "},
      {R"({"instruction":"a"})", "E_MISSING_FIELD "},
      {R"({"chosen":"a","rejected":"b"})", "E_MISSING_FIELD prompt"},
      {R"({"instruction":"a","response":"b",})", "E_JSON_SYNTAX "},
  };
  for (const auto& [record, expected] : cases) {
    const auto batch = read({record});
    EXPECT_EQ(findings_of(*batch), Texts{expected}) << record;
    EXPECT_EQ(batch->fates[0], Fate::kQuarantined) << record;
  }
}

TEST(LayoutFault, PointsToTheColumn) {
  const auto batch = read({R"({"messages":[{"role":"wizard","content":"b"}]})"});
  EXPECT_EQ(batch->findings[0].column, 22U);
  EXPECT_NE(batch->findings[0].detail.find("wizard"), std::string::npos);
}

TEST(LayoutFault, MissingLayoutListsFieldsAndTheNearestName) {
  const auto batch = read({R"({"idx":1,"Instructoin":"x"})"});
  const std::string& detail = batch->findings[0].detail;
  EXPECT_NE(detail.find("`idx`, `Instructoin`"), std::string::npos) << detail;
  EXPECT_NE(detail.find("`instruction`"), std::string::npos) << detail;
  EXPECT_NE(detail.find("--map"), std::string::npos) << detail;
}

TEST(LayoutFault, AtMostEightFaultsAreKeptOfOneRecord) {
  std::string record = R"({"messages":[)";
  for (int i = 0; i < 50; ++i)
    record += R"({"role":"x","content":"y"},)";
  record.back() = ']';
  EXPECT_EQ(read({record + "}"})->findings.size(), 8U);
}

TEST(LayoutFault, ABadRecordLeavesItsNeighboursAlone) {
  const std::string good = R"({"instruction":"q","output":"a","n":1})";
  const auto batch = read({good, R"({"instruction":1,"output":"a","source":"s"})", good});
  EXPECT_EQ(batch->fates[0], Fate::kExported);
  EXPECT_EQ(batch->fates[1], Fate::kQuarantined);
  EXPECT_EQ(batch->pairs[2].metadata->extra, R"({"n":1})");
  EXPECT_EQ((*batch->pairs[2].metadata)[TextField::kSourceDocument], "");
}

TEST(LayoutFault, RecordsThatTheContainerRefusedAreLeftAlone) {
  auto batch = testing::batch_of({""});
  batch->fates = {Fate::kQuarantined};
  RecordReader(nullptr).read(*batch);
  EXPECT_TRUE(batch->findings.empty());
}

}  // namespace
}  // namespace bmo::formats
