// Finds system prompts, for loaders that do not read them.
#include <array>

#include "bmo/targets/rules.hpp"

namespace bmo::targets::rules {
namespace {

constexpr std::array<std::string_view, 1> kLayouts{"alpaca"};

struct SystemPrompt {
  static constexpr RuleCard card{
      .id = "system_prompt",
      .code = "W_SYSTEM_PROMPT",
      .title = "The pair has a system prompt, which the loader does not read",
      .why =
          "The loader takes one instruction and one output; a system prompt stands in a field that "
          "it never looks at.",
      .fix =
          "Accept that it is left out, put it into the instruction, or export to a target that "
          "reads it.",
      .layouts = kLayouts,
      .good =
          R"({"messages":[{"role":"user","content":"Name a prime."},{"role":"assistant","content":"Seven."}]})",
      .bad =
          R"({"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Name a prime."},{"role":"assistant","content":"Seven."}]})",
  };

  static Breach judge(const Pair& pair, const Limits& /*limits*/) {
    if (pair.messages.empty() || pair.messages.front().role != Role::kSystem) return {};
    return {"found a system prompt", "messages[0]"};
  }
};

}  // namespace

const RuleEntry& system_prompt() {
  return pair_rule<SystemPrompt>();
}

}  // namespace bmo::targets::rules
