// Tests the table of codes and the small questions asked of a pair.
#include "bmo/model/codes.hpp"

#include <set>

#include <gtest/gtest.h>

#include "bmo/model/model.hpp"

namespace bmo {
namespace {

TEST(Codes, AreFoundByName) {
  const CodeCard* card = find_code("E_TRUNCATED");
  ASSERT_NE(card, nullptr);
  EXPECT_EQ(card->code, "E_TRUNCATED");
  EXPECT_EQ(find_code("E_NO_SUCH_CODE"), nullptr);
  EXPECT_EQ(find_code(""), nullptr);
}

TEST(Codes, StandInTheTableOnce) {
  std::set<std::string_view> seen;
  for (const CodeCard& card : codes())
    EXPECT_TRUE(seen.insert(card.code).second) << card.code;
}

TEST(Codes, HaveTextsForPeople) {
  for (const CodeCard& card : codes()) {
    EXPECT_FALSE(card.title.empty() || card.title.ends_with('.')) << card.code;
    EXPECT_TRUE(card.why.ends_with('.')) << card.code;
    EXPECT_FALSE(card.fix.empty()) << card.code;
  }
}

TEST(Codes, SayTheirSeverityByTheirFirstLetter) {
  for (const CodeCard& card : codes()) {
    const char letter = card.severity == Severity::kError     ? 'E'
                        : card.severity == Severity::kWarning ? 'W'
                                                              : 'N';
    EXPECT_EQ(card.code[0], letter) << card.code;
  }
}

TEST(Pair, HasAResponseOnlyWhereTheAssistantSpeaksLast) {
  const Message messages[] = {{.role = Role::kUser, .content = "a"},
                              {.role = Role::kAssistant, .content = "b"}};
  const Pair whole{.messages = messages};
  ASSERT_EQ(whole.response(), &messages[1]);
  EXPECT_EQ(whole.context().size(), 1U);
  const Pair open{.messages = {messages, 1}};
  EXPECT_EQ(open.response(), nullptr);
  EXPECT_EQ(open.context().size(), 1U);
  EXPECT_EQ(Pair{}.response(), nullptr);
}

TEST(MetadataFields, AreFoundByPath) {
  const FieldCard* field = find_metadata_field("source.document");
  ASSERT_NE(field, nullptr);
  EXPECT_EQ(field->slot, static_cast<std::uint8_t>(TextField::kSourceDocument));
  EXPECT_NE(find_metadata_field("topics"), nullptr);
  EXPECT_EQ(find_metadata_field("document"), nullptr);
  EXPECT_EQ(find_metadata_field("source"), nullptr);
  EXPECT_EQ(find_metadata_field("sourcexdocument"), nullptr);
}

TEST(MetadataFields, CoverEverySlotOnce) {
  std::set<std::pair<FieldKind, int>> slots;
  for (const FieldCard& field : metadata_fields()) {
    EXPECT_TRUE(slots.insert({field.kind, field.slot}).second) << field.name;
  }
  const std::size_t others = 2;  // scores and extra
  EXPECT_EQ(slots.size(), static_cast<std::size_t>(TextField::kCount) +
                              static_cast<std::size_t>(RealField::kCount) +
                              static_cast<std::size_t>(ListField::kCount) + others);
}

TEST(Columns, KeepTheirShapeWhenCleared) {
  const Schema schema = {{.name = "list",
                          .kind = ColumnKind::kList,
                          .children = {{.name = "element", .kind = ColumnKind::kText}}}};
  Columns columns = make_columns(schema);
  columns.rows = 1;
  columns.columns[0].ends.push_back(1);
  columns.columns[0].children[0].text.emplace_back("a");
  clear(columns);
  EXPECT_EQ(columns.rows, 0U);
  EXPECT_TRUE(columns.columns[0].ends.empty());
  EXPECT_TRUE(columns.columns[0].children.at(0).text.empty());
}

}  // namespace
}  // namespace bmo
