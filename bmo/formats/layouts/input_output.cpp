// The input-output layout: {"input":"...","output":"..."}, as Megatron-Bridge and torchtune have
// it.
#include "bmo/formats/kit/shape.hpp"
#include "bmo/formats/kit/two_texts.hpp"

namespace bmo::formats::layouts {
namespace {

struct InputOutput : kit::TwoTexts<InputOutput> {
  static constexpr auto kQuestion = "input";
  static constexpr auto kAnswer = "output";
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
};

}  // namespace

const LayoutEntry& input_output();
const LayoutEntry& input_output() {
  return layout_entry<InputOutput>();
}

}  // namespace bmo::formats::layouts
