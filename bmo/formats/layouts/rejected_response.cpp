// The layout of a conversation with the text of a worse answer beside it, as MS-Swift has it.
#include "bmo/formats/kit/columns.hpp"
#include "bmo/formats/kit/preference.hpp"
#include "bmo/formats/kit/shape.hpp"

namespace bmo::formats::layouts {
namespace {

constexpr Holds kHolds{.rejected = true};

struct RejectedResponse {
  static constexpr LayoutCard card{
      .id = "rejected-response",
      .title = "Messages with a rejected response (MS-Swift)",
      .summary = "The whole conversation with the better answer, and the worse answer as text.",
      .order = 4,
      .example = R"({"messages":[{"role":"user","content":"Name a prime."},)"
                 R"({"role":"assistant","content":"Seven."}],"rejected_response":"Eight."})",
      .fields = "messages + rejected_response",
  };

  static bool matches(json::Value record) {
    return kit::has_pair(record, "messages", {"rejected_response"});
  }

  static void read(json::Value /*record*/, PairBuilder& builder) {
    const json::Value list = builder.take("messages");
    builder.system_before(list);
    if (!builder.conversation_of(list, "messages", Into::kConversation)) return;
    const std::size_t messages = builder.num_messages();
    if (messages == 0) return;
    if (builder.turns_of(builder.take("rejected_response"), "rejected_response", Role::kAssistant,
                         Into::kRejected)) {
      builder.settle_rejected(messages - 1);
    }
  }

  static Unholdable unholdable(const Pair& pair) {
    if (pair.rejected.empty()) return "a pair without a rejected answer";
    if (pair.messages.size() < 2) return "a pair without a prompt";
    const kit::PreferenceCut cut = kit::cut_preference(pair);
    if (cut.chosen.size() != 1 || cut.rejected.size() != 1) return "an answer of several turns";
    return kit::unholdable_turn(cut.rejected);
  }

  static Schema own() { return {messages_field("messages"), kit::text_field("rejected_response")}; }
  static void fill(const Pair& pair, Column* columns, Arena& made) {
    append_messages(pair.messages, columns[0], made);
    columns[1].text.push_back(kit::cut_preference(pair).rejected.front().content);
  }

  static Schema schema(MetadataMode mode) { return kit::rows_of(own(), mode, kHolds); }
  static void write(const Batch& batch, std::span<const std::uint32_t> rows, MetadataMode mode,
                    Columns& out) {
    kit::write_rows({own, fill, kHolds}, batch, rows, mode, out);
  }
};

}  // namespace

const LayoutEntry& rejected_response();
const LayoutEntry& rejected_response() {
  return layout_entry<RejectedResponse>();
}

}  // namespace bmo::formats::layouts
