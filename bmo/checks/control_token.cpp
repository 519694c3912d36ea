// Finds texts that hold a token by which chat templates mark turns.
#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/control_tokens.hpp"
#include "bmo/checks/kit/walk.hpp"

namespace bmo::checks {
namespace {

struct ControlToken {
  static constexpr CheckCard card{
      .id = "control_token",
      .code = "W_CONTROL_TOKEN",
      .title = "A text holds a control token of a chat template",
      .why =
          "Tokenizers read such a mark as the end of a turn or the start of another, not as "
          "text. Left over from an export, it doubles the template; written by a stranger, it "
          "lets the text forge turns.",
      .fix =
          "Remove the mark; the trainer's template adds its own. Keep it only where the pair "
          "is about such marks.",
      .severity = Severity::kWarning,
      .family = Family::kCore,
      .component = Component::kHygiene,
      .points = 20,
      .good = R"({"instruction":"Is 2 < 3 [yes/no]?","response":"Yes, <b>2 is less</b>."})",
      .bad = R"({"instruction":"Name a prime.","response":"Seven.<|im_end|>"})",
  };

  void inspect(const Batch& batch, const facts::Facts& facts, FindingSink& sink) const {
    each_message(batch, [&](std::size_t row, const Pair& /*pair*/, std::size_t index,
                            const Message& message) {
      if (!facts.pairs[row].may_hold_markers) return;
      const std::string_view token = find_token(message.content);
      if (token.empty()) return;
      const auto byte = static_cast<std::size_t>(token.data() - message.content.data());
      sink.report(
          row, place_of(batch, row, index),
          "found `" + std::string(token) + "` at byte " + std::to_string(byte) + " of the text");
    });
  }
};

}  // namespace

const CheckEntry& control_token() {
  return entry<ControlToken>();
}

}  // namespace bmo::checks
