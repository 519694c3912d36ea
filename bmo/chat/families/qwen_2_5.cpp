// Qwen 2.5: a default system prompt where there is none; unknown roles vanish.
#include "bmo/chat/family.hpp"

namespace bmo::chat::families {
namespace {

struct Qwen25 {
  static constexpr FamilyCard card{
      .id = "qwen_2_5",
      .title = "Qwen 2.5",
      .turns = "<|im_start|>ROLE\\nTEXT<|im_end|>\\n",
      .stop = "<|im_end|>",
      .per_message = 5,
      .without_system = 21,
      .system = SystemRule::kAnywhere,
      .unknown_role = UnknownRole::kDropped,
      .knows_tools = true,
      .null_content = NullContent::kRefused,
      .rates = &kQwenRates,
      .measured = "rendered from the model's own template, counted with its own vocabulary",
      .note = "a conversation without system prompt is trained with Qwen's own"};
};

}  // namespace

const FamilyEntry& qwen_2_5() {
  return family_entry<Qwen25>();
}

}  // namespace bmo::chat::families
