// Reading of message objects.
#include "bmo/formats/kit/message_reading.hpp"

#include "bmo/base/text.hpp"
#include "bmo/formats/kit/message_parts.hpp"
#include "bmo/formats/kit/roles.hpp"
#include "bmo/formats/kit/tool_calls.hpp"

namespace bmo::formats::kit {
namespace {

/// The members of a message object, found in one walk; empty Values where absent.
struct Members {
  json::Value role;
  json::Value content;
  json::Value parts;  ///< Vertex's name for content; read where there is no `content`.
  json::Value name;
  json::Value calls;
  json::Value call;  ///< `function_call`, the older form of one call.
  json::Value call_id;
  json::Value weight;
  bool has_others = false;
};

json::Value* member_named(Members& members, std::string_view key) {
  if (key == "role" || key == "from") return &members.role;
  if (key == "content" || key == "value" || key == "text") return &members.content;
  if (key == "parts") return &members.parts;
  if (key == "name") return &members.name;
  if (key == "tool_calls") return &members.calls;
  if (key == "function_call") return &members.call;
  if (key == "tool_call_id") return &members.call_id;
  if (key == "weight" || key == "loss_weight") return &members.weight;
  return nullptr;
}

Members members_of(json::Value object) {
  Members members;
  for (const auto& [key, value] : object.fields()) {
    json::Value* member = member_named(members, key);
    if (member == nullptr || *member) {
      members.has_others = true;
    } else {
      *member = value;
    }
  }
  if (members.parts && members.content) members.has_others = true;
  if (!members.content) members.content = members.parts;
  return members;
}

/// Members that no message has go to the pair's extra, under the message's own name.
void keep_others(Building& building, json::Value object, const MessagePlace& place) {
  Members seen;
  const json::Value content = members_of(object).content;
  for (const auto& [key, value] : object.fields()) {
    json::Value* member = member_named(seen, key);
    const bool is_spare = member == &seen.parts && value.raw().data() != content.raw().data();
    const bool is_taken = member != nullptr && !*member && !is_spare;
    if (is_taken) *member = value;
    if (!is_taken && !value.is_null()) building.extra.add(place.name(key), value.raw());
  }
}

bool is_given(json::Value value) {
  return value && !value.is_null();
}

bool role_of(Building& building, json::Value value, const MessagePlace& place, FoundRole& out) {
  if (!value) {
    add_fault(building, "E_MISSING_FIELD", {}, place.name("role"),
              "the message has no `role` (or `from`)");
    return false;
  }
  if (value.is_null()) {
    add_fault(building, "E_NULL_FIELD", value, place.name("role"), "found null");
    return false;
  }
  if (!value.is_string()) {
    add_type_fault(building, value, place.name("role"), "a role's name");
    return false;
  }
  const std::string_view name = value.text(building.arena());
  std::optional<FoundRole> found = find_role(name, building.mapping);
  if (!found) found = mend_role(building, name, place.name("role"));
  if (!found) {
    add_fault(building, "E_ROLE", value, place.name("role"), unknown_role(name));
    return false;
  }
  out = *found;
  return true;
}

bool short_text_of(Building& building, json::Value value, const MessagePlace& place,
                   std::string_view member, std::string_view& out) {
  if (!is_given(value)) return true;
  if (!value.is_string()) {
    add_type_fault(building, value, place.name(member), "text");
    return false;
  }
  out = value.text(building.arena());
  return true;
}

bool weight_of(Building& building, json::Value value, const MessagePlace& place, double& out) {
  if (!is_given(value)) return true;
  if (value.kind() != json::Kind::kNumber || is_absent(value.real())) {
    add_type_fault(building, value, place.name("weight"), "a number");
    return false;
  }
  out = value.real();
  return true;
}

bool calls_of(Building& building, const Members& members, const MessagePlace& place,
              std::string_view& out) {
  const json::Value value = is_given(members.calls) ? members.calls : members.call;
  if (!is_given(value)) return true;
  if (!read_calls(building, value, out)) {
    add_type_fault(building, value, place.name("tool_calls"), "a list of calls with a name each");
    return false;
  }
  return true;
}

bool content_of(Building& building, json::Value value, const MessagePlace& place,
                Message& message) {
  if (value && value.is_string()) {
    message.content = value.text(building.arena());
    return true;
  }
  if (is_given(value) && value.is_array()) return read_parts(building, value, place, message);
  if (is_given(value)) {
    add_type_fault(building, value, place.name("content"), "text or a list of parts");
    return false;
  }
  if (!message.tool_calls.empty()) return true;
  add_fault(building, value ? "E_NULL_FIELD" : "E_MISSING_FIELD", value, place.name("content"),
            value ? "found null" : "the message has no `content` (or `value`)");
  return false;
}

/// ShareGPT's function_call turn: the content is the call.
bool turn_content_into_call(Building& building, json::Value value, const MessagePlace& place,
                            Message& message) {
  std::string_view calls;
  if (!read_calls(building, message.content, calls) || calls.empty()) {
    add_type_fault(building, value, place.name("content"), "the JSON text of a tool call");
    return false;
  }
  message.tool_calls = calls;
  message.content = {};
  return true;
}

bool members_into(Building& building, const Members& members, const MessagePlace& place,
                  Message& message) {
  return short_text_of(building, members.name, place, "name", message.name) &&
         short_text_of(building, members.call_id, place, "tool_call_id", message.tool_call_id) &&
         weight_of(building, members.weight, place, message.weight) &&
         calls_of(building, members, place, message.tool_calls) &&
         content_of(building, members.content, place, message);
}

}  // namespace

std::string MessagePlace::name(std::string_view member) const {
  std::string text(list);
  if (index != kAlone) text += "[" + std::to_string(index) + "]";
  if (!member.empty()) text.append(".").append(member);
  return text;
}

bool read_message(Building& building, json::Value object, const MessagePlace& place, Into into) {
  if (!object.is_object()) {
    add_type_fault(building, object, place.name(), "a message object");
    return false;
  }
  const Members members = members_of(object);
  FoundRole found;
  Message message;
  if (!role_of(building, members.role, place, found)) return false;
  message.role = found.role;
  if (!members_into(building, members, place, message)) return false;
  if (found.is_call && message.tool_calls.empty() &&
      !turn_content_into_call(building, members.content, place, message)) {
    return false;
  }
  if (members.has_others) keep_others(building, object, place);
  building.into(into).push_back(message);
  return true;
}

bool read_messages(Building& building, json::Value list, std::string_view field, Into into) {
  MessagePlace place{field, 0};
  bool all_good = true;
  for (const json::Value element : list.elements()) {
    all_good = read_message(building, element, place, into) && all_good;
    ++place.index;
  }
  return all_good;
}

bool read_text(Building& building, json::Value value, std::string_view field,
               std::string_view& out) {
  if (value && value.is_string()) {
    out = value.text(building.arena());
    return true;
  }
  if (!value || value.is_null()) {
    add_fault(building, value ? "E_NULL_FIELD" : "E_MISSING_FIELD", value, std::string(field),
              value ? "found null" : "the record has no such field");
    return false;
  }
  if (!value.is_array()) {
    add_type_fault(building, value, std::string(field), "text");
    return false;
  }
  Message message;
  if (!read_parts(building, value, {field}, message)) return false;
  out = message.content;
  if (message.tool_calls.empty()) return true;
  add_type_fault(building, value, std::string(field), "text");
  return false;
}

bool names_role(json::Value value) {
  return value && value.is_object() && (value.find("role") || value.find("from"));
}

bool looks_like_messages(json::Value value) {
  if (value.is_object()) {
    const Members members = members_of(value);
    return members.role && (members.content || members.calls);
  }
  if (!value.is_array() || value.size() == 0) return false;
  for (const json::Value element : value.elements()) {
    if (!element.is_object() || !members_of(element).role) return false;
  }
  return true;
}

}  // namespace bmo::formats::kit
