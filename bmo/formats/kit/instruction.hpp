// Joins an Alpaca instruction with its input, and remembers where they meet.
#pragma once
#include <string_view>

#include "bmo/formats/kit/building.hpp"

namespace bmo::formats::kit {

/// instruction + "\n" + input, as trainers join them; the instruction alone where there is no
/// input. Sets `building.input_at`.
std::string_view join_input(Building& building, std::string_view instruction,
                            std::string_view input);

/// Forgets `building.input_at` where the last user message has no cut there.
void settle_cut(Building& building);

/// The two halves of a pair's last user message.
struct InstructionCut {
  std::string_view instruction;
  std::string_view input;
};
InstructionCut cut_input(const Pair& pair, std::string_view user_text);

}  // namespace bmo::formats::kit
