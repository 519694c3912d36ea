// Gemma 3: the system prompt is folded into the first user turn.
#include "bmo/chat/family.hpp"

namespace bmo::chat::families {
namespace {

struct Gemma3 {
  static constexpr FamilyCard card{
      .id = "gemma_3",
      .title = "Gemma 3",
      .turns = "<start_of_turn>user|model\\nTEXT<end_of_turn>\\n",
      .stop = "<end_of_turn>",
      .base = 1,
      .per_message = 5,
      .system = SystemRule::kFolded,
      .order = TurnRule::kAlternating,
      .unknown_role = UnknownRole::kRefused,
      .null_content = NullContent::kRefused,
      .trims = true,
      .rates = &kQwenRates,
      .measured =
          "counted from the markers, not measured; texts by the rates of Qwen's vocabulary"};
};

}  // namespace

const FamilyEntry& gemma_3() {
  return family_entry<Gemma3>();
}

}  // namespace bmo::chat::families
