// Finds two messages of one role in a row, for consumers that want strict turns.
#include "bmo/targets/rules.hpp"

namespace bmo::targets::rules {
namespace {

struct TurnRepeated {
  static constexpr RuleCard card{
      .id = "turn_repeated",
      .code = "E_TURN_REPEATED",
      .title = "Two messages of one role follow each other",
      .why =
          "The consumer demands that user and assistant take turns, or its chat template renders "
          "the two as one.",
      .fix = "Join the two messages into one, or put back the turn that is missing between them.",
      .good = R"({"messages":[{"role":"user","content":"Name a prime."},)"
              R"({"role":"assistant","content":"Seven."}]})",
      .bad = R"({"messages":[{"role":"user","content":"Hello."},)"
             R"({"role":"user","content":"Name a prime."},)"
             R"({"role":"assistant","content":"Seven."}]})",
  };

  static Breach judge(const Pair& pair, const Limits& /*limits*/) {
    for (std::size_t i = 1; i < pair.messages.size(); ++i) {
      const Role role = pair.messages[i].role;
      if (role != pair.messages[i - 1].role || role == Role::kTool) continue;
      return {"found two " + std::string(role_name(role)) + " messages in a row",
              "messages[" + std::to_string(i) + "]"};
    }
    return {};
  }
};

}  // namespace

const RuleEntry& turn_repeated() {
  return pair_rule<TurnRepeated>();
}

}  // namespace bmo::targets::rules
