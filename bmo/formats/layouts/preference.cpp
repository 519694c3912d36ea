// The preference layout: a prompt with a better and a worse answer, for DPO and its relatives.
#include "bmo/formats/kit/preference.hpp"

#include "bmo/formats/kit/columns.hpp"
#include "bmo/formats/kit/shape.hpp"

namespace bmo::formats::layouts {
namespace {

constexpr Holds kHolds{.rejected = true};

/// Adds what stands before both answers: conversations, prompt, instruction or question.
bool read_prompt(json::Value record, PairBuilder& builder) {
  if (kit::has(record, "conversations")) {
    const json::Value list = builder.take("conversations");
    builder.system_before(list);
    return builder.conversation_of(list, "conversations", Into::kConversation);
  }
  if (kit::has(record, "prompt")) {
    const json::Value prompt = builder.take("prompt");
    builder.system_before(prompt);
    return builder.turns_of(prompt, "prompt", Role::kUser, Into::kConversation);
  }
  std::string_view field;
  const json::Value instruction = builder.take_any({"instruction", "question", "query"}, &field);
  if (instruction) return builder.instruction_of(instruction, field);
  builder.fault("E_MISSING_FIELD", {}, "prompt",
                "`chosen` and `rejected` have no prompt before them; where they are dialogues in "
                "one text, read them with --map hh-rlhf");
  return false;
}

struct Preference {
  static constexpr LayoutCard card{
      .id = "preference",
      .title = "Preference (DPO, ORPO)",
      .summary = "A prompt with a chosen and a rejected answer, each a list of messages.",
      .order = 30,
      .example = R"({"prompt":"Name a prime.","chosen":"Seven.","rejected":"Eight."})",
      .fields = "chosen + rejected",
  };

  static bool matches(json::Value record) {
    return kit::has_pair(record, "chosen", {"rejected"}) ||
           kit::has_pair(record, "chosen_messages", {"rejected_messages"});
  }

  static void read(json::Value record, PairBuilder& builder) {
    std::string_view chosen_name;
    std::string_view rejected_name;
    const json::Value chosen = builder.take_any({"chosen", "chosen_messages"}, &chosen_name);
    const json::Value rejected =
        builder.take_any({"rejected", "rejected_messages"}, &rejected_name);
    // Where the answers bring the whole conversation with them, a prompt beside them is no turn.
    const bool is_whole = builder.is_whole_conversation(chosen);
    if (!is_whole && !read_prompt(record, builder)) return;
    const std::size_t prompt = builder.num_messages();
    const bool has_chosen =
        builder.turns_of(chosen, chosen_name, Role::kAssistant, Into::kConversation);
    const bool has_rejected =
        builder.turns_of(rejected, rejected_name, Role::kAssistant, Into::kRejected);
    if (has_chosen && has_rejected) builder.settle_rejected(prompt);
  }

  static Unholdable unholdable(const Pair& pair) {
    if (pair.rejected.empty()) return "a pair without a rejected answer";
    return pair.messages.size() < 2 ? "a pair without a prompt" : nullptr;
  }

  static Schema own() {
    return {messages_field("prompt"), messages_field("chosen"), messages_field("rejected")};
  }
  static void fill(const Pair& pair, Column* columns, Arena& made) {
    const kit::PreferenceCut cut = kit::cut_preference(pair);
    append_messages(cut.prompt, columns[0], made);
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

const LayoutEntry& preference();
const LayoutEntry& preference() {
  return layout_entry<Preference>();
}

}  // namespace bmo::formats::layouts
