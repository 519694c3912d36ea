// Qwen 3: thoughts of earlier turns are cut out, the last answer gets an empty one.
#include "bmo/chat/family.hpp"

namespace bmo::chat::families {
namespace {

struct Qwen3 {
  static constexpr FamilyCard card{
      .id = "qwen_3",
      .title = "Qwen 3",
      .turns = "<|im_start|>ROLE\\nTEXT<|im_end|>\\n",
      .stop = "<|im_end|>",
      .base = 4,
      .per_message = 5,
      .system = SystemRule::kAnywhere,
      .unknown_role = UnknownRole::kDropped,
      .knows_tools = true,
      .null_content = NullContent::kEmpty,
      .forgets_thoughts = true,
      .rates = &kQwenRates,
      .measured = "rendered from the model's own template, counted with its own vocabulary",
      .note = "<think> parts of all but the last answer are not trained"};
};

}  // namespace

const FamilyEntry& qwen_3() {
  return family_entry<Qwen3>();
}

}  // namespace bmo::chat::families
