// Mapping files: what they say, what is wrong with them, and the presets.
#include <gtest/gtest.h>

#include "tests/unit/formats/layout_support.hpp"

namespace bmo::formats {
namespace {

using testing::findings_of;
using testing::read;
using Texts = std::vector<std::string>;

Mapping mapping_of(const std::string& text) {
  auto mapping = parse_mapping(text, "map.toml");
  EXPECT_TRUE(mapping) << mapping.error().message;
  return mapping ? *std::move(mapping) : Mapping();
}

Error fault_of(const std::string& text) {
  auto mapping = parse_mapping(text, "map.toml");
  EXPECT_FALSE(mapping) << text;
  return mapping ? Error() : mapping.error();
}

TEST(Mapping, PathsLeadIntoTheRecordAndTheRestIsKept) {
  const Mapping mapping = mapping_of(R"([fields]
instruction = "ask"
response = "out.texts[-1]"
source.document = "meta.doc"
[constants]
category = "support"
generation.temperature = 0.5
)");
  const auto batch = read({R"({"ask":"q","out":{"n":1.0,"texts":["x","a"]},)"
                           R"("meta":{"doc":"d","page":3}})"},
                          &mapping);
  ASSERT_EQ(findings_of(*batch), Texts{});
  const Pair& pair = batch->pairs[0];
  EXPECT_EQ(pair.messages[0].content, "q");
  EXPECT_EQ(pair.messages[1].content, "a");
  const Metadata& metadata = *pair.metadata;
  EXPECT_EQ(metadata[TextField::kSourceDocument], "d");
  EXPECT_EQ(metadata[TextField::kCategory], "support");
  EXPECT_EQ(metadata[RealField::kTemperature], 0.5);
  EXPECT_EQ(metadata.extra, R"({"out":{"n":1.0,"texts":["x","a"]},"meta":{"page":3}})");
}

TEST(Mapping, RolesAreRenamed) {
  const Mapping mapping = mapping_of("[roles]\nlady = \"user\"\nlord = \"assistant\"\n");
  const auto batch = read({R"({"messages":[{"role":"lady","content":"q"},)"
                           R"({"role":"lord","content":"a"}]})"},
                          &mapping);
  EXPECT_EQ(findings_of(*batch), Texts{});
  EXPECT_EQ(batch->pairs[0].messages[0].role, Role::kUser);
}

TEST(Mapping, ScoresOutsideTheirScaleAreRangeFaults) {
  const Mapping mapping = mapping_of("[scores.judge]\npath = \"eval.judge\"\nscale = [1, 5]\n");
  const auto batch = read({R"({"instruction":"q","output":"a","eval":{"judge":5}})",
                           R"({"instruction":"q","output":"a","eval":{"judge":5.5}})"},
                          &mapping);
  EXPECT_EQ(findings_of(*batch), Texts{"E_RANGE eval.judge"});
  EXPECT_EQ(batch->findings[0].row, 1U);
  EXPECT_EQ(batch->pairs[0].metadata->scores[0].name, "judge");
}

TEST(Mapping, AFieldThatTheRecordLacksIsNamed) {
  const Mapping mapping = mapping_of("[fields]\ninstruction = \"ask\"\nresponse = \"say\"\n");
  const auto batch = read({R"({"ask":"q"})"}, &mapping);
  EXPECT_EQ(findings_of(*batch), Texts{"E_MISSING_FIELD say"});
}

TEST(Mapping, FaultsHaveLineAndNearestName) {
  const Error unknown = fault_of("[fields]\nrespnse = \"a\"\n");
  EXPECT_EQ(unknown.code, "E_MAPPING");
  EXPECT_EQ(unknown.place.line, 2U);
  EXPECT_NE(unknown.message.find("`response`"), std::string::npos) << unknown.message;
  EXPECT_EQ(fault_of("[fields]\n\nresponse = \"a..b\"\n").place.line, 3U);
  EXPECT_EQ(fault_of("[fields]\nresponse = \n").place.line, 2U);
  EXPECT_EQ(fault_of("[field]\nresponse = \"a\"\n").code, "E_MAPPING");
  EXPECT_EQ(fault_of("[roles]\nx = \"usr\"\n").place.line, 2U);
  EXPECT_EQ(fault_of("[scores.x]\nscale = [1, 5]\n").code, "E_MAPPING");
  EXPECT_EQ(fault_of("[scores.x]\npath = \"x\"\nscale = [5, 1]\n").place.line, 3U);
  EXPECT_EQ(fault_of("[constants]\ngeneration.seed = \"x\"\n").place.line, 2U);
}

TEST(Mapping, EveryPresetParses) {
  for (const MappingPreset& preset : mapping_presets()) {
    EXPECT_TRUE(parse_mapping(std::string(preset.text), std::string(preset.name))) << preset.name;
  }
}

TEST(Mapping, TranscriptsBecomeTurns) {
  const Mapping mapping = mapping_of("[fields]\nmessages = \"t:transcript\"\n");
  const auto batch =
      read({R"({"t":"\n\nHuman: a\n\nb\n\nAssistant:  c\n\nHuman: d\n\nAssistant:"})",
            R"({"t":"no dialogue"})"},
           &mapping);
  EXPECT_EQ(findings_of(*batch), Texts{"E_FIELD_TYPE t"});
  const auto messages = batch->pairs[0].messages;
  ASSERT_EQ(messages.size(), 4U);
  EXPECT_EQ(messages[0].content, "a\n\nb");
  EXPECT_EQ(messages[1].content, " c");
  EXPECT_EQ(messages[3].content, "");
}

TEST(Mapping, TreesAreFollowedToTheLastAnswer) {
  const Mapping mapping =
      mapping_of("[fields]\nmessages = \"prompt.replies:tree\"\n[roles]\nprompter = \"user\"\n");
  const auto batch =
      read({R"({"prompt":{"text":"q","role":"prompter","replies":[{"text":"a","role":)"
            R"("assistant","replies":[{"text":"r","role":"prompter","replies":[]}]},)"
            R"({"text":"b","role":"assistant","replies":[]}]}})"},
           &mapping);
  ASSERT_EQ(findings_of(*batch), Texts{});
  ASSERT_EQ(batch->pairs[0].messages.size(), 2U);
  EXPECT_EQ(batch->pairs[0].messages[1].content, "a");
  EXPECT_NE(batch->pairs[0].metadata->extra.find("\"b\""), std::string_view::npos);
}

}  // namespace
}  // namespace bmo::formats
