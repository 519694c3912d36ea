// Finds answers that are not to be trained on, for trainers that train on every answer.
#include "bmo/targets/rules.hpp"

namespace bmo::targets::rules {
namespace {

struct WeightUnread {
  static constexpr RuleCard card{
      .id = "weight_unread",
      .code = "W_WEIGHT_UNREAD",
      .title = "An answer has a weight below 1, which the trainer does not read",
      .why =
          "A weight of 0 says that an answer is context and not to be learned. The trainer ignores "
          "the key and trains on the answer like on any other.",
      .fix =
          "Cut the conversation so that each answer in it may be learned, leave the pair out, or "
          "export to a consumer that reads weights, such as openai, together or fireworks.",
      .good =
          R"({"messages":[{"role":"user","content":"Name a prime."},{"role":"assistant","content":"Seven.","weight":1}]})",
      .bad =
          R"({"messages":[{"role":"user","content":"Hello."},{"role":"assistant","content":"Go away.","weight":0},{"role":"user","content":"Name a prime."},{"role":"assistant","content":"Seven."}]})",
  };

  static Breach judge(const Pair& pair, const Limits& /*limits*/) {
    for (std::size_t i = 0; i < pair.messages.size(); ++i) {
      const Message& message = pair.messages[i];
      if (message.role != Role::kAssistant || is_absent(message.weight)) continue;
      if (message.weight >= 1) continue;
      return {"found an answer with a weight below 1",
              "messages[" + std::to_string(i) + "].weight"};
    }
    return {};
  }
};

}  // namespace

const RuleEntry& weight_unread() {
  return pair_rule<WeightUnread>();
}

}  // namespace bmo::targets::rules
