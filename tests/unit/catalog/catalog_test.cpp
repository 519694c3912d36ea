// Tests that everything is found by its name, and that a wrong name is told the nearest.
#include "bmo/catalog/catalog.hpp"

#include <set>

#include <gtest/gtest.h>

namespace bmo::catalog {
namespace {

TEST(Catalog, ListsEveryKind) {
  for (const Kind kind :
       {Kind::kContainer, Kind::kLayout, Kind::kCheck, Kind::kDedup, Kind::kCode}) {
    EXPECT_FALSE(list(kind).empty()) << kind_name(kind);
  }
}

TEST(Catalog, ListsByName) {
  std::string_view last;
  for (const Entry& entry : list(Kind::kCheck)) {
    EXPECT_LT(last, entry.name);
    last = entry.name;
  }
}

TEST(Catalog, FindsByNameAndByCode) {
  for (const char* name : {"role_order", "role-order", "Role_Order", "E_ROLE_ORDER"}) {
    const Result<Entry> found = find(name);
    ASSERT_TRUE(found) << name;
    EXPECT_EQ(found->kind, Kind::kCheck);
    EXPECT_EQ(found->name, "role_order");
    EXPECT_EQ(found->code, "E_ROLE_ORDER");
  }
}

TEST(Catalog, FindsEveryEntryThatItLists) {
  for (const Entry& entry : all()) {
    const Result<Entry> found = find(entry.name);
    ASSERT_TRUE(found) << entry.name;
    EXPECT_EQ(found->name, entry.name);
  }
}

TEST(Catalog, GivesEveryEntryATitle) {
  for (const Entry& entry : all())
    EXPECT_FALSE(entry.title.empty()) << entry.name;
}

TEST(Catalog, SuggestsTheNearestName) {
  const Result<Entry> found = find("rol_order");
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().kind, ErrorKind::kUsage);
  EXPECT_EQ(found.error().code, "E_UNKNOWN_NAME");
  EXPECT_NE(found.error().message.find("did you mean `role_order`"), std::string::npos)
      << found.error().message;
}

TEST(Catalog, ExplainsCodesOfChecksAndOfTheTable) {
  const auto of_check = explain_code("W_CONTROL_TOKEN");
  ASSERT_TRUE(of_check);
  EXPECT_EQ(of_check->severity, Severity::kWarning);
  const auto of_table = explain_code("E_WINDOW");
  ASSERT_TRUE(of_table);
  EXPECT_EQ(of_table->severity, Severity::kError);
  EXPECT_FALSE(explain_code("role_order"));
}

}  // namespace
}  // namespace bmo::catalog
