// Joins neighbouring messages of one role.
#include "bmo/checks/fixes.hpp"

namespace bmo::checks::fixes {
namespace {

/// Tool calls, and answers that count unlike in training, stay apart.
bool can_join(const Message& before, const Message& message) {
  const bool is_same_weight =
      before.weight == message.weight || (is_absent(before.weight) && is_absent(message.weight));
  return before.role == message.role && message.role != Role::kTool && is_same_weight &&
         before.tool_calls.empty() && message.tool_calls.empty() && before.name == message.name;
}

struct MergeTurns {
  static constexpr FixCard card{
      .id = "merge_turns",
      .code = "W_ROLE_REPEATED",
      .title = "Join neighbouring messages of one role",
      .why =
          "Templates of Mistral and Gemma demand that user and assistant take turns. The texts are "
          "joined with a blank line between them.",
      .safety = Safety::kSafe,
      .order = 80,
      .before = R"({"messages":[{"role":"user","content":"Hello."},)"
                R"({"role":"user","content":"Name a prime."},)"
                R"({"role":"assistant","content":"Seven."}]})",
      .after = R"({"messages":[{"role":"user","content":"Hello.\n\nName a prime."},)"
               R"({"role":"assistant","content":"Seven."}]})",
  };

  static bool mend(Turns& turns) {
    std::vector<Message> joined;
    for (const Message& message : turns.messages) {
      if (joined.empty() || !can_join(joined.back(), message)) {
        joined.push_back(message);
        continue;
      }
      std::string text(joined.back().content);
      text += "\n\n";
      if (turns.input_at > 0 && message.role == Role::kUser)
        turns.input_at += static_cast<std::uint32_t>(text.size());
      text += message.content;
      joined.back().content = turns.arena.keep(text);
    }
    if (joined.size() == turns.messages.size()) return false;
    turns.messages = std::move(joined);
    return true;
  }
};

}  // namespace

const FixEntry& merge_turns() {
  return fix_entry<MergeTurns>();
}

}  // namespace bmo::checks::fixes
