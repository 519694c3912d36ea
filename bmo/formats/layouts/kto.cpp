// The KTO layout: a conversation and whether its answer is wanted, {"messages":[...],"label":true}.
#include "bmo/formats/kit/columns.hpp"
#include "bmo/formats/kit/metadata_columns.hpp"
#include "bmo/formats/kit/shape.hpp"

namespace bmo::formats::layouts {
namespace {

constexpr Holds kHolds{.label = true};

/// True or false, or a cell's text that says so.
bool is_label(json::Value value) {
  if (!value) return false;
  const std::string_view raw = value.raw();
  return raw == "true" || raw == "false" || raw == R"("true")" || raw == R"("false")" ||
         raw == R"("True")" || raw == R"("False")";
}

struct Kto {
  static constexpr LayoutCard card{
      .id = "kto",
      .title = "KTO",
      .summary = "A conversation with a label: true where the answer is wanted, else false.",
      .order = 5,
      .example = R"({"messages":[{"role":"user","content":"Name a prime."},)"
                 R"({"role":"assistant","content":"Eight."}],"label":false})",
      .fields = "messages + label",
  };

  static bool matches(json::Value record) {
    return is_label(record.find("label")) &&
           (kit::has(record, "messages") || kit::has_pair(record, "prompt", {"completion"}));
  }

  // The label itself is taken with the metadata, from wherever it stands.
  static void read(json::Value record, PairBuilder& builder) {
    if (kit::has(record, "messages")) {
      const json::Value list = builder.take("messages");
      builder.system_before(list);
      builder.conversation_of(list, "messages", Into::kConversation);
      return;
    }
    const json::Value prompt = builder.take("prompt");
    builder.system_before(prompt);
    builder.turns_of(prompt, "prompt", Role::kUser, Into::kConversation);
    builder.turns_of(builder.take("completion"), "completion", Role::kAssistant,
                     Into::kConversation);
  }

  static Unholdable unholdable(const Pair& pair) {
    return pair.label == Label::kNone ? "a pair without a label" : nullptr;
  }

  static Schema own() {
    return {messages_field("messages"), {.name = "label", .kind = ColumnKind::kFlag}};
  }
  static void fill(const Pair& pair, Column* columns, Arena& made) {
    append_messages(pair.messages, columns[0], made);
    columns[1].flag.push_back(kit::label_flag(pair.label));
  }

  static Schema schema(MetadataMode mode) { return kit::rows_of(own(), mode, kHolds); }
  static void write(const Batch& batch, std::span<const std::uint32_t> rows, MetadataMode mode,
                    Columns& out) {
    kit::write_rows({own, fill, kHolds}, batch, rows, mode, out);
  }
};

}  // namespace

const LayoutEntry& kto();
const LayoutEntry& kto() {
  return layout_entry<Kto>();
}

}  // namespace bmo::formats::layouts
