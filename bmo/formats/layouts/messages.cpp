// The messages layout: {"messages":[{"role":"user","content":"..."},...]}, as chat APIs have it.
#include "bmo/formats/kit/columns.hpp"
#include "bmo/formats/kit/shape.hpp"

namespace bmo::formats::layouts {
namespace {

constexpr Holds kHolds{.tools = true};

/// Loaders that guess a column's type (rows with metadata are for them) want text; the services
/// and trainers with strict rows want the list itself.
Field tools_field(MetadataMode mode) {
  return {.name = "tools",
          .kind = ColumnKind::kJson,
          .optional = true,
          .nested = mode == MetadataMode::kSidecar};
}

struct Messages {
  static constexpr LayoutCard card{
      .id = "messages",
      .title = "Messages (OpenAI, TRL)",
      .summary =
          "A list of messages with role and content; tools, tool calls, names and weights "
          "included.",
      .order = 10,
      .example = R"({"messages":[{"role":"user","content":"Name a prime."},)"
                 R"({"role":"assistant","content":"Seven."}]})",
      .fields = "messages",
  };

  static bool matches(json::Value record) { return kit::has(record, "messages"); }

  static void read(json::Value /*record*/, PairBuilder& builder) {
    const json::Value list = builder.take("messages");
    builder.system_before(list);
    builder.conversation_of(list, "messages", Into::kConversation);
  }

  static Unholdable unholdable(const Pair& /*pair*/) { return nullptr; }

  static Schema own() { return {messages_field("messages"), tools_field(MetadataMode::kInline)}; }
  static void fill(const Pair& pair, Column* columns, Arena& made) {
    append_messages(pair.messages, columns[0], made);
    columns[1].text.push_back(pair.tools);
  }

  static Schema schema(MetadataMode mode) {
    return kit::rows_of({messages_field("messages"), tools_field(mode)}, mode, kHolds);
  }
  static void write(const Batch& batch, std::span<const std::uint32_t> rows, MetadataMode mode,
                    Columns& out) {
    kit::write_rows({own, fill, kHolds}, batch, rows, mode, out);
  }
};

}  // namespace

const LayoutEntry& messages();
const LayoutEntry& messages() {
  return layout_entry<Messages>();
}

}  // namespace bmo::formats::layouts
