// Tests the checks that judge who says what, and in which order.
#include <gtest/gtest.h>

#include "tests/unit/checks/pairs.hpp"

namespace bmo::checks {
namespace {

const Message kSystem{.role = Role::kSystem, .content = "Be brief."};
const Message kUser{.role = Role::kUser, .content = "Name a prime."};
const Message kAssistant{.role = Role::kAssistant, .content = "Seven."};
const Message kTool{.role = Role::kTool, .content = "{}"};
const Message kCall{.role = Role::kAssistant, .tool_calls = "[{}]"};

TEST(Conversation, OfUsualShapeHasNoFinding) {
  EXPECT_EQ(found_in({kUser, kAssistant}), Found{});
  EXPECT_EQ(found_in({kSystem, kUser, kAssistant, kUser, kAssistant}), Found{});
  EXPECT_EQ(found_in({kUser, kCall, kTool, kTool, kAssistant}), Found{});
}

TEST(Conversation, MayEndWithAToolCall) {
  EXPECT_EQ(found_in({kUser, kCall}), Found{});
}

TEST(Conversation, WithoutMessagesIsEmpty) {
  EXPECT_EQ(found_in(std::vector<Message>{}), Found{"E_EMPTY_FIELD messages"});
}

TEST(RoleOrder, RefusesAnAssistantBeforeAnyUser) {
  EXPECT_EQ(found_in({kSystem, kAssistant, kUser, kAssistant}),
            Found{"E_ROLE_ORDER messages[1].content"});
}

TEST(RoleOrder, RefusesASystemMessageThatIsNotTheFirst) {
  EXPECT_EQ(found_in({kUser, kSystem, kAssistant}), Found{"E_ROLE_ORDER messages[1].content"});
  EXPECT_EQ(found_in({kSystem, kSystem, kUser, kAssistant}),
            Found{"E_ROLE_ORDER messages[1].content"});
}

TEST(RoleOrder, RefusesAToolResultWithoutACall) {
  EXPECT_EQ(found_in({kUser, kTool, kAssistant}), Found{"E_ROLE_ORDER messages[1].content"});
  EXPECT_EQ(found_in({kUser, kAssistant, kTool, kAssistant}),
            Found{"E_ROLE_ORDER messages[2].content"});
}

TEST(RoleRepeated, WarnsOfTwoTurnsOfOneSide) {
  EXPECT_EQ(found_in({kUser, kUser, kAssistant}), Found{"W_ROLE_REPEATED instruction"});
  EXPECT_EQ(found_in({kUser, kAssistant, kAssistant}), Found{"W_ROLE_REPEATED response"});
}

TEST(NoAnswer, RefusesAConversationThatAnotherEnds) {
  EXPECT_EQ(found_in({kUser, kAssistant, kUser}), Found{"E_NO_ASSISTANT instruction"});
  EXPECT_EQ(found_in({kUser, kCall, kTool}), Found{"E_NO_ASSISTANT messages[2].content"});
}

TEST(EmptyField, RefusesAnEmptyOrBlankText) {
  EXPECT_EQ(found_in("", "b"), Found{"E_EMPTY_FIELD instruction"});
  EXPECT_EQ(found_in("a", " \u00a0\u200b\n"), Found{"E_EMPTY_FIELD response"});
}

TEST(EmptyField, LetsToolsReturnNothing) {
  EXPECT_EQ(found_in({kUser, kCall, {.role = Role::kTool}, kAssistant}), Found{});
}

TEST(EmptyField, RefusesABlankRejectedAnswer) {
  Pairs pairs;
  pairs.add("a", "b");
  pairs.reject({{.role = Role::kAssistant, .content = " "}});
  pairs.run();
  EXPECT_EQ(pairs.found(0), Found{"E_EMPTY_FIELD rejected"});
}

TEST(SameAnswer, RefusesEqualAnswersOnly) {
  Pairs pairs;
  pairs.add("a", "b");
  pairs.reject({{.role = Role::kAssistant, .content = "b"}});
  pairs.add("a", "b");
  pairs.reject({{.role = Role::kAssistant, .content = "b "}});
  pairs.run();
  EXPECT_EQ(pairs.found(0), Found{"E_SAME_ANSWER rejected"});
  EXPECT_EQ(pairs.found(1), Found{});
}

TEST(SameAnswer, ComparesAnswersOfSeveralMessages) {
  Pairs pairs;
  pairs.add({kUser, kCall, kTool, kAssistant});
  pairs.reject({kCall, kTool, kAssistant});
  pairs.add({kUser, kCall, kTool, kAssistant});
  pairs.reject({kAssistant, kUser, kAssistant});
  pairs.run();
  EXPECT_EQ(pairs.found(0), Found{"E_SAME_ANSWER rejected"});
  EXPECT_EQ(pairs.found(1), Found{});
}

TEST(Place, IsNamedAsTheRecordNamesIt) {
  const std::vector<Message> bad = {kSystem, {.role = Role::kUser, .content = ""}, kAssistant};
  EXPECT_EQ(found_in(bad, R"({"messages" :[]})"), Found{"E_EMPTY_FIELD messages[1].content"});
  EXPECT_EQ(found_in(bad, R"({"conversations":[]})"),
            Found{"E_EMPTY_FIELD conversations[1].value"});
  EXPECT_EQ(found_in(bad, R"({"system":"Be brief.","conversations":[]})"),
            Found{"E_EMPTY_FIELD conversations[0].value"});
  EXPECT_EQ(found_in(bad, R"({"instruction":"messages"})"), Found{"E_EMPTY_FIELD instruction"});
}

}  // namespace
}  // namespace bmo::checks
