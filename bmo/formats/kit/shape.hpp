// Answers what layouts ask of a record's fields, and of a pair's turns.
#pragma once
#include <initializer_list>
#include <string_view>

#include "bmo/formats/layouts.hpp"

namespace bmo::formats::kit {

/// Is the field there, neither null nor ""?
bool has(json::Value record, std::string_view name);
/// Are `lead` and one of `partners` there, and not all of them null?
bool has_pair(json::Value record, std::string_view lead,
              std::initializer_list<std::string_view> partners);

/// What plain texts cannot hold of any turn: "tool calls", "a tool turn", "message names",
/// "tool call ids", "message weights" (other than the usual 1 for answers and 0 for the rest);
/// nullptr where there is nothing of these.
Unholdable unholdable_turn(std::span<const Message> messages);
/// nullptr where the turns are user and assistant by turns, ending in an assistant.
Unholdable unholdable_order(std::span<const Message> turns);
/// The pair's messages without the system prompt before them.
std::span<const Message> without_system(const Pair& pair);
/// nullptr where the pair is, in plain texts, a system prompt or none and then turns in good order.
Unholdable unholdable_but_dialogue(const Pair& pair);
/// nullptr where the pair is one user turn and its answer, in plain texts.
Unholdable unholdable_but_one_exchange(const Pair& pair);

}  // namespace bmo::formats::kit
