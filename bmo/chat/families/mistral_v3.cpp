// Mistral v3: turns between [INST] marks, the last message the assistant's.
#include "bmo/chat/family.hpp"

namespace bmo::chat::families {
namespace {

struct MistralV3 {
  static constexpr FamilyCard card{
      .id = "mistral_v3",
      .title = "Mistral v3",
      .turns = "[INST] TEXT[/INST] ANSWER</s>",
      .stop = "</s>",
      .base = 1,
      .per_message = 1.5,
      .system = SystemRule::kFirst,
      .order = TurnRule::kAnswerLast,
      .unknown_role = UnknownRole::kRefused,
      .knows_tools = true,
      .null_content = NullContent::kRefused,
      .rates = &kSentencePieceRates,
      .measured = "counted from the markers: three for each exchange and one for the beginning",
      .note = "the system prompt is merged into a user turn"};
};

}  // namespace

const FamilyEntry& mistral_v3() {
  return family_entry<MistralV3>();
}

}  // namespace bmo::chat::families
