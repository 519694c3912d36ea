// Finds answers that hold both text and tool calls.
#include "bmo/targets/rules.hpp"

namespace bmo::targets::rules {
namespace {

struct CallBesideText {
  static constexpr RuleCard card{
      .id = "call_beside_text",
      .code = "E_CALL_BESIDE_TEXT",
      .title = "An answer holds both text and a tool call",
      .why = "The consumer takes either text or tool calls in one message, and refuses both.",
      .fix = "Put the text into a message of its own before the call, or drop it.",
      .good =
          R"({"messages":[{"role":"user","content":"What time is it?"},{"role":"assistant","content":"","tool_calls":[{"id":"a1b2c3d4e","type":"function","function":{"name":"now","arguments":"{}"}}]},{"role":"tool","tool_call_id":"a1b2c3d4e","content":"noon"},{"role":"assistant","content":"Noon."}]})",
      .bad =
          R"({"messages":[{"role":"user","content":"What time is it?"},{"role":"assistant","content":"Let me see.","tool_calls":[{"id":"a1b2c3d4e","type":"function","function":{"name":"now","arguments":"{}"}}]},{"role":"tool","tool_call_id":"a1b2c3d4e","content":"noon"},{"role":"assistant","content":"Noon."}]})",
  };

  static Breach judge(const Pair& pair, const Limits& /*limits*/) {
    for (std::size_t i = 0; i < pair.messages.size(); ++i) {
      const Message& message = pair.messages[i];
      if (message.tool_calls.empty() || message.content.empty()) continue;
      return {"found text beside a tool call", "messages[" + std::to_string(i) + "]"};
    }
    return {};
  }
};

}  // namespace

const RuleEntry& call_beside_text() {
  return pair_rule<CallBesideText>();
}

}  // namespace bmo::targets::rules
