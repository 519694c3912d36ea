// The Vertex layout:
// {"systemInstruction":{...},"contents":[{"role":"user","parts":[{"text":"..."}]},
// ...]}, as Gemini is tuned with.
#include "bmo/formats/kit/columns.hpp"
#include "bmo/formats/kit/shape.hpp"

namespace bmo::formats::layouts {
namespace {

constexpr std::string_view kInstruction = "systemInstruction";
constexpr std::string_view kSnakeInstruction = "system_instruction";

Field content_field(std::string name) {
  Field content{.name = std::move(name), .kind = ColumnKind::kStruct};
  content.children = {kit::text_field("role"), kit::parts_field("parts")};
  return content;
}

void append_content(std::string_view role, std::string_view text, Column& out) {
  out.set.push_back(1);
  out.children[0].text.push_back(role);
  kit::append_part(text, out.children[1]);
}

/// The instruction is a content object, of which the parts alone matter, or a text.
void read_instruction(PairBuilder& builder, std::string_view field) {
  json::Value value = builder.take_json(field);
  if (value && value.is_object()) value = value.find("parts");
  Message message{.role = Role::kSystem};
  if (!builder.optional_text_of(value, field, message.content)) return;
  if (!message.content.empty()) builder.add(message);
}

struct Vertex {
  static constexpr LayoutCard card{
      .id = "vertex",
      .title = "Vertex AI (Gemini)",
      .summary = "Contents of user and model turns made of parts; the system prompt beside them.",
      .order = 12,
      .example = R"({"systemInstruction":{"role":"system","parts":[{"text":"Be brief."}]},)"
                 R"("contents":[{"role":"user","parts":[{"text":"Name a prime."}]},)"
                 R"({"role":"model","parts":[{"text":"Seven."}]}]})",
      .fields = "contents",
  };

  static bool matches(json::Value record) { return kit::has(record, "contents"); }

  static void read(json::Value record, PairBuilder& builder) {
    read_instruction(builder, record.find(kInstruction) ? kInstruction : kSnakeInstruction);
    builder.conversation_of(builder.take_json("contents"), "contents", Into::kConversation);
  }

  static Unholdable unholdable(const Pair& pair) { return kit::unholdable_but_dialogue(pair); }

  static Schema own() {
    return {kit::optional_field(content_field(std::string(kInstruction))),
            kit::list_field("contents", content_field("element"))};
  }

  static void fill(const Pair& pair, Column* columns, Arena& /*made*/) {
    const auto turns = kit::without_system(pair);
    if (turns.size() == pair.messages.size()) {
      columns[0].set.push_back(0);
    } else {
      append_content("system", pair.messages.front().content, columns[0]);
    }
    Column& element = columns[1].children.front();
    for (const Message& turn : turns) {
      append_content(turn.role == Role::kUser ? "user" : "model", turn.content, element);
    }
    kit::end_list(columns[1], element.set.size());
  }

  static Schema schema(MetadataMode mode) { return kit::rows_of(own(), mode); }
  static void write(const Batch& batch, std::span<const std::uint32_t> rows, MetadataMode mode,
                    Columns& out) {
    kit::write_rows({own, fill, {}}, batch, rows, mode, out);
  }
};

}  // namespace

const LayoutEntry& vertex();
const LayoutEntry& vertex() {
  return layout_entry<Vertex>();
}

}  // namespace bmo::formats::layouts
