// The OpenAI preference layout: {"input":{"messages":[...]},"preferred_output":[...],
// "non_preferred_output":[...]}, as OpenAI, Azure, Together and Fireworks take it.
#include "bmo/formats/kit/columns.hpp"
#include "bmo/formats/kit/preference.hpp"
#include "bmo/formats/kit/shape.hpp"

namespace bmo::formats::layouts {
namespace {

constexpr Holds kHolds{.rejected = true, .tools = true};

Field input_field() {
  Field input{.name = "input", .kind = ColumnKind::kStruct};
  input.children = {messages_field("messages"),
                    {.name = "tools", .kind = ColumnKind::kJson, .optional = true, .nested = true}};
  return input;
}

/// The prompt: an object with messages and tools, a list of messages, or a text.
bool read_input(PairBuilder& builder) {
  const json::Value input = builder.take_json("input");
  if (!input || !input.is_object()) {
    return builder.turns_of(input, "input", Role::kUser, Into::kConversation);
  }
  for (const auto& [key, value] : input.fields()) {
    if (key == "messages") continue;
    // To allow parallel calls is the usual, and says nothing.
    if (key == "parallel_tool_calls" && value.raw() == "true") continue;
    builder.keep("input.", key, value);
  }
  return builder.conversation_of(input.find("messages"), "input.messages", Into::kConversation);
}

struct OpenaiPreference {
  static constexpr LayoutCard card{
      .id = "openai-preference",
      .title = "Preference (OpenAI, Azure, Together, Fireworks)",
      .summary = "Messages and tools under input, with a preferred and a non-preferred answer.",
      .order = 3,
      .example = R"({"input":{"messages":[{"role":"user","content":"Name a prime."}],)"
                 R"("tools":[],"parallel_tool_calls":true},)"
                 R"("preferred_output":[{"role":"assistant","content":"Seven."}],)"
                 R"("non_preferred_output":[{"role":"assistant","content":"Eight."}]})",
      .fields = "input + preferred_output + non_preferred_output",
  };

  static bool matches(json::Value record) {
    return kit::has_pair(record, "preferred_output", {"non_preferred_output"});
  }

  static void read(json::Value /*record*/, PairBuilder& builder) {
    if (!read_input(builder)) return;
    const std::size_t prompt = builder.num_messages();
    const bool has_better =
        builder.turns_of(builder.take_json("preferred_output"), "preferred_output",
                         Role::kAssistant, Into::kConversation);
    const bool has_worse =
        builder.turns_of(builder.take_json("non_preferred_output"), "non_preferred_output",
                         Role::kAssistant, Into::kRejected);
    if (has_better && has_worse) builder.settle_rejected(prompt);
  }

  static Unholdable unholdable(const Pair& pair) {
    if (pair.rejected.empty()) return "a pair without a rejected answer";
    const kit::PreferenceCut cut = kit::cut_preference(pair);
    if (cut.prompt.empty()) return "a pair without a prompt";
    const bool is_plain = cut.chosen.size() == 1 && cut.rejected.size() == 1;
    return is_plain ? nullptr : "an answer of several messages";
  }

  static Schema own() {
    return {input_field(), messages_field("preferred_output"),
            messages_field("non_preferred_output")};
  }

  static void fill(const Pair& pair, Column* columns, Arena& made) {
    const kit::PreferenceCut cut = kit::cut_preference(pair);
    columns[0].set.push_back(1);
    append_messages(cut.prompt, columns[0].children[0], made);
    columns[0].children[1].text.push_back(pair.tools);
    append_messages(cut.chosen, columns[1], made);
    append_messages(cut.rejected, columns[2], made);
  }

  static Schema schema(MetadataMode mode) { return kit::rows_of(own(), mode, kHolds); }
  static void write(const Batch& batch, std::span<const std::uint32_t> rows, MetadataMode mode,
                    Columns& out) {
    kit::write_rows({own, fill, kHolds}, batch, rows, mode, out);
  }
};

}  // namespace

const LayoutEntry& openai_preference();
const LayoutEntry& openai_preference() {
  return layout_entry<OpenaiPreference>();
}

}  // namespace bmo::formats::layouts
