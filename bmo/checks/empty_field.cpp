// Finds pairs in which an instruction or a response says nothing.
#include "bmo/base/text.hpp"
#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/walk.hpp"

namespace bmo::checks {
namespace {

/// Users must say something, and so must an assistant that calls no tool; a tool may return
/// nothing.
bool needs_text(const Message& message) {
  return message.role == Role::kUser ||
         (message.role == Role::kAssistant && message.tool_calls.empty());
}

std::string observation(std::string_view text) {
  return text.empty() ? "found an empty text" : "found nothing but white space";
}

struct EmptyField {
  static constexpr CheckCard card{
      .id = "empty_field",
      .code = "E_EMPTY_FIELD",
      .title = "An instruction or a response is empty",
      .why =
          "A pair without an answer teaches the model to stay silent, and an answer without a "
          "question to talk at random. White space alone, no-break and zero-width spaces "
          "included, counts as empty.",
      .fix = "Write the text, or remove the record.",
      .severity = Severity::kError,
      .family = Family::kCore,
      .component = Component::kCompleteness,
      .points = 100,
      .good = R"({"instruction":"Name a prime.","response":"Seven."})",
      .bad = R"({"instruction":"Name a prime.","response":" \u00a0\u200b\n"})",
  };

  void inspect(const Batch& batch, const facts::Facts& /*facts*/, FindingSink& sink) const {
    each_pair(batch, [&sink](std::size_t row, const Pair& pair) {
      if (pair.messages.empty()) sink.report(row, "messages", "found no message");
    });
    each_message(batch, [&](std::size_t row, const Pair& /*pair*/, std::size_t index,
                            const Message& message) {
      if (!needs_text(message) || !is_blank(message.content)) return;
      sink.report(row, place_of(batch, row, index), observation(message.content));
    });
  }
};

}  // namespace

const CheckEntry& empty_field() {
  return entry<EmptyField>();
}

}  // namespace bmo::checks
