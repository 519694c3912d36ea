// Writes a conversation as one text, each turn under a heading, and takes such a text apart.
//
//   ### Instruction:
//   Name a prime.
//
//   ### Response:
//   Seven.
//
// The headings are `### System:`, `### Instruction:` and `### Response:`, each on a line of its own
// with an empty line before it; the last turn ends with the text.
#pragma once
#include <span>
#include <string_view>

#include "bmo/base/arena.hpp"
#include "bmo/model/pair.hpp"

namespace bmo::formats::kit {

/// Is the first line of `text` a heading? `line_end` is how the text spells the end of a line.
bool begins_with_heading(std::string_view text, std::string_view line_end);
/// Does a line of `text` begin with a heading, so that the text could not be cut as it was joined?
bool holds_heading(std::string_view text);

std::string_view write_headed_text(std::span<const Message> messages, Arena& made);

/// Takes the first turn off `text`, which begins with a heading or with the line ends before one.
Message take_headed_turn(std::string_view& text);

}  // namespace bmo::formats::kit
