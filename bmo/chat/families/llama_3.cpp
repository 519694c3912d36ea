// Llama 3: every role as it is called, nothing added but a beginning.
#include "bmo/chat/family.hpp"

namespace bmo::chat::families {
namespace {

struct Llama3 {
  static constexpr FamilyCard card{
      .id = "llama_3",
      .title = "Llama 3",
      .turns = "<|start_header_id|>ROLE<|end_header_id|>\\n\\nTEXT<|eot_id|>",
      .stop = "<|eot_id|>",
      .base = 1,
      .per_message = 5,
      .system = SystemRule::kAnywhere,
      .unknown_role = UnknownRole::kShown,
      .null_content = NullContent::kPrintsNone,
      .trims = true,
      .rates = &kLlama3Rates,
      .measured = "rendered from the model's own template, counted with its own vocabulary"};
};

}  // namespace

const FamilyEntry& llama_3() {
  return family_entry<Llama3>();
}

}  // namespace bmo::chat::families
