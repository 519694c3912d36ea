// The messages layout with nothing in a message but role and content, for tables whose columns
// would fill every other key with null.
#include "bmo/formats/kit/columns.hpp"
#include "bmo/formats/kit/shape.hpp"

namespace bmo::formats::layouts {
namespace {

Field plain_messages() {
  Field message{.name = "element", .kind = ColumnKind::kStruct};
  message.children = {kit::text_field("role"), kit::text_field("content")};
  return kit::list_field("messages", std::move(message));
}

struct RoleContent {
  static constexpr LayoutCard card{
      .id = "role-content",
      .title = "Messages of role and content alone",
      .summary = "No null keys that a chat template could stop at, as in Parquet; without tools.",
      .order = 11,
      .example = R"({"messages":[{"role":"user","content":"Name a prime."},)"
                 R"({"role":"assistant","content":"Seven."}]})",
      .fields = "messages",
  };

  // The messages layout reads such records too.
  static bool matches(json::Value /*record*/) { return false; }
  static void read(json::Value /*record*/, PairBuilder& /*builder*/) {}

  static Unholdable unholdable(const Pair& pair) {
    return pair.tools.empty() ? kit::unholdable_turn(pair.messages) : "tools";
  }

  static Schema own() { return {plain_messages()}; }
  static void fill(const Pair& pair, Column* columns, Arena& /*made*/) {
    Column& message = columns[0].children.front();
    for (const Message& each : pair.messages) {
      message.set.push_back(1);
      message.children[0].text.push_back(role_name(each.role));
      message.children[1].text.push_back(each.content);
    }
    kit::end_list(columns[0], message.set.size());
  }

  static Schema schema(MetadataMode mode) { return kit::rows_of(own(), mode); }
  static void write(const Batch& batch, std::span<const std::uint32_t> rows, MetadataMode mode,
                    Columns& out) {
    kit::write_rows({own, fill, {}}, batch, rows, mode, out);
  }
};

}  // namespace

const LayoutEntry& role_content();
const LayoutEntry& role_content() {
  return layout_entry<RoleContent>();
}

}  // namespace bmo::formats::layouts
