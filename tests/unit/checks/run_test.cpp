// Tests how checks are run over a batch.
#include <set>

#include <gtest/gtest.h>

#include "tests/unit/checks/pairs.hpp"

namespace bmo::checks {
namespace {

TEST(Run, QuarantinesErrorsAndKeepsWarnings) {
  Pairs pairs;
  pairs.add("a", "");
  pairs.add("a", "</s>");
  pairs.add("a", "b");
  pairs.run();
  EXPECT_EQ(pairs.batch().fates[0], Fate::kQuarantined);
  EXPECT_EQ(pairs.batch().fates[1], Fate::kExported);
  EXPECT_EQ(pairs.batch().fates[2], Fate::kExported);
}

TEST(Run, GivesAllFindingsOfARecord) {
  Pairs pairs;
  pairs.add({{.role = Role::kAssistant, .content = ""}});
  pairs.run();
  EXPECT_EQ(pairs.found(0), (Found{"E_EMPTY_FIELD response", "E_ROLE_ORDER response"}));
}

TEST(Run, LeavesQuarantinedRecordsAlone) {
  Pairs pairs;
  pairs.add("", "</s>");
  pairs.batch().fates[0] = Fate::kQuarantined;
  EXPECT_TRUE(pairs.run().empty());
}

TEST(Run, OrdersFindingsByRecord) {
  Pairs pairs;
  pairs.add("</s>", "b");
  pairs.add("a", "");
  pairs.add("=A1", "</s>");
  pairs.batch().findings.push_back({.code = "E_ROLE", .row = 1});
  std::vector<std::uint32_t> rows;
  for (const Finding& finding : pairs.run())
    rows.push_back(finding.row);
  EXPECT_EQ(rows, (std::vector<std::uint32_t>{0, 1, 1, 2, 2}));
}

TEST(Run, OfNoChecksFindsNothing) {
  Pairs pairs;
  pairs.add("", "");
  EXPECT_TRUE(pairs.run({}).empty());
}

TEST(Cards, HaveTextsForPeople) {
  constexpr std::string_view kHeads[] = {"N_", "W_", "E_"};
  for (const CheckEntry* entry : all()) {
    const CheckCard& card = *entry->card;
    EXPECT_FALSE(card.title.empty() || card.title.ends_with('.')) << card.id;
    EXPECT_TRUE(card.why.ends_with('.')) << card.id;
    EXPECT_FALSE(card.fix.empty()) << card.id;
    EXPECT_EQ(card.code.substr(0, 2), kHeads[static_cast<std::size_t>(card.severity)]) << card.id;
  }
}

TEST(Cards, HaveIdsAndCodesOfTheirOwn) {
  std::set<std::string_view> names;
  for (const CheckEntry* entry : all()) {
    EXPECT_TRUE(names.insert(entry->card->id).second) << entry->card->id;
    EXPECT_TRUE(names.insert(entry->card->code).second) << entry->card->code;
  }
}

}  // namespace
}  // namespace bmo::checks
