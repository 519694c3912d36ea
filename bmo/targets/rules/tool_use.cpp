// Finds tool calls and tool results, for consumers that cannot render them.
#include "bmo/targets/rules.hpp"

namespace bmo::targets::rules {
namespace {

struct ToolUse {
  static constexpr RuleCard card{
      .id = "tool_use",
      .code = "E_TOOL_USE",
      .title = "The pair uses tools, which the consumer does not take",
      .why =
          "The consumer knows system, user and assistant messages alone, or drops the fields that "
          "a tool call stands in, so that the model would learn to answer with nothing.",
      .fix =
          "Leave such pairs out, or export them in a layout that the consumer reads tools from; "
          "bmo explain names its layouts.",
      .good =
          R"({"messages":[{"role":"user","content":"Name a prime."},{"role":"assistant","content":"Seven."}]})",
      .bad =
          R"({"messages":[{"role":"user","content":"What time is it?"},{"role":"assistant","content":"","tool_calls":[{"id":"a1b2c3d4e","type":"function","function":{"name":"now","arguments":"{}"}}]},{"role":"tool","tool_call_id":"a1b2c3d4e","content":"noon"},{"role":"assistant","content":"Noon."}]})",
  };

  static Breach judge(const Pair& pair, const Limits& /*limits*/) {
    for (std::size_t i = 0; i < pair.messages.size(); ++i) {
      const Message& message = pair.messages[i];
      if (message.role != Role::kTool && message.tool_calls.empty()) continue;
      return {message.role == Role::kTool ? "found a tool result" : "found a tool call",
              "messages[" + std::to_string(i) + "]"};
    }
    if (!pair.tools.empty()) return {"found definitions of tools", "tools"};
    return {};
  }
};

}  // namespace

const RuleEntry& tool_use() {
  return pair_rule<ToolUse>();
}

}  // namespace bmo::targets::rules
