// Brings tool calls and tool sets to the one form that pairs keep them in, and writes calls as
// columns.
//
// A pair's calls are the text [{"id":"...","name":"...","arguments":{...}},...], without spaces
// between these members; `id` is left out where there is none. `arguments` stand byte for byte,
// as the object that they are even where the record had them as text. A pair's tools are the text
// [{"type":"function","function":{...}},...]; the functions stand byte for byte, on one line.
#pragma once
#include <string_view>

#include "bmo/formats/kit/building.hpp"

namespace bmo::formats::kit {

/// The calls of a list, of one object, or of text that holds either; `out` is empty where there are
/// none. What the form has no place for goes to extra as `tool_calls`. False where a call has no
/// name.
bool read_calls(Building& building, json::Value value, std::string_view& out);
bool read_calls(Building& building, std::string_view text, std::string_view& out);

/// The tools of a list, of one object, or of text that holds either. False where it is none.
bool read_tools(Building& building, json::Value value, std::string_view& out);

/// list<struct{id?, type, function: struct{name, arguments}}>, `arguments` as JSON text: the shape
/// that OpenAI has, and one that every reader of columns can give a type to.
Field calls_field();
/// `calls` has the form above.
void append_calls(std::string_view calls, Column& out, Arena& made);

}  // namespace bmo::formats::kit
