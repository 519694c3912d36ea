// Joining and cutting.
#include "bmo/formats/kit/instruction.hpp"

#include <algorithm>
#include <cstring>

namespace bmo::formats::kit {

namespace {

bool has_cut(std::string_view text, std::size_t at) {
  return at != 0 && at < text.size() && text[at - 1] == '\n';
}

}  // namespace

std::string_view join_input(Building& building, std::string_view instruction,
                            std::string_view input) {
  if (input.empty()) return instruction;
  const std::size_t size = instruction.size() + 1 + input.size();
  char* at = building.arena().take(size);
  if (!instruction.empty()) std::memcpy(at, instruction.data(), instruction.size());
  at[instruction.size()] = '\n';
  std::memcpy(at + instruction.size() + 1, input.data(), input.size());
  building.input_at = static_cast<std::uint32_t>(instruction.size() + 1);
  return {at, size};
}

void settle_cut(Building& building) {
  if (building.input_at == 0) return;
  const auto& messages = building.messages;
  const auto user = std::find_if(messages.rbegin(), messages.rend(),
                                 [](const Message& m) { return m.role == Role::kUser; });
  if (user == messages.rend() || !has_cut(user->content, building.input_at)) building.input_at = 0;
}

InstructionCut cut_input(const Pair& pair, std::string_view user_text) {
  const std::size_t at = pair.input_at;
  // A fix may have changed the text since it was read; then it goes out whole.
  if (!has_cut(user_text, at)) return {user_text, {}};
  return {user_text.substr(0, at - 1), user_text.substr(at)};
}

}  // namespace bmo::formats::kit
