// Finds tool calls, for consumers that hand their arguments to the chat template as JSON text.
#include <array>

#include "bmo/targets/rules.hpp"

namespace bmo::targets::rules {
namespace {

constexpr std::array<std::string_view, 1> kLayouts{"messages"};

struct ArgumentsText {
  static constexpr RuleCard card{
      .id = "arguments_text",
      .code = "W_ARGUMENTS_TEXT",
      .title = "A tool call's arguments reach the chat template as text",
      .why =
          "The consumer's rows hold arguments as JSON text, as OpenAI has them. Templates that "
          "print them through `tojson` (Qwen2.5, Llama 3.1) put that text in quotes and escape it "
          "once more; those of Qwen3 print text as it is.",
      .fix =
          "Train a model whose template prints text as it is, or export to trl or mlx, whose rows "
          "hold objects; bmo check --to TARGET --tokenizer DIR shows what is rendered.",
      .layouts = kLayouts,
      .good =
          R"({"messages":[{"role":"user","content":"Name a prime."},{"role":"assistant","content":"Seven."}]})",
      .bad =
          R"({"messages":[{"role":"user","content":"What time is it?"},{"role":"assistant","content":"","tool_calls":[{"id":"a1b2c3d4e","type":"function","function":{"name":"now","arguments":"{}"}}]},{"role":"tool","tool_call_id":"a1b2c3d4e","content":"noon"},{"role":"assistant","content":"Noon."}]})",
  };

  static Breach judge(const Pair& pair, const Limits& /*limits*/) {
    for (std::size_t i = 0; i < pair.messages.size(); ++i) {
      if (pair.messages[i].tool_calls.empty()) continue;
      return {"found a tool call", "messages[" + std::to_string(i) + "].tool_calls"};
    }
    return {};
  }
};

}  // namespace

const RuleEntry& arguments_text() {
  return pair_rule<ArgumentsText>();
}

}  // namespace bmo::targets::rules
