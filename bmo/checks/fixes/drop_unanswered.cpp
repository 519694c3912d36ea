// Drops what stands before the first question and behind the last answer.
#include <algorithm>

#include "bmo/checks/fixes.hpp"

namespace bmo::checks::fixes {
namespace {

struct DropUnanswered {
  static constexpr FixCard card{
      .id = "drop_unanswered",
      .code = "E_NO_ASSISTANT",
      .title = "Drop greetings before the first question and questions behind the last answer",
      .why =
          "Templates refuse an assistant that speaks first, and a question without an answer "
          "teaches nothing.",
      .safety = Safety::kWords,
      .order = 75,
      .before = R"({"messages":[{"role":"assistant","content":"Hello!"},)"
                R"({"role":"user","content":"Name a prime."},)"
                R"({"role":"assistant","content":"Seven."},)"
                R"({"role":"user","content":"Thanks, and another one?"}]})",
      .after = R"({"messages":[{"role":"user","content":"Name a prime."},)"
               R"({"role":"assistant","content":"Seven."}]})",
  };

  static bool mend(Turns& turns) {
    std::vector<Message>& messages = turns.messages;
    const auto first_of = [&](Role role) {
      return std::find_if(messages.begin(), messages.end(),
                          [role](const Message& message) { return message.role == role; });
    };
    const std::size_t count = messages.size();
    const auto last = std::find_if(messages.rbegin(), messages.rend(), [](const Message& message) {
      return message.role == Role::kAssistant;
    });
    const auto question = first_of(Role::kUser);
    // A conversation without both sides has nothing that could be kept.
    if (question == messages.end() || last == messages.rend() || last.base() <= question)
      return false;
    messages.erase(last.base(), messages.end());
    const auto is_greeting = [](const Message& message) {
      return message.role == Role::kAssistant || message.role == Role::kTool;
    };
    const auto greetings = std::remove_if(messages.begin(), first_of(Role::kUser), is_greeting);
    messages.erase(greetings, first_of(Role::kUser));
    return messages.size() != count;
  }
};

}  // namespace

const FixEntry& drop_unanswered() {
  return fix_entry<DropUnanswered>();
}

}  // namespace bmo::checks::fixes
