// The Bedrock layout:
// {"schemaVersion":"bedrock-conversation-2024","system":[...],"messages":[...]}, as Amazon Nova is
// tuned with.
#include "bmo/formats/kit/columns.hpp"
#include "bmo/formats/kit/shape.hpp"

namespace bmo::formats::layouts {
namespace {

constexpr std::string_view kVersion = "bedrock-conversation-2024";

Field turn_field() {
  Field turn{.name = "element", .kind = ColumnKind::kStruct};
  turn.children = {kit::text_field("role"), kit::parts_field("content")};
  return turn;
}

bool is_version(json::Value value) {
  if (!value || !value.is_string()) return false;
  const std::string_view raw = value.raw();
  return raw.substr(1, raw.size() - 2) == kVersion;
}

struct Bedrock {
  static constexpr LayoutCard card{
      .id = "bedrock",
      .title = "Amazon Bedrock (Nova, Converse)",
      .summary = "Messages made of parts under a schema version; the system prompt beside them.",
      .order = 6,
      .example = R"({"schemaVersion":"bedrock-conversation-2024","system":[{"text":"Be brief."}],)"
                 R"("messages":[{"role":"user","content":[{"text":"Name a prime."}]},)"
                 R"({"role":"assistant","content":[{"text":"Seven."}]}]})",
      .fields = "schemaVersion + messages",
  };

  static bool matches(json::Value record) {
    return is_version(record.find("schemaVersion")) && kit::has(record, "messages");
  }

  static void read(json::Value /*record*/, PairBuilder& builder) {
    builder.take("schemaVersion");
    Message message{.role = Role::kSystem};
    if (!builder.optional_text_of(builder.take_json("system"), "system", message.content)) return;
    if (!message.content.empty()) builder.add(message);
    builder.conversation_of(builder.take("messages"), "messages", Into::kConversation);
  }

  static Unholdable unholdable(const Pair& pair) { return kit::unholdable_but_dialogue(pair); }

  static Schema own() {
    return {kit::text_field("schemaVersion"), kit::optional_field(kit::parts_field("system")),
            kit::list_field("messages", turn_field())};
  }

  static void fill(const Pair& pair, Column* columns, Arena& /*made*/) {
    const auto turns = kit::without_system(pair);
    columns[0].text.push_back(kVersion);
    if (turns.size() == pair.messages.size()) {
      kit::end_list(columns[1], columns[1].children.front().set.size());
    } else {
      kit::append_part(pair.messages.front().content, columns[1]);
    }
    Column& element = columns[2].children.front();
    for (const Message& turn : turns) {
      element.set.push_back(1);
      element.children[0].text.push_back(role_name(turn.role));
      kit::append_part(turn.content, element.children[1]);
    }
    kit::end_list(columns[2], element.set.size());
  }

  static Schema schema(MetadataMode mode) { return kit::rows_of(own(), mode); }
  static void write(const Batch& batch, std::span<const std::uint32_t> rows, MetadataMode mode,
                    Columns& out) {
    kit::write_rows({own, fill, {}}, batch, rows, mode, out);
  }
};

}  // namespace

const LayoutEntry& bedrock();
const LayoutEntry& bedrock() {
  return layout_entry<Bedrock>();
}

}  // namespace bmo::formats::layouts
