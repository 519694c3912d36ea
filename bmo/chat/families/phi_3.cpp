// Phi 3: roles other than system, user and assistant vanish without a word.
#include "bmo/chat/family.hpp"

namespace bmo::chat::families {
namespace {

struct Phi3 {
  static constexpr FamilyCard card{.id = "phi_3",
                                   .title = "Phi 3 and 3.5",
                                   .turns = "<|ROLE|>\\nTEXT<|end|>\\n",
                                   .stop = "<|end|>",
                                   .base = 1,
                                   .per_message = 4,
                                   .system = SystemRule::kAnywhere,
                                   .unknown_role = UnknownRole::kDropped,
                                   .null_content = NullContent::kRefused,
                                   .rates = &kSentencePieceRates,
                                   .measured = "counted from the markers, not measured",
                                   .note = "the end-of-text token stands behind the conversation"};
};

}  // namespace

const FamilyEntry& phi_3() {
  return family_entry<Phi3>();
}

}  // namespace bmo::chat::families
