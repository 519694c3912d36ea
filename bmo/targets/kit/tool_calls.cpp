// Parses the JSON text of tool calls; only pairs with tools come here.
#include "bmo/targets/kit/tool_calls.hpp"

#include <algorithm>

#include "bmo/base/text.hpp"
#include "bmo/json/json.hpp"

namespace bmo::targets::kit {

bool is_nine_characters(std::string_view id) {
  return id.size() == 9 && std::ranges::all_of(id, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
         });
}

std::string found_id(std::string_view id) {
  return id.empty() ? "found a tool call or result without an id"
                    : "found the id `" + excerpt(id, 40) + "`";
}

std::string bad_call_id(const Message& message) {
  Arena arena;
  json::Document document;
  json::Fault fault;
  if (!document.parse(message.tool_calls, arena, fault) || !document.root().is_array()) return {};
  for (const json::Value call : document.root().elements()) {
    const json::Value id = call.is_object() ? call.find("id") : json::Value();
    const std::string_view text = id && id.is_string() ? id.text(arena) : std::string_view();
    if (!is_nine_characters(text)) return found_id(text);
  }
  return {};
}

std::string argument_fault(const Message& message) {
  Arena arena;
  json::Document document;
  json::Fault fault;
  if (!document.parse(message.tool_calls, arena, fault) || !document.root().is_array()) return {};
  for (const json::Value call : document.root().elements()) {
    const json::Value name = call.is_object() ? call.find("name") : json::Value();
    const json::Value arguments = call.is_object() ? call.find("arguments") : json::Value();
    if (!arguments || arguments.is_object()) continue;
    return "found the arguments `" + excerpt(arguments.raw(), 40) + "` of `" +
           (name && name.is_string() ? excerpt(name.text(arena), 40) : std::string()) + "`";
  }
  return {};
}

}  // namespace bmo::targets::kit
