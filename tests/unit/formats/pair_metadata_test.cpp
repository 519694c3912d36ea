// What becomes of the fields that no layout takes: metadata, extra, id.
#include <gtest/gtest.h>

#include "tests/unit/formats/layout_support.hpp"

namespace bmo::formats {
namespace {

using testing::findings_of;
using testing::read;
using Texts = std::vector<std::string>;

/// The pair of {"instruction":"q","output":"a", FIELDS}.
std::unique_ptr<Batch> with(const std::string& fields) {
  auto batch = read({R"({"instruction":"q","output":"a",)" + fields + "}"});
  EXPECT_EQ(findings_of(*batch), Texts{});
  return batch;
}

std::string extra_of(const std::string& fields) {
  const auto batch = with(fields);
  return batch->pairs[0].metadata == nullptr ? "" : std::string(batch->pairs[0].metadata->extra);
}

TEST(PairMetadata, NothingIsKeptWhereNothingIsKnown) {
  EXPECT_EQ(with(R"("topics":[],"category":null,"source":"")")->pairs[0].metadata, nullptr);
}

TEST(PairMetadata, UnknownFieldsKeepTheirBytesAndOrder) {
  EXPECT_EQ(extra_of(R"("z":9007199254740993,"a":1.0,"é":{ "x" : "\u0041" },"n":null)"),
            R"({"z":9007199254740993,"a":1.0,"é":{ "x" : "\u0041" },"n":null})");
}

TEST(PairMetadata, CanonicalNamesAreTakenAtTheTopAndInside) {
  const auto batch = with(R"("category":"c","metadata":{"language":"en","topics":["t"]})");
  const Metadata& metadata = *batch->pairs[0].metadata;
  EXPECT_EQ(metadata[TextField::kCategory], "c");
  EXPECT_EQ(metadata[TextField::kLanguage], "en");
  EXPECT_EQ(metadata[ListField::kTopics][0], "t");
  EXPECT_EQ(metadata.extra, "");
}

TEST(PairMetadata, GroupsAreOpened) {
  const auto batch = with(R"("source":{"uri":"u","page":3},"generation":{"temperature":0.5},)"
                          R"("review.status":"ok","source_title":"t")");
  const Metadata& metadata = *batch->pairs[0].metadata;
  EXPECT_EQ(metadata[TextField::kSourceUri], "u");
  EXPECT_EQ(metadata[TextField::kSourceTitle], "t");
  EXPECT_EQ(metadata[TextField::kReviewStatus], "ok");
  EXPECT_EQ(metadata[RealField::kTemperature], 0.5);
  EXPECT_EQ(metadata.extra, R"({"source.page":3})");
}

TEST(PairMetadata, TextSourceIsTheDocument) {
  EXPECT_EQ((*with(R"("source":"book")")->pairs[0].metadata)[TextField::kSourceDocument], "book");
}

TEST(PairMetadata, SingularNamesStandForAListOfOne) {
  EXPECT_EQ((*with(R"("topic":"t")")->pairs[0].metadata)[ListField::kTopics][0], "t");
}

TEST(PairMetadata, ScoresComeAsNumbersMapsAndLists) {
  const auto batch = with(R"("quality":7,"scores":{"help":0.5},"metadata":{"scores":)"
                          R"([{"name":"judge","value":4.0}]})");
  const auto scores = batch->pairs[0].metadata->scores;
  ASSERT_EQ(scores.size(), 3U);
  EXPECT_EQ(scores[0].name, "quality");
  EXPECT_EQ(scores[1].name, "help");
  EXPECT_EQ(scores[2].name, "judge");
  EXPECT_EQ(scores[2].value, 4.0);
}

TEST(PairMetadata, NumbersThatNoDoubleHoldsStayInExtra) {
  EXPECT_EQ(extra_of(R"("quality":9007199254740993,"generation":{"seed":9007199254740993})"),
            R"({"quality":9007199254740993,"generation.seed":9007199254740993})");
}

TEST(PairMetadata, CanonicalNamesWithOtherTypesStayInExtra) {
  EXPECT_EQ(extra_of(R"("difficulty":3,"language":["en"],"label":"spam","tools":"none")"),
            R"({"difficulty":3,"language":["en"],"label":"spam","tools":"none"})");
}

TEST(PairMetadata, ASecondFieldOfOneNameIsKept) {
  EXPECT_EQ(extra_of(R"("x":1,"metadata":{"x":2,"extra":{"x":3}})"),
            R"({"x":1,"metadata.x":2,"extra.x":3})");
}

TEST(PairMetadata, IdIsTextOrNumber) {
  EXPECT_EQ(with(R"("id":"p1")")->pairs[0].id, "p1");
  EXPECT_EQ(with(R"("id":17.0)")->pairs[0].id, "17.0");
  EXPECT_EQ(with(R"("id":"")")->pairs[0].id.size(), 32U);
}

TEST(PairMetadata, TheMadeIdIsTheContentsHash) {
  const auto batch = with(R"("note":1)");
  const std::string canonical =
      R"({"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]})";
  EXPECT_EQ(batch->pairs[0].id, to_hex(hash128(canonical)));
}

TEST(PairMetadata, TheHashIsOfContentNotOfSpelling) {
  const auto batch = read({R"({"instruction":"q\u0041","output":"a","x":1})",
                           R"({"messages":[{"role":"user","content":"qA"},)"
                           R"({"role":"assistant","content":"a"}]})",
                           R"({"instruction":"q\u0041","output":"a","label":true})"});
  EXPECT_EQ(batch->pairs[0].content, batch->pairs[1].content);
  EXPECT_NE(batch->pairs[0].content, batch->pairs[2].content);
}

}  // namespace
}  // namespace bmo::formats
