// Gemma 2: no system prompt, user and model strictly in turn.
#include "bmo/chat/family.hpp"

namespace bmo::chat::families {
namespace {

struct Gemma2 {
  static constexpr FamilyCard card{
      .id = "gemma_2",
      .title = "Gemma 1 and 2",
      .turns = "<start_of_turn>user|model\\nTEXT<end_of_turn>\\n",
      .stop = "<end_of_turn>",
      .base = 1,
      .per_message = 5,
      .system = SystemRule::kRefused,
      .order = TurnRule::kAlternating,
      .unknown_role = UnknownRole::kRefused,
      .null_content = NullContent::kPrintsNone,
      .trims = true,
      .rates = &kQwenRates,
      .measured = "counted from the markers, not measured; texts by the rates of Qwen's vocabulary",
      .note = "fold the system prompt into the first user turn"};
};

}  // namespace

const FamilyEntry& gemma_2() {
  return family_entry<Gemma2>();
}

}  // namespace bmo::chat::families
