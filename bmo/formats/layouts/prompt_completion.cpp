// The prompt-completion layout: {"prompt":"...","completion":"..."}, as texts or lists of messages.
#include "bmo/formats/kit/columns.hpp"
#include "bmo/formats/kit/shape.hpp"

namespace bmo::formats::layouts {
namespace {

struct PromptCompletion {
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

  static Unholdable unholdable(const Pair& pair) { return kit::unholdable_but_one_exchange(pair); }

  static Schema own() { return {kit::text_field("prompt"), kit::text_field("completion")}; }
  static void fill(const Pair& pair, Column* columns, Arena& /*made*/) {
    columns[0].text.push_back(pair.messages.front().content);
    columns[1].text.push_back(pair.messages.back().content);
  }

  static Schema schema(MetadataMode mode) { return kit::rows_of(own(), mode); }
  static void write(const Batch& batch, std::span<const std::uint32_t> rows, MetadataMode mode,
                    Columns& out) {
    kit::write_rows({own, fill, {}}, batch, rows, mode, out);
  }
};

}  // namespace

const LayoutEntry& prompt_completion();
const LayoutEntry& prompt_completion() {
  return layout_entry<PromptCompletion>();
}

}  // namespace bmo::formats::layouts
