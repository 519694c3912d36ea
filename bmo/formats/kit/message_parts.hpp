// Reads content that is a list of parts: text, reasoning, tool calls, tool definitions.
#pragma once
#include "bmo/formats/kit/message_reading.hpp"

namespace bmo::formats::kit {

/// Joins the text parts into `message.content` and puts calls into `message.tool_calls`; reasoning
/// is written before the text, between <think> and </think>, as chat templates expect it. A part
/// that is no text (an image, say) is E_FIELD_TYPE and false.
bool read_parts(Building& building, json::Value parts, const MessagePlace& place, Message& message);

}  // namespace bmo::formats::kit
