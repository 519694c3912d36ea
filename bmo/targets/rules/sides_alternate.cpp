// Finds turns that do not go from one side to the other: tool results count as the user's side.
#include "bmo/targets/rules.hpp"

namespace bmo::targets::rules {
namespace {

struct SidesAlternate {
  static constexpr RuleCard card{
      .id = "sides_alternate",
      .code = "E_SIDES",
      .title = "The turns do not go from one side to the other",
      .why =
          "The consumer takes user messages and tool results for one side, and answers and tool "
          "calls for the other, and demands that the sides take turns.",
      .fix =
          "Join what one side says in a row into one message; give the results of one answer's "
          "tool calls as one.",
      .good =
          R"({"messages":[{"role":"user","content":"What time is it?"},{"role":"assistant","content":"","tool_calls":[{"id":"a1b2c3d4e","type":"function","function":{"name":"now","arguments":"{}"}}]},{"role":"tool","tool_call_id":"a1b2c3d4e","content":"noon"},{"role":"assistant","content":"Noon."}]})",
      .bad =
          R"({"messages":[{"role":"user","content":"Hello."},{"role":"user","content":"Name a prime."},{"role":"assistant","content":"Seven."}]})",
  };

  static Breach judge(const Pair& pair, const Limits& /*limits*/) {
    bool asks = true;
    for (std::size_t i = 0; i < pair.messages.size(); ++i) {
      const Role role = pair.messages[i].role;
      if (role == Role::kSystem) continue;
      if ((role != Role::kAssistant) != asks) {
        return {asks ? "found an answer where a user or tool should speak"
                     : "found a user or tool message where an answer should stand",
                "messages[" + std::to_string(i) + "]"};
      }
      asks = !asks;
    }
    return {};
  }
};

}  // namespace

const RuleEntry& sides_alternate() {
  return pair_rule<SidesAlternate>();
}

}  // namespace bmo::targets::rules
