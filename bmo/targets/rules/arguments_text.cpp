// Finds sets with tool calls, for consumers that hand arguments to the chat template as JSON text.
#include <array>

#include "bmo/base/text.hpp"
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
  };

  static Breach judge_set(const SetFacts& facts, const Limits& /*limits*/) {
    if (facts.rows_with_calls == 0) return {};
    return {"found " + format_count(facts.rows_with_calls) + " rows that call tools", {}};
  }
};

}  // namespace

const RuleEntry& arguments_text() {
  return set_rule<ArgumentsText>();
}

}  // namespace bmo::targets::rules
