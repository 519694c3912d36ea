// Finds message weights that are not 0 or 1, or that stand where the consumer takes none.
#include "bmo/targets/rules.hpp"

namespace bmo::targets::rules {
namespace {

struct MessageWeight {
  static constexpr RuleCard card{
      .id = "message_weight",
      .code = "E_MESSAGE_WEIGHT",
      .title = "A message has a weight that the consumer does not take",
      .why =
          "Services take the weights 0 and 1, most of them on answers alone: 1 is trained on, 0 is "
          "skipped.",
      .fix = "Set the weight to 0 or 1, or remove it.",
      .good =
          R"({"messages":[{"role":"user","content":"Name a prime."},{"role":"assistant","content":"Seven.","weight":1}]})",
      .bad =
          R"({"messages":[{"role":"user","content":"Name a prime."},{"role":"assistant","content":"Seven.","weight":0.5}]})",
  };

  static Breach judge(const Pair& pair, const Limits& limits) {
    for (std::size_t i = 0; i < pair.messages.size(); ++i) {
      const Message& message = pair.messages[i];
      if (is_absent(message.weight)) continue;
      const bool known = message.weight == 0 || message.weight == 1;
      if (known && (message.role == Role::kAssistant || limits.weighs_questions)) continue;
      return {known ? "found a weight on a message that is no answer"
                    : "found a weight that is neither 0 nor 1",
              "messages[" + std::to_string(i) + "].weight"};
    }
    return {};
  }
};

}  // namespace

const RuleEntry& message_weight() {
  return pair_rule<MessageWeight>();
}

}  // namespace bmo::targets::rules
