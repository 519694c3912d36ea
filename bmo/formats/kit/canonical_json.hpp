// Says of a pair's content in exact bytes what is hashed into its identity.
//
// The text is one JSON object without spaces, its keys in this order, absent ones left out:
//
//   {"messages":[MESSAGE,...],"rejected":[MESSAGE,...],"label":true,"tools":"..."}
//   MESSAGE = {"role":"user","content":"...","name":"...","tool_calls":"...",
//              "tool_call_id":"...","weight":1.0}
//
// `messages`, `role` and `content` are always there. `tools` and `tool_calls` are JSON texts and
// stand as strings, byte for byte. Strings are escaped, and the weight spelled, as json::append_*
// do it. Metadata, the id and Alpaca's cut are no part of it.
#pragma once
#include <string>

#include "bmo/model/pair.hpp"

namespace bmo::formats::kit {

/// Replaces `out`.
void write_canonical_json(const Pair& pair, std::string& out);
/// XXH3-128 of that text; `scratch` is reused memory.
Hash128 content_hash(const Pair& pair, std::string& scratch);

}  // namespace bmo::formats::kit
