// The questions' answers.
#include "bmo/formats/kit/shape.hpp"

namespace bmo::formats::kit {
namespace {

Unholdable unholdable_in(const Message& message) {
  if (!message.tool_calls.empty()) return "tool calls";
  if (message.role == Role::kTool) return "a tool turn";
  if (!message.name.empty()) return "message names";
  if (!message.tool_call_id.empty()) return "tool call ids";
  const double usual = message.role == Role::kAssistant ? 1.0 : 0.0;
  if (!is_absent(message.weight) && message.weight != usual) return "message weights";
  return nullptr;
}

}  // namespace

bool has(json::Value record, std::string_view name) {
  const json::Value value = record.find(name);
  return value && !value.is_null() && !(value.is_string() && value.raw().size() == 2);
}

bool has_pair(json::Value record, std::string_view lead,
              std::initializer_list<std::string_view> partners) {
  const json::Value value = record.find(lead);
  if (!value) return false;
  bool is_there = false;
  bool all_null = value.is_null();
  for (const std::string_view name : partners) {
    const json::Value partner = record.find(name);
    if (!partner) continue;
    is_there = true;
    all_null = all_null && partner.is_null();
  }
  return is_there && !all_null;
}

Unholdable unholdable_turn(std::span<const Message> messages) {
  for (const Message& message : messages) {
    if (const Unholdable found = unholdable_in(message)) return found;
  }
  return nullptr;
}

Unholdable unholdable_order(std::span<const Message> turns) {
  for (std::size_t i = 0; i < turns.size(); ++i) {
    if (turns[i].role == Role::kSystem) return "a system prompt in the middle";
    const Role expected = i % 2 == 0 ? Role::kUser : Role::kAssistant;
    if (turns[i].role != expected) return "turns that do not alternate";
  }
  return turns.empty() || turns.size() % 2 != 0 ? "no answer at the end" : nullptr;
}

std::span<const Message> without_system(const Pair& pair) {
  const bool has_system = !pair.messages.empty() && pair.messages.front().role == Role::kSystem;
  return pair.messages.subspan(has_system ? 1 : 0);
}

Unholdable unholdable_but_dialogue(const Pair& pair) {
  if (const Unholdable found = unholdable_turn(pair.messages)) return found;
  const auto turns = without_system(pair);
  if (turns.size() != pair.messages.size() && pair.messages.front().content.empty()) {
    return "an empty system prompt";
  }
  return unholdable_order(turns);
}

Unholdable unholdable_but_one_exchange(const Pair& pair) {
  if (const Unholdable found = unholdable_turn(pair.messages)) return found;
  if (!pair.messages.empty() && pair.messages.front().role == Role::kSystem) {
    return "a system prompt";
  }
  if (pair.messages.size() > 2) return "more than one turn";
  return unholdable_order(pair.messages);
}

}  // namespace bmo::formats::kit
