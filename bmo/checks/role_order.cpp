// Finds conversations whose turns stand in an order that chat templates refuse.
#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/walk.hpp"

namespace bmo::checks {
namespace {

/// What is wrong with the order; `index` is where. Empty: nothing.
std::string_view fault_of(std::span<const Message> messages, std::size_t& index) {
  bool asked = false;
  bool called = false;
  for (index = 0; index < messages.size(); ++index) {
    const Message& message = messages[index];
    switch (message.role) {
      case Role::kSystem:
        if (index > 0) return "found a system message that is not the first message";
        break;
      case Role::kUser:
        asked = true;
        called = false;
        break;
      case Role::kAssistant:
        if (!asked) return "found an assistant message before any user message";
        called = !message.tool_calls.empty();
        break;
      case Role::kTool:
        if (!called) return "found a tool message that answers no tool call";
        break;
    }
  }
  return {};
}

struct RoleOrder {
  static constexpr CheckCard card{
      .id = "role_order",
      .code = "E_ROLE_ORDER",
      .title = "The messages stand in an order that trainers refuse",
      .why =
          "Chat templates of Llama, Mistral and Gemma stop when the assistant speaks before any "
          "user, when a system message is not the first, or when a tool answers that nobody "
          "called. Others render such a conversation in a way the model never meets again.",
      .fix =
          "Put the system message first and a user message before each answer, and keep each "
          "tool result behind the assistant message that called for it.",
      .severity = Severity::kError,
      .family = Family::kCore,
      .good = R"({"messages":[{"role":"system","content":"Be brief."},)"
              R"({"role":"user","content":"Name a prime."},)"
              R"({"role":"assistant","content":"Seven."}]})",
      .bad = R"({"messages":[{"role":"assistant","content":"Seven."},)"
             R"({"role":"user","content":"Name a prime."},)"
             R"({"role":"assistant","content":"Seven."}]})",
  };

  void inspect(const Batch& batch, const facts::Facts& /*facts*/, FindingSink& sink) const {
    each_pair(batch, [&](std::size_t row, const Pair& pair) {
      std::size_t index = 0;
      const std::string_view fault = fault_of(pair.messages, index);
      if (!fault.empty()) sink.report(row, place_of(batch, row, index), std::string(fault));
    });
  }
};

}  // namespace

const CheckEntry& role_order() {
  return entry<RoleOrder>();
}

}  // namespace bmo::checks
