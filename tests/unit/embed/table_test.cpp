// Tests static tables: their files, their sums and the one that is built in.
#include "bmo/embed/table.hpp"

#include <gtest/gtest.h>

#include "bmo/embed/ngrams.hpp"
#include "bmo/embed/table_words.hpp"

namespace bmo::embed {
namespace {

std::uint32_t key_of_word(std::string_view word) {
  std::uint32_t key = 0;
  for_each_table_word(word, [&](std::uint64_t hash, std::string_view) { key = table_key(hash); });
  return key;
}

std::uint32_t first_piece_of(std::string_view word) {
  std::uint32_t key = 0;
  for_each_piece(word, [&](std::uint64_t hash) {
    if (key == 0) key = table_key(hash);
  });
  return key;
}

/// Rows for two words and for a piece, "<ta".
TableParts small_parts() {
  return {.dimension = 3,
          .keys = {key_of_word("sun"), key_of_word("moon"), first_piece_of("tan")},
          .values = {100, 0, 0, 0, 50, 0, 0, 0, 30},
          .language = "en",
          .recipe = R"({"texts":2})"};
}

Vectors encode(const Encoder& encoder, std::vector<std::string_view> texts) {
  Vectors out;
  const Status status = encoder.encode(texts, out);
  EXPECT_TRUE(status);
  return out;
}

std::vector<std::int8_t> row(const Vectors& vectors, std::size_t at) {
  const auto span = vectors.row(at);
  return {span.begin(), span.end()};
}

using Row = std::vector<std::int8_t>;

TEST(TableWords, FoldLettersAndLeaveApostrophesOut) {
  std::vector<std::string> words;
  for_each_table_word("It ISN'T 2nd-rate, isn\xE2\x80\x99t\xE2\x80\x94it?",
                      [&](std::uint64_t, std::string_view word) { words.emplace_back(word); });
  EXPECT_EQ(words, (std::vector<std::string>{"it", "isnt", "2nd", "rate", "isnt", "it"}));
}

TEST(StaticTable, AddsTheRowsOfItsWords) {
  const StaticTable table(small_parts());
  const Vectors out = encode(table, {"Sun, moon!", "moon"});
  EXPECT_EQ(row(out, 0), (Row{127, 64, 0}));
  EXPECT_EQ(row(out, 1), (Row{0, 127, 0}));
}

TEST(StaticTable, TakesUnknownWordsApart) {
  const StaticTable table(small_parts());
  EXPECT_EQ(row(encode(table, {"talk"}), 0), (Row{0, 0, 127}));
}

TEST(StaticTable, GivesZerosForATextWithoutWords) {
  const StaticTable table(small_parts());
  const Vectors out = encode(table, {"?!", "sun"});
  EXPECT_EQ(row(out, 0), (Row{0, 0, 0}));
  EXPECT_EQ(cosine(out, 0, out, 1), 0.0F);
}

TEST(StaticTable, ComesBackFromItsFile) {
  const StaticTable table(small_parts());
  Result<TableParts> parts = read_table(write_table(small_parts()));
  ASSERT_TRUE(parts);
  const StaticTable again(*std::move(parts));
  EXPECT_EQ(again.card().digest, table.card().digest);
  EXPECT_EQ(again.card().language, "en");
  EXPECT_EQ(again.recipe(), R"({"texts":2})");
  EXPECT_EQ(row(encode(again, {"sun moon"}), 0), row(encode(table, {"sun moon"}), 0));
}

TEST(StaticTable, RefusesAFileCutAtAnyByte) {
  const std::string whole = write_table(small_parts());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(read_table(std::string_view(whole).substr(0, size))) << size;
  }
}

TEST(StaticTable, HasAnotherDigestForOneOtherByte) {
  TableParts changed = small_parts();
  changed.values[0] = 99;
  EXPECT_NE(StaticTable(changed).card().digest, StaticTable(small_parts()).card().digest);
}

TEST(BuiltinTable, PutsAParaphraseNearerThanAnotherSubject) {
  const auto table = builtin_table();
  ASSERT_TRUE(table);
  EXPECT_EQ((*table)->card().language, "en");
  EXPECT_LE((*table)->num_bytes(), 4000000U);
  const Vectors out = encode(
      **table, {"How can I cook rice?", "What is the way to boil rice", "Name a river in France."});
  EXPECT_GT(cosine(out, 0, out, 1), 0.5F);
  EXPECT_GT(cosine(out, 0, out, 1), cosine(out, 0, out, 2) + 0.3F);
}

TEST(BuiltinTable, IgnoresCaseAndPunctuation) {
  const auto table = builtin_table();
  ASSERT_TRUE(table);
  const Vectors out = encode(**table, {"A SMALL dog; barks!", "a small dog barks"});
  EXPECT_EQ(row(out, 0), row(out, 1));
}

TEST(NgramEncoder, PutsATypoNearTheWord) {
  const Vectors out = encode(
      NgramEncoder(), {"conservation of momentum", "conservaton of momentum", "blue cheese"});
  EXPECT_GT(cosine(out, 0, out, 1), 0.7F);
  EXPECT_LT(cosine(out, 0, out, 2), 0.3F);
}

TEST(Vectors, OfTwoEncodersAreNotCompared) {
  const Vectors a = encode(StaticTable(small_parts()), {"sun"});
  const Vectors b = encode(NgramEncoder(), {"sun"});
  EXPECT_TRUE(same_space(a, a));
  const Status differs = same_space(a, b);
  ASSERT_FALSE(differs);
  EXPECT_EQ(differs.error().code, "E_ENCODER_DIFFERS");
}

}  // namespace
}  // namespace bmo::embed
