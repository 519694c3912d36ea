// Finds tool calls whose arguments are no JSON object, for consumers that hand objects to
// templates.
#include <array>

#include "bmo/targets/kit/tool_calls.hpp"
#include "bmo/targets/rules.hpp"

namespace bmo::targets::rules {
namespace {

constexpr std::array<std::string_view, 4> kLayouts{"messages", "prompt-completion", "preference",
                                                   "kto"};

struct ArgumentsNoObject {
  static constexpr RuleCard card{
      .id = "arguments_no_object",
      .code = "E_ARGUMENTS",
      .title = "The arguments of a tool call are no JSON object",
      .why =
          "Chat templates print arguments as JSON: an object comes out as the model was taught to "
          "write it, a text comes out in quotes and the model learns a call that nothing can "
          "parse.",
      .fix = "Write the arguments as an object of names and values, such as {\"city\": \"Oslo\"}.",
      .layouts = kLayouts,
      .good =
          R"({"messages":[{"role":"user","content":"What time is it?"},{"role":"assistant","content":"","tool_calls":[{"id":"a1b2c3d4e","type":"function","function":{"name":"now","arguments":"{}"}}]},{"role":"tool","tool_call_id":"a1b2c3d4e","content":"noon"},{"role":"assistant","content":"Noon."}]})",
      .bad =
          R"({"messages":[{"role":"user","content":"What time is it?"},{"role":"assistant","content":"","tool_calls":[{"id":"a1b2c3d4e","type":"function","function":{"name":"now","arguments":"at noon"}}]},{"role":"tool","tool_call_id":"a1b2c3d4e","content":"noon"},{"role":"assistant","content":"Noon."}]})",
  };

  static Breach judge_turns(std::span<const Message> messages, std::string_view field) {
    for (std::size_t i = 0; i < messages.size(); ++i) {
      if (messages[i].tool_calls.empty()) continue;
      const std::string bad = kit::argument_fault(messages[i]);
      if (bad.empty()) continue;
      return {bad, std::string(field) + "[" + std::to_string(i) + "].tool_calls"};
    }
    return {};
  }

  static Breach judge(const Pair& pair, const Limits& /*limits*/) {
    Breach breach = judge_turns(pair.messages, "messages");
    return breach ? breach : judge_turns(pair.rejected, "rejected");
  }
};

}  // namespace

const RuleEntry& arguments_no_object() {
  return pair_rule<ArgumentsNoObject>();
}

}  // namespace bmo::targets::rules
