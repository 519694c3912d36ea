// Finds messages with more than a role and a text, for loaders that take just those two keys.
#include "bmo/targets/rules.hpp"

namespace bmo::targets::rules {
namespace {

struct MessageExtras {
  static constexpr RuleCard card{
      .id = "message_extras",
      .code = "E_MESSAGE_EXTRAS",
      .title = "A message has more than a role and a text",
      .why =
          "The loader asserts that every turn has exactly two keys, and stops at a name, an id or "
          "a weight.",
      .fix =
          "Remove the names, ids and weights, or export in another layout that the consumer takes.",
      .good =
          R"({"messages":[{"role":"user","content":"Name a prime."},{"role":"assistant","content":"Seven."}]})",
      .bad =
          R"({"messages":[{"role":"user","name":"Ann","content":"Name a prime."},{"role":"assistant","content":"Seven."}]})",
  };

  static Breach judge(const Pair& pair, const Limits& /*limits*/) {
    for (std::size_t i = 0; i < pair.messages.size(); ++i) {
      const Message& message = pair.messages[i];
      if (message.name.empty() && message.tool_call_id.empty() && is_absent(message.weight)) {
        continue;
      }
      return {"found a name, an id or a weight", "messages[" + std::to_string(i) + "]"};
    }
    return {};
  }
};

}  // namespace

const RuleEntry& message_extras() {
  return pair_rule<MessageExtras>();
}

}  // namespace bmo::targets::rules
