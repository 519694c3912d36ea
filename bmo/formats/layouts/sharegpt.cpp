// The ShareGPT layout: {"conversations":[{"from":"human","value":"..."},...]}, with tool calls as
// turns of their own.
#include "bmo/formats/kit/columns.hpp"
#include "bmo/formats/kit/json_list.hpp"
#include "bmo/formats/kit/shape.hpp"

namespace bmo::formats::layouts {
namespace {

constexpr Holds kHolds{.tools = true};

std::string_view speaker(const Message& message) {
  constexpr std::string_view kNames[] = {"system", "human", "gpt", "observation"};
  if (!message.tool_calls.empty()) return "function_call";
  return kNames[static_cast<std::size_t>(message.role)];
}

Field turns_field() {
  Field turn{.name = "element", .kind = ColumnKind::kStruct};
  turn.children = {kit::text_field("from"),
                   kit::text_field("value"),
                   kit::optional_field(kit::text_field("name")),
                   kit::optional_field(kit::text_field("tool_call_id")),
                   {.name = "weight", .kind = ColumnKind::kReal, .optional = true}};
  return kit::list_field("conversations", std::move(turn));
}

void append_turn(const Message& message, Column& element) {
  const bool is_call = !message.tool_calls.empty();
  element.set.push_back(1);
  element.children[0].text.push_back(speaker(message));
  element.children[1].text.push_back(is_call ? kit::without_single_brackets(message.tool_calls)
                                             : message.content);
  element.children[2].text.push_back(message.name);
  element.children[3].text.push_back(message.tool_call_id);
  element.children[4].real.push_back(message.weight);
}

struct Sharegpt {
  static constexpr LayoutCard card{
      .id = "sharegpt",
      .title = "ShareGPT",
      .summary = "A list of turns with from and value; tool calls are turns of their own.",
      .order = 20,
      .example = R"({"conversations":[{"from":"human","value":"Name a prime."},)"
                 R"({"from":"gpt","value":"Seven."}]})",
      .fields = "conversations",
  };

  static bool matches(json::Value record) {
    return kit::has(record, "conversations") &&
           !(kit::has(record, "chosen") && kit::has(record, "rejected"));
  }

  static void read(json::Value /*record*/, PairBuilder& builder) {
    const json::Value list = builder.take("conversations");
    builder.system_before(list);
    builder.conversation_of(list, "conversations", Into::kConversation);
  }

  static Unholdable unholdable(const Pair& pair) {
    for (const Message& message : pair.messages) {
      if (!message.tool_calls.empty() && !message.content.empty()) {
        return "text beside a tool call";
      }
    }
    return nullptr;
  }

  static Schema own() { return {turns_field(), {.name = "tools", .kind = ColumnKind::kJson}}; }
  static void fill(const Pair& pair, Column* columns, Arena& /*made*/) {
    Column& element = columns[0].children.front();
    for (const Message& message : pair.messages)
      append_turn(message, element);
    kit::end_list(columns[0], element.set.size());
    columns[1].text.push_back(pair.tools);
  }

  static Schema schema(MetadataMode mode) { return kit::rows_of(own(), mode, kHolds); }
  static void write(const Batch& batch, std::span<const std::uint32_t> rows, MetadataMode mode,
                    Columns& out) {
    kit::write_rows({own, fill, kHolds}, batch, rows, mode, out);
  }
};

}  // namespace

const LayoutEntry& sharegpt();
const LayoutEntry& sharegpt() {
  return layout_entry<Sharegpt>();
}

}  // namespace bmo::formats::layouts
