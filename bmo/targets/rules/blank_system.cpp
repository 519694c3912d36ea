// Finds system prompts without text.
#include "bmo/base/text.hpp"
#include "bmo/targets/rules.hpp"

namespace bmo::targets::rules {
namespace {

struct BlankSystem {
  static constexpr RuleCard card{
      .id = "blank_system",
      .code = "E_BLANK_SYSTEM",
      .title = "The system prompt is empty",
      .why =
          "An empty system prompt is refused by services that demand text in every message, and "
          "switches off the model's own default prompt elsewhere.",
      .fix = "Write the system prompt, or remove the message.",
      .good =
          R"({"messages":[{"role":"user","content":"Name a prime."},{"role":"assistant","content":"Seven."}]})",
      .bad =
          R"({"messages":[{"role":"system","content":""},{"role":"user","content":"Name a prime."},{"role":"assistant","content":"Seven."}]})",
  };

  static Breach judge(const Pair& pair, const Limits& /*limits*/) {
    if (pair.messages.empty() || pair.messages.front().role != Role::kSystem) return {};
    if (!is_blank(pair.messages.front().content)) return {};
    return {"found a system message without text", "messages[0]"};
  }
};

}  // namespace

const RuleEntry& blank_system() {
  return pair_rule<BlankSystem>();
}

}  // namespace bmo::targets::rules
