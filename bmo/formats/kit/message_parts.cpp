// Joining of parts.
#include "bmo/formats/kit/message_parts.hpp"

#include "bmo/base/text.hpp"
#include "bmo/formats/kit/tool_calls.hpp"

namespace bmo::formats::kit {
namespace {

enum class PartKind : std::uint8_t { kText, kReasoning, kCall, kTools, kOther };

PartKind part_kind(std::string_view type) {
  if (type == "text" || type == "input_text" || type == "output_text") return PartKind::kText;
  if (type == "reasoning" || type == "thinking") return PartKind::kReasoning;
  if (type == "tool_call") return PartKind::kCall;
  if (type == "tools") return PartKind::kTools;
  return PartKind::kOther;
}

struct Part {
  PartKind kind = PartKind::kOther;
  std::string_view type;
  json::Value value;
};

Part part_of(Building& building, json::Value element) {
  if (element.is_string()) return {PartKind::kText, "text", element};
  if (!element.is_object()) return {};
  Part part;
  for (const auto& [key, value] : element.fields()) {
    if (key == "type" && value.is_string()) {
      part.type = value.text(building.arena());
      part.kind = part_kind(part.type);
    } else if (key == "text" || key == "value" || key == "reasoning" || key == "thinking") {
      if (!part.value && !value.is_null()) part.value = value;
    }
  }
  // Vertex and Bedrock name no type: {"text":"..."}.
  if (part.type.empty() && part.value) part.kind = PartKind::kText;
  return part;
}

/// What the parts of one message come to.
struct Joined {
  std::string text;
  std::string calls;
  std::string_view only;  ///< The text, where it is one part alone.
  std::size_t num_texts = 0;
};

void add_text(Building& building, json::Value value, PartKind kind, Joined& joined) {
  const std::string_view text = value.text(building.arena());
  joined.only = text;
  joined.num_texts += kind == PartKind::kReasoning ? 2 : 1;
  if (kind == PartKind::kReasoning) {
    joined.text.append("<think>\n").append(text).append("\n</think>\n\n");
  } else {
    joined.text += text;
  }
}

bool add_calls(Building& building, json::Value value, Joined& joined) {
  std::string_view calls;
  if (!read_calls(building, value, calls)) return false;
  if (calls.empty()) return true;
  calls = calls.substr(1, calls.size() - 2);
  if (!joined.calls.empty()) joined.calls += ',';
  joined.calls += calls;
  return true;
}

/// False where the part's value has the wrong type.
bool add_part(Building& building, const Part& part, Joined& joined) {
  if (!part.value) return false;
  switch (part.kind) {
    case PartKind::kText:
    case PartKind::kReasoning:
      if (!part.value.is_string()) return false;
      add_text(building, part.value, part.kind, joined);
      return true;
    case PartKind::kCall:
      return add_calls(building, part.value, joined);
    case PartKind::kTools:
      return read_tools(building, part.value, building.tools);
    case PartKind::kOther:
      break;
  }
  return false;
}

std::string part_detail(const Part& part, json::Value element) {
  if (part.kind == PartKind::kOther && !part.type.empty()) {
    return "found a part of type `" + excerpt(part.type, 40) +
           "`; bmo is for text: drop the part, or the record";
  }
  return "expected a part such as {\"type\":\"text\",\"text\":\"...\"}, found " + describe(element);
}

}  // namespace

bool read_parts(Building& building, json::Value parts, const MessagePlace& place,
                Message& message) {
  Joined joined;
  for (const json::Value element : parts.elements()) {
    const Part part = part_of(building, element);
    if (!add_part(building, part, joined)) {
      add_fault(building, "E_FIELD_TYPE", element, place.name("content"),
                part_detail(part, element));
      return false;
    }
  }
  message.content = joined.num_texts == 1 ? joined.only : building.arena().keep(joined.text);
  if (!joined.calls.empty()) {
    message.tool_calls = building.arena().keep("[" + joined.calls + "]");
  }
  return true;
}

}  // namespace bmo::formats::kit
