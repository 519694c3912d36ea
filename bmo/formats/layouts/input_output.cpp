// The input-output layout: {"input":"...","output":"..."}, as Megatron-Bridge and torchtune have
// it.
#include "bmo/formats/kit/columns.hpp"
#include "bmo/formats/kit/shape.hpp"

namespace bmo::formats::layouts {
namespace {

struct InputOutput {
  static constexpr LayoutCard card{
      .id = "input-output",
      .title = "Input and output (Megatron-Bridge, torchtune)",
      .summary = "One question and its answer as texts.",
      .order = 70,
      .example = R"({"input":"Name a prime.","output":"Seven."})",
      .fields = "input + output",
  };

  static bool matches(json::Value record) { return kit::has_pair(record, "input", {"output"}); }

  static void read(json::Value /*record*/, PairBuilder& builder) {
    builder.system_before({});
    builder.turns_of(builder.take("input"), "input", Role::kUser, Into::kConversation);
    builder.turns_of(builder.take("output"), "output", Role::kAssistant, Into::kConversation);
  }

  static Unholdable unholdable(const Pair& pair) { return kit::unholdable_but_one_exchange(pair); }

  static Schema own() { return {kit::text_field("input"), kit::text_field("output")}; }
  static void fill(const Pair& pair, Column* columns, Arena& /*made*/) {
    columns[0].text.push_back(pair.messages.front().content);
    columns[1].text.push_back(pair.messages.back().content);
  }

  static Schema schema(MetadataMode mode) { return kit::rows_of(own(), mode); }
  static void write(const Batch& batch, std::span<const std::uint32_t> rows, MetadataMode mode,
                    Columns& out) {
    kit::write_rows({own, fill, {}}, batch, rows, mode, out);
  }
};

}  // namespace

const LayoutEntry& input_output();
const LayoutEntry& input_output() {
  return layout_entry<InputOutput>();
}

}  // namespace bmo::formats::layouts
