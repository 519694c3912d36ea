// Finds conversations in which one side speaks twice in a row.
#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/walk.hpp"

namespace bmo::checks {
namespace {

/// Tool results may follow each other: one message can call several tools.
bool repeats(const Message& before, const Message& message) {
  return before.role == message.role && message.role != Role::kTool &&
         message.role != Role::kSystem;
}

struct RoleRepeated {
  static constexpr CheckCard card{
      .id = "role_repeated",
      .code = "W_ROLE_REPEATED",
      .title = "Two messages of the same role follow each other",
      .why =
          "Some chat templates (Mistral, Gemma) demand that user and assistant take turns and "
          "stop the training run where they do not.",
      .fix = "Join the two messages into one, or put back the turn that is missing between them.",
      .severity = Severity::kWarning,
      .family = Family::kCore,
      .good = R"({"messages":[{"role":"user","content":"Name a prime."},)"
              R"({"role":"assistant","content":"Seven."}]})",
      .bad = R"({"messages":[{"role":"user","content":"Hello."},)"
             R"({"role":"user","content":"Name a prime."},)"
             R"({"role":"assistant","content":"Seven."}]})",
  };

  void inspect(const Batch& batch, const facts::Facts& /*facts*/, FindingSink& sink) const {
    each_pair(batch, [&](std::size_t row, const Pair& pair) {
      for (std::size_t i = 1; i < pair.messages.size(); ++i) {
        if (!repeats(pair.messages[i - 1], pair.messages[i])) continue;
        sink.report(
            row, place_of(batch, row, i),
            "found two " + std::string(role_name(pair.messages[i].role)) + " messages in a row");
        break;
      }
    });
  }
};

}  // namespace

const CheckEntry& role_repeated() {
  return entry<RoleRepeated>();
}

}  // namespace bmo::checks
