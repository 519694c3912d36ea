// Small questions that many ask of a pair.
#include "bmo/model/pair.hpp"

namespace bmo {

std::string_view role_name(Role role) {
  constexpr std::string_view kNames[] = {"system", "user", "assistant", "tool"};
  return kNames[static_cast<std::size_t>(role)];
}

const Message* Pair::response() const {
  if (messages.empty() || messages.back().role != Role::kAssistant) return nullptr;
  return &messages.back();
}

std::span<const Message> Pair::context() const {
  return response() != nullptr ? messages.first(messages.size() - 1) : messages;
}

}  // namespace bmo
