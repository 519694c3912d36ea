// Finds ids of tool calls that are not nine letters and digits, as Mistral demands.
#include "bmo/targets/kit/tool_calls.hpp"
#include "bmo/targets/rules.hpp"

namespace bmo::targets::rules {
namespace {

std::string bad_result_id(const Message& message) {
  return kit::is_nine_characters(message.tool_call_id) ? std::string()
                                                       : kit::found_id(message.tool_call_id);
}

struct ToolCallId {
  static constexpr RuleCard card{
      .id = "tool_call_id",
      .code = "E_TOOL_CALL_ID",
      .title = "The id of a tool call is not nine letters and digits",
      .why =
          "Mistral's tokenizer has room for ids of exactly nine letters and digits; its validator "
          "refuses any other.",
      .fix = "Rename the ids of the calls and of the results that answer them, such as call00001.",
      .good =
          R"({"messages":[{"role":"user","content":"What time is it?"},{"role":"assistant","content":"","tool_calls":[{"id":"a1b2c3d4e","type":"function","function":{"name":"now","arguments":"{}"}}]},{"role":"tool","tool_call_id":"a1b2c3d4e","content":"noon"},{"role":"assistant","content":"Noon."}]})",
      .bad =
          R"({"messages":[{"role":"user","content":"What time is it?"},{"role":"assistant","content":"","tool_calls":[{"id":"call_1","type":"function","function":{"name":"now","arguments":"{}"}}]},{"role":"tool","tool_call_id":"call_1","content":"noon"},{"role":"assistant","content":"Noon."}]})",
  };

  static Breach judge(const Pair& pair, const Limits& /*limits*/) {
    for (std::size_t i = 0; i < pair.messages.size(); ++i) {
      const Message& message = pair.messages[i];
      const bool is_result = message.role == Role::kTool;
      if (!is_result && message.tool_calls.empty()) continue;
      const std::string bad = is_result ? bad_result_id(message) : kit::bad_call_id(message);
      if (!bad.empty()) return {bad, "messages[" + std::to_string(i) + "]"};
    }
    return {};
  }
};

}  // namespace

const RuleEntry& tool_call_id() {
  return pair_rule<ToolCallId>();
}

}  // namespace bmo::targets::rules
