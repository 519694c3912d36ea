// The Alpaca layout: {"instruction":"...","input":"...","output":"..."}, with system and history.
#include "bmo/formats/kit/columns.hpp"
#include "bmo/formats/kit/instruction.hpp"
#include "bmo/formats/kit/shape.hpp"

namespace bmo::formats::layouts {
namespace {

/// All exchanges but the last, as [question, answer].
void append_history(std::span<const Message> turns, Column& out) {
  Column& exchange = out.children.front();
  std::vector<std::string_view>& texts = exchange.children.front().text;
  for (std::size_t i = 0; i + 2 < turns.size(); i += 2) {
    texts.push_back(turns[i].content);
    texts.push_back(turns[i + 1].content);
    kit::end_list(exchange, texts.size());
  }
  kit::end_list(out, exchange.ends.size());
}

constexpr Holds kHolds{.input = true};

struct Alpaca {
  static constexpr LayoutCard card{
      .id = "alpaca",
      .title = "Alpaca",
      .summary = "Instruction, input and output as texts; earlier turns in history.",
      .order = 50,
      .example = R"({"instruction":"Say it shorter.","input":"It is the case that it rains.",)"
                 R"("output":"It rains."})",
      .fields = "instruction + output, response or answer",
  };

  static bool matches(json::Value record) {
    return kit::has_pair(record, "instruction", {"output", "response", "answer"});
  }

  static void read(json::Value /*record*/, PairBuilder& builder) {
    const bool has_user = builder.instruction_of(builder.take("instruction"), "instruction");
    std::string_view field;
    const json::Value answer = builder.take_any({"output", "response", "answer"}, &field);
    Message message{.role = Role::kAssistant};
    if (builder.text_of(answer, field, message.content) && has_user) builder.add(message);
  }

  static Unholdable unholdable(const Pair& pair) { return kit::unholdable_but_dialogue(pair); }

  static Schema own() {
    return {kit::text_field("instruction"), kit::text_field("input"), kit::text_field("output"),
            kit::text_field("system"),
            kit::list_field("history", kit::list_field("element", kit::text_field("element")))};
  }

  static void fill(const Pair& pair, Column* columns, Arena& /*made*/) {
    const auto turns = kit::without_system(pair);
    const bool has_system = turns.size() != pair.messages.size();
    const kit::InstructionCut cut = kit::cut_input(pair, turns[turns.size() - 2].content);
    columns[0].text.push_back(cut.instruction);
    columns[1].text.push_back(cut.input);
    columns[2].text.push_back(turns.back().content);
    columns[3].text.push_back(has_system ? pair.messages.front().content : std::string_view());
    append_history(turns, columns[4]);
  }

  static Schema schema(MetadataMode mode) { return kit::rows_of(own(), mode, kHolds); }
  static void write(const Batch& batch, std::span<const std::uint32_t> rows, MetadataMode mode,
                    Columns& out) {
    kit::write_rows({own, fill, kHolds}, batch, rows, mode, out);
  }
};

}  // namespace

const LayoutEntry& alpaca();
const LayoutEntry& alpaca() {
  return layout_entry<Alpaca>();
}

}  // namespace bmo::formats::layouts
