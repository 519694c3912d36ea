// Reads conversations that are no list of messages: transcripts in one text, and reply trees.
#pragma once
#include "bmo/formats/kit/message_reading.hpp"

namespace bmo::formats::kit {

/// "\n\nHuman: ...\n\nAssistant: ..." as turns; one space behind each colon is not part of the
/// text. False, with E_FIELD_TYPE, where the text begins otherwise.
bool read_transcript(Building& building, json::Value value, std::string_view field, Into into);

/// A message whose member `replies` lists its replies, which hold theirs: the first of each, as
/// far as the last assistant message. The members may be named "text" and "role".
bool read_tree(Building& building, json::Value node, std::string_view replies,
               std::string_view field);

}  // namespace bmo::formats::kit
