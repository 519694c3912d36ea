// A mapping file as a layout: what it writes, what it refuses, and that it reads its own rows.
#include <gtest/gtest.h>

#include "tests/unit/formats/layout_support.hpp"

namespace bmo::formats {
namespace {

using testing::findings_of;
using testing::read;
using testing::write;
using Texts = std::vector<std::string>;

Mapping mapping_of(const std::string& toml) {
  auto mapping = parse_mapping(toml, "my.toml");
  EXPECT_TRUE(mapping) << (mapping ? "" : mapping.error().message);
  return mapping ? *mapping : Mapping();
}

std::shared_ptr<const LayoutEntry> layout_of(const std::string& toml) {
  auto layout = make_layout(mapping_of(toml), "my");
  EXPECT_TRUE(layout) << (layout ? "" : layout.error().message);
  return layout ? *layout : nullptr;
}

Texts rows_of(const std::string& toml, const Texts& records) {
  const auto layout = layout_of(toml);
  return write(*read(records), *layout, MetadataMode::kSidecar);
}

std::string refusal(const std::string& toml) {
  auto mapping = parse_mapping(toml, "my.toml");
  if (!mapping) return mapping.error().code + ": " + mapping.error().message;
  auto layout = make_layout(*mapping, "my");
  return layout ? "" : layout.error().code + ": " + layout.error().message;
}

const std::string kPlain = "[fields]\ninstruction = \"q\"\nresponse = \"a\"\n";
const std::string kRecord =
    R"({"instruction":"do","input":"this","output":"done","topics":["x","y"],)"
    R"("scores":{"judge":4.0},"category":"c","id":"i"})";

TEST(MappedLayout, PathsBecomeNestedObjectsAndLists) {
  EXPECT_EQ(rows_of("[fields]\ninstruction = \"in.text\"\nresponse = \"out[0].text\"\n"
                    "category = \"in.kind\"\n",
                    {kRecord}),
            Texts{R"({"in":{"text":"do\nthis","kind":"c"},"out":[{"text":"done"}]})"});
}

TEST(MappedLayout, KeysStandInTheOrderOfTheFile) {
  EXPECT_EQ(rows_of("[fields]\nresponse = \"z\"\ninstruction = \"a\"\ninput = \"m\"\n", {kRecord}),
            Texts{R"({"z":"done","a":"do","m":"this"})"});
}

TEST(MappedLayout, JoinsConstantsTypesAndDefaults) {
  EXPECT_EQ(
      rows_of(kPlain + "[write]\nboth = { join = \"{{{id}}} {instruction}/{response}\" }\n"
                       "one = { value = 1 }\nyes = { value = true }\nhalf = { value = 0.5 }\n"
                       "list = { value = [1, \"b\"] }\n"
                       "grade = { field = \"scores.judge\", type = \"integer\", default = 0 }\n"
                       "none = { field = \"scores.other\", type = \"integer\", default = 7 }\n"
                       "text = { field = \"scores.judge\", type = \"text\" }\n"
                       "level = { field = \"difficulty\", default = \"easy\" }\n"
                       "topics = \"topics\"\n",
              {kRecord}),
      Texts{R"({"q":"do\nthis","a":"done","both":"{i} do\nthis/done","one":1,"yes":true,)"
            R"("half":0.5,"list":[1,"b"],"grade":4,"none":7,"text":"4","level":"easy",)"
            R"("topics":["x","y"]})"});
}

TEST(MappedLayout, MessagesGoOutWhole) {
  EXPECT_EQ(rows_of("[fields]\nmessages = \"chat.turns\"\n", {kRecord}),
            Texts{R"({"chat":{"turns":[{"role":"user","content":"do\nthis"},)"
                  R"({"role":"assistant","content":"done"}]}})"});
}

TEST(MappedLayout, SaysWhatItCannotHold) {
  const auto layout = layout_of(kPlain);
  const auto batch = read({R"({"instruction":"q","output":"a","system":"s"})",
                           R"({"instruction":"q","output":"a","history":[["b","c"]]})"});
  EXPECT_STREQ(layout->unholdable(batch->pairs[0]), "a system prompt");
  EXPECT_STREQ(layout->unholdable(batch->pairs[1]), "more than one turn");
}

TEST(MappedLayout, RowsThatBreakTheSchemaAreNotHeld) {
  const std::string schema =
      R"({"properties":{"a":{"type":"string","minLength":3}},"required":["a"]})";
  const auto layout = layout_of(with_schema(kPlain, schema));
  const auto batch =
      read({R"({"instruction":"q","output":"long"})", R"({"instruction":"q","output":"s"})"});
  EXPECT_EQ(layout->unholdable(batch->pairs[0]), nullptr);
  const Unholdable why = layout->unholdable(batch->pairs[1]);
  ASSERT_NE(why, nullptr);
  EXPECT_NE(std::string(why).find("at /a: "), std::string::npos) << why;
}

TEST(MappedLayout, RecordsThatBreakTheSchemaAreQuarantined) {
  const Mapping mapping =
      mapping_of(with_schema(kPlain, R"({"properties":{"n":{"type":"integer"}}})"));
  const auto batch = read({R"({"q":"q","a":"a","n":1})", R"({"q":"q","a":"a","n":"1"})"}, &mapping);
  EXPECT_EQ(findings_of(*batch), Texts{"E_SCHEMA "});
  EXPECT_EQ(batch->fates[1], Fate::kQuarantined);
}

TEST(MappedLayout, ReadsWhatItWrote) {
  const std::string toml =
      "[fields]\nid = \"n\"\ninstruction = \"in.text\"\ninput = \"in.more\"\nresponse = "
      "\"out[0]\"\n"
      "source.offset = \"at\"\ntopics = \"about\"\nlabel = \"good\"\n";
  const Mapping mapping = mapping_of(toml);
  const auto first = read({R"({"id":"i","instruction":"do","input":"this","output":"done",)"
                           R"("topics":["x"],"source":{"offset":3},"label":true})"});
  const auto second = read(write(*first, *layout_of(toml), MetadataMode::kSidecar), &mapping);
  ASSERT_EQ(findings_of(*second), Texts{});
  EXPECT_EQ(testing::canonical(*second, {0}), testing::canonical(*first, {0}));
  EXPECT_EQ(second->pairs[0].input_at, first->pairs[0].input_at);
}

TEST(MappedLayout, ReadingJoinsTypesAndFallsBack) {
  const Mapping mapping = mapping_of(
      "[fields]\ninstruction = { join = \"{title}: {body.text} ({n})\" }\n"
      "response = { path = \"a\", default = \"none\" }\n"
      "label = { path = \"ok\", type = \"flag\" }\n"
      "category = { path = \"kind\", type = \"text\" }\n"
      "source.offset = { path = \"at\", type = \"number\" }\n");
  const auto batch =
      read({R"({"title":"t","body":{"text":"b"},"n":5,"ok":1,"kind":7,"at":" 12 "})"}, &mapping);
  ASSERT_EQ(findings_of(*batch), Texts{});
  const Pair& pair = batch->pairs[0];
  EXPECT_EQ(pair.messages[0].content, "t: b (5)");
  EXPECT_EQ(pair.messages[1].content, "none");
  EXPECT_EQ(pair.label, Label::kTrue);
  EXPECT_EQ((*pair.metadata)[TextField::kCategory], "7");
  EXPECT_EQ((*pair.metadata)[RealField::kSourceOffset], 12.0);
}

TEST(MappedLayout, WhatNoRowCanHaveIsRefused) {
  EXPECT_EQ(refusal("[write]\na = \"response\"\n"),
            "E_MAPPING: the mapping `my` writes no conversation");
  EXPECT_EQ(refusal(kPlain + "category = \"a.b\"\n"), "E_MAPPING: no row can have `a.b`");
  EXPECT_EQ(refusal(kPlain + "category = \"c[1]\"\n"), "E_MAPPING: no row can have `c[1]`");
  EXPECT_EQ(refusal(kPlain + "[write]\nx = \"respons\"\n"),
            "E_MAPPING: `respons`: a pair has no such field; did you mean `response`?");
  EXPECT_EQ(refusal(kPlain + "[write]\nx = { join = \"{a\" }\n"),
            "E_MAPPING: `{a` cannot be joined");
  EXPECT_EQ(refusal(kPlain + "[write]\nx = { field = \"id\", value = 1 }\n"),
            "E_MAPPING: `x` says more than one thing, or nothing");
  EXPECT_EQ(refusal(with_schema(kPlain, R"({"type":5})")), "E_SCHEMA_FILE: this is no JSON Schema");
}

}  // namespace
}  // namespace bmo::formats
