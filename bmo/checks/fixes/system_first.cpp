// Moves system messages to the front of a conversation.
#include <algorithm>

#include "bmo/checks/fixes.hpp"

namespace bmo::checks::fixes {
namespace {

struct SystemFirst {
  static constexpr FixCard card{
      .id = "system_first",
      .code = "E_ROLE_ORDER",
      .title = "Move system messages to the front and join them",
      .why =
          "Chat templates stop at a system message that is not the first; in front it says the "
          "same.",
      .safety = Safety::kSafe,
      .order = 70,
      .before = R"({"messages":[{"role":"user","content":"Name a prime."},)"
                R"({"role":"system","content":"Be brief."},)"
                R"({"role":"assistant","content":"Seven."}]})",
      .after = R"({"messages":[{"role":"system","content":"Be brief."},)"
               R"({"role":"user","content":"Name a prime."},)"
               R"({"role":"assistant","content":"Seven."}]})",
  };

  static bool mend(Turns& turns) {
    std::vector<Message>& messages = turns.messages;
    const auto is_system = [](const Message& message) { return message.role == Role::kSystem; };
    const auto behind = std::find_if_not(messages.begin(), messages.end(), is_system);
    const bool is_first =
        behind - messages.begin() <= 1 && std::none_of(behind, messages.end(), is_system);
    if (is_first) return false;
    const auto rest = std::stable_partition(messages.begin(), messages.end(), is_system);
    std::string joined;
    for (auto message = messages.begin(); message != rest; ++message) {
      if (!joined.empty()) joined += "\n\n";
      joined += message->content;
    }
    messages.front().content = turns.arena.keep(joined);
    messages.erase(messages.begin() + 1, rest);
    return true;
  }
};

}  // namespace

const FixEntry& system_first() {
  return fix_entry<SystemFirst>();
}

}  // namespace bmo::checks::fixes
