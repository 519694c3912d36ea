// Llama 3.1 to 3.3: a system turn with dates always stands first.
#include "bmo/chat/family.hpp"

namespace bmo::chat::families {
namespace {

struct Llama31 {
  static constexpr FamilyCard card{
      .id = "llama_3_1",
      .title = "Llama 3.1 to 3.3",
      .turns = "<|start_header_id|>ROLE<|end_header_id|>\\n\\nTEXT<|eot_id|>",
      .stop = "<|eot_id|>",
      .base = 21,
      .per_message = 5,
      .without_system = 5,
      .system = SystemRule::kAnywhere,
      .unknown_role = UnknownRole::kShown,
      .knows_tools = true,
      .null_content = NullContent::kPrintsNone,
      .trims = true,
      .rates = &kLlama3Rates,
      .measured = "rendered from the model's own template, counted with its own vocabulary",
      .note =
          "one tool call in a message; a message with `tool_calls: null` makes the template fail"};
};

}  // namespace

const FamilyEntry& llama_3_1() {
  return family_entry<Llama31>();
}

}  // namespace bmo::chat::families
