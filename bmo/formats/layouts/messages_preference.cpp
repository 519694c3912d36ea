// The layout of a conversation with two answers to it, each one message, as LLaMA-Factory has it.
#include "bmo/formats/kit/columns.hpp"
#include "bmo/formats/kit/preference.hpp"
#include "bmo/formats/kit/shape.hpp"

namespace bmo::formats::layouts {
namespace {

constexpr Holds kHolds{.rejected = true};

Field answer_field(std::string name) {
  Field field{.name = std::move(name), .kind = ColumnKind::kStruct};
  field.children = {kit::text_field("role"), kit::text_field("content")};
  return field;
}

void append_answer(const Message& answer, Column& out) {
  out.set.push_back(1);
  out.children[0].text.push_back(role_name(answer.role));
  out.children[1].text.push_back(answer.content);
}

struct MessagesPreference {
  static constexpr LayoutCard card{
      .id = "messages-preference",
      .title = "Messages with two answers (LLaMA-Factory)",
      .summary = "The messages before the answer, and a chosen and a rejected answer as one each.",
      .order = 4,
      .example = R"({"messages":[{"role":"user","content":"Name a prime."}],)"
                 R"("chosen":{"role":"assistant","content":"Seven."},)"
                 R"("rejected":{"role":"assistant","content":"Eight."}})",
      .fields = "messages + chosen + rejected",
  };

  static bool matches(json::Value record) {
    return kit::has(record, "messages") && kit::has_pair(record, "chosen", {"rejected"});
  }

  static void read(json::Value /*record*/, PairBuilder& builder) {
    const json::Value list = builder.take("messages");
    builder.system_before(list);
    const json::Value chosen = builder.take("chosen");
    const json::Value rejected = builder.take("rejected");
    // Where the answers bring the whole conversation with them, the messages beside are no turns.
    const bool is_whole = builder.is_whole_conversation(chosen);
    if (!is_whole && !builder.conversation_of(list, "messages", Into::kConversation)) return;
    const std::size_t prompt = builder.num_messages();
    if (builder.turns_of(chosen, "chosen", Role::kAssistant, Into::kConversation) &&
        builder.turns_of(rejected, "rejected", Role::kAssistant, Into::kRejected)) {
      builder.settle_rejected(prompt);
    }
  }

  static Unholdable unholdable(const Pair& pair) {
    if (pair.rejected.empty()) return "a pair without a rejected answer";
    if (pair.messages.size() < 2) return "a pair without a prompt";
    const kit::PreferenceCut cut = kit::cut_preference(pair);
    if (cut.chosen.size() != 1 || cut.rejected.size() != 1) return "an answer of several turns";
    const Unholdable chosen = kit::unholdable_turn(cut.chosen);
    return chosen != nullptr ? chosen : kit::unholdable_turn(cut.rejected);
  }

  static Schema own() {
    return {messages_field("messages"), answer_field("chosen"), answer_field("rejected")};
  }
  static void fill(const Pair& pair, Column* columns, Arena& made) {
    const kit::PreferenceCut cut = kit::cut_preference(pair);
    append_messages(cut.prompt, columns[0], made);
    append_answer(cut.chosen.front(), columns[1]);
    append_answer(cut.rejected.front(), columns[2]);
  }

  static Schema schema(MetadataMode mode) { return kit::rows_of(own(), mode, kHolds); }
  static void write(const Batch& batch, std::span<const std::uint32_t> rows, MetadataMode mode,
                    Columns& out) {
    kit::write_rows({own, fill, kHolds}, batch, rows, mode, out);
  }
};

}  // namespace

const LayoutEntry& messages_preference();
const LayoutEntry& messages_preference() {
  return layout_entry<MessagesPreference>();
}

}  // namespace bmo::formats::layouts
