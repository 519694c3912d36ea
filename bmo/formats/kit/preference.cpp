// Finding where the two conversations part.
#include "bmo/formats/kit/preference.hpp"

#include <algorithm>

namespace bmo::formats::kit {
namespace {

bool same_turn(const Message& a, const Message& b) {
  return a.role == b.role && a.content == b.content && a.tool_calls == b.tool_calls &&
         a.name == b.name && a.tool_call_id == b.tool_call_id;
}

/// Turns that both begin with; each keeps at least one of its own.
std::size_t shared_turns(std::span<const Message> a, std::span<const Message> b) {
  const std::size_t limit = std::min(a.size(), b.size()) - 1;
  std::size_t shared = 0;
  while (shared < limit && same_turn(a[shared], b[shared]))
    ++shared;
  return shared;
}

bool is_answer(const Message& message) {
  return message.role == Role::kAssistant || message.role == Role::kTool;
}

}  // namespace

void settle_rejected(Building& building, std::size_t prompt) {
  std::vector<Message>& rejected = building.rejected;
  const std::vector<Message>& messages = building.messages;
  if (rejected.empty() || messages.empty()) return;
  if (is_answer(rejected.front())) {
    rejected.insert(rejected.begin(), messages.begin(),
                    messages.begin() + static_cast<std::ptrdiff_t>(prompt));
  }
  const std::size_t shared = shared_turns(messages, rejected);
  if (shared + 1 == messages.size() && is_answer(rejected[shared])) {
    rejected.erase(rejected.begin(), rejected.begin() + static_cast<std::ptrdiff_t>(shared));
  }
}

PreferenceCut cut_preference(const Pair& pair) {
  const bool is_whole = !is_answer(pair.rejected.front());
  const std::size_t shared =
      is_whole ? shared_turns(pair.messages, pair.rejected) : pair.messages.size() - 1;
  return {pair.messages.first(shared), pair.messages.subspan(shared),
          is_whole ? pair.rejected.subspan(shared) : pair.rejected};
}

}  // namespace bmo::formats::kit
