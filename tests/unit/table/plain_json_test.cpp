// What the plain reader takes, it reads as simdjson does; the rest it leaves alone.
#include <random>

#include <gtest/gtest.h>

#include "bmo/json/events.hpp"
#include "bmo/table/json_hash.hpp"
#include "bmo/table/json_plain.hpp"

namespace bmo::table {
namespace {

Schema schema() {
  const Field turn{.name = "element",
                   .kind = ColumnKind::kStruct,
                   .children = {{"role"},
                                {"content"},
                                {.name = "name", .optional = true},
                                {.name = "weight", .kind = ColumnKind::kReal, .whole = true},
                                {.name = "calls", .kind = ColumnKind::kJson, .nested = true}}};
  const Field source{.name = "source",
                     .kind = ColumnKind::kStruct,
                     .children = {{"document"}, {.name = "offset", .kind = ColumnKind::kInteger}},
                     .optional = true};
  return {{"id"},
          {.name = "turns", .kind = ColumnKind::kList, .children = {turn}},
          {.name = "label", .kind = ColumnKind::kFlag},
          {.name = "score", .kind = ColumnKind::kReal},
          {.name = "tags", .kind = ColumnKind::kList, .children = {{"element"}}, .optional = true},
          source,
          {.name = "w\u00e4hrung", .optional = true}};
}

const std::vector<std::string>& plain_rows() {
  static const std::vector<std::string> kRows{
      R"({"id":"7","turns":[],"label":null,"score":null})",
      R"({"id":"","turns":[{"role":"user","content":"a\n\"b\" \u0007 Stra\u00dfe, Größe 木","weight":1,"calls":null},{"role":"assistant","content":"long enough for more than one block of sixteen bytes","name":"n","weight":0.25,"calls":null}],"label":true,"score":-1.5e-7,"tags":["a","","b"],"source":{"document":"d\\","offset":-42}})",
      R"({"id":"\ud83d\ude00 \/ \b\f\r\t","turns":[],"label":false,"score":73.0,"tags":[]})"};
  return kRows;
}

/// False where the plain reader leaves the text alone.
bool reads_alike(const std::string& text) {
  static const Schema kSchema = schema();
  static PlainJson plain(kSchema);
  static JsonHasher any;
  const std::string padded = text + std::string(json::EventReader::kPadding, '\n');
  const std::string_view row(padded.data(), text.size());
  Hash128 sum;
  if (!plain.add_row(sum, row)) return false;
  EXPECT_EQ(sum, any.row(kSchema, row)) << text;
  return true;
}

TEST(PlainJson, ReadsWhatOurContainersWrite) {
  for (const std::string& row : plain_rows())
    EXPECT_TRUE(reads_alike(row)) << row;
}

TEST(PlainJson, LeavesOtherSpellingsAlone) {
  for (const char* row :
       {R"({"id": "7","turns":[],"label":null,"score":null})",
        R"({"turns":[],"id":"7","label":null,"score":null})",
        R"({"id":"7","turns":[],"label":null})", R"({"id":"7","turns":[],"label":null,"score":1})",
        R"({"id":"7","turns":[],"label":null,"score":1.0e999})",
        R"({"id":"7","turns":[],"label":null,"score":01.5})",
        R"({"id":"7","turns":[],"label":null,"score":null,"more":1})",
        R"({"id":"7","turns":[],"label":null,"score":null,"währung":"x"})",
        R"({"id":"\x","turns":[],"label":null,"score":null})",
        R"({"id":"\ud800","turns":[],"label":null,"score":null})",
        "{\"id\":\"\t\",\"turns\":[],\"label\":null,\"score\":null}",
        "{\"id\":\"\xff\",\"turns\":[],\"label\":null,\"score\":null}",
        R"({"id":"7","turns":[],"label":null,"score":null}})",
        R"({"id":"7","turns":[],"label":null,"score":null)", R"({"id":"7)", "{", ""}) {
    EXPECT_FALSE(reads_alike(row)) << row;
  }
}

/// One change of a few kinds, drawn by `random`.
std::string changed(std::string text, std::mt19937& random) {
  constexpr std::string_view kBytes = "{}[]\",:\\/0159.-+eEnul \n\x01\xc3\xa9tfb";
  const std::size_t at = random() % text.size();
  const std::size_t size = 1 + random() % 8;
  switch (random() % 4) {
    case 0:
      return text.erase(at, size);
    case 1:
      return text.insert(at, 1, kBytes[random() % kBytes.size()]);
    case 2:
      return text.insert(at, text.substr(random() % text.size(), size));
    default:
      text[at] = kBytes[random() % kBytes.size()];
      return text;
  }
}

TEST(PlainJson, ReadsChangedRowsLikeSimdjsonOrNotAtAll) {
  std::mt19937 random(7);
  std::size_t taken = 0;
  constexpr std::size_t kRounds = 200'000;
  for (std::size_t round = 0; round < kRounds; ++round) {
    std::string text = plain_rows()[round % plain_rows().size()];
    for (std::size_t changes = 1 + random() % 2; changes > 0 && !text.empty(); --changes)
      text = changed(std::move(text), random);
    taken += reads_alike(text) ? 1 : 0;
  }
  EXPECT_GT(taken, kRounds / 20);
  EXPECT_LT(taken, kRounds / 2);
}

}  // namespace
}  // namespace bmo::table
