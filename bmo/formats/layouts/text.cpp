// The text layout: {"text":"..."}, the whole conversation as one text cut by headings.
#include "bmo/formats/kit/columns.hpp"
#include "bmo/formats/kit/headed_text.hpp"
#include "bmo/formats/kit/shape.hpp"

namespace bmo::formats::layouts {
namespace {

struct Text {
  static constexpr LayoutCard card{
      .id = "text",
      .title = "Plain text (TRL, MLX, Axolotl completion, Together)",
      .summary =
          "The conversation as one text, each turn under a heading: `### System:`, "
          "`### Instruction:` or `### Response:`; other text is no pair.",
      .order = 80,
      .example = R"({"text":"### Instruction:\nName a prime.\n\n### Response:\nSeven."})",
      .fields = "text with a heading",
  };

  static bool matches(json::Value record) {
    const json::Value text = record.find("text");
    return text && text.is_string() && kit::begins_with_heading(text.raw().substr(1), "\\n");
  }

  static void read(json::Value /*record*/, PairBuilder& builder) {
    std::string_view text;
    if (!builder.text_of(builder.take("text"), "text", text)) return;
    while (!text.empty())
      builder.add(kit::take_headed_turn(text));
  }

  static Unholdable unholdable(const Pair& pair) {
    if (const Unholdable found = kit::unholdable_but_dialogue(pair)) return found;
    for (const Message& message : pair.messages) {
      if (kit::holds_heading(message.content)) return "text with the headings of the layout";
    }
    return nullptr;
  }

  static Schema own() { return {kit::text_field("text")}; }
  static void fill(const Pair& pair, Column* columns, Arena& made) {
    columns[0].text.push_back(kit::write_headed_text(pair.messages, made));
  }

  static Schema schema(MetadataMode mode) { return kit::rows_of(own(), mode); }
  static void write(const Batch& batch, std::span<const std::uint32_t> rows, MetadataMode mode,
                    Columns& out) {
    kit::write_rows({own, fill, {}}, batch, rows, mode, out);
  }
};

}  // namespace

const LayoutEntry& text();
const LayoutEntry& text() {
  return layout_entry<Text>();
}

}  // namespace bmo::formats::layouts
