// The prompt-completion layout: {"prompt":"...","completion":"..."}, as texts or lists of messages.
#include "bmo/formats/kit/shape.hpp"
#include "bmo/formats/kit/two_texts.hpp"

namespace bmo::formats::layouts {
namespace {

struct PromptCompletion : kit::TwoTexts<PromptCompletion> {
  static constexpr auto kQuestion = "prompt";
  static constexpr auto kAnswer = "completion";
  static constexpr LayoutCard card{
      .id = "prompt-completion",
      .title = "Prompt and completion (TRL, MLX, Together)",
      .summary = "One question and its answer as texts.",
      .order = 40,
      .example = R"({"prompt":"Name a prime.","completion":"Seven."})",
      .fields = "prompt + completion",
  };

  static bool matches(json::Value record) {
    return kit::has_pair(record, "prompt", {"completion"});
  }

  static void read(json::Value /*record*/, PairBuilder& builder) {
    const json::Value prompt = builder.take("prompt");
    builder.system_before(prompt);
    builder.turns_of(prompt, "prompt", Role::kUser, Into::kConversation);
    builder.turns_of(builder.take("completion"), "completion", Role::kAssistant,
                     Into::kConversation);
  }
};

}  // namespace

const LayoutEntry& prompt_completion();
const LayoutEntry& prompt_completion() {
  return layout_entry<PromptCompletion>();
}

}  // namespace bmo::formats::layouts
