// Reading by walking each call's members; writing by a scan that relies on the one form.
#include "bmo/formats/kit/tool_calls.hpp"

#include "bmo/base/check.hpp"
#include "bmo/base/text.hpp"
#include "bmo/formats/kit/columns.hpp"
#include "bmo/formats/kit/json_list.hpp"

namespace bmo::formats::kit {
namespace {

/// The members of a call, wherever they stood; empty Values where absent.
struct Call {
  json::Value id;
  json::Value name;
  json::Value arguments;
  bool is_whole = true;  ///< Nothing else stood there.
};

bool is_text(json::Value value, std::string_view text) {
  return value.is_string() && value.raw().substr(1, value.raw().size() - 2) == text;
}

void take_members(json::Value object, Call& call) {
  for (const auto& [key, value] : object.fields()) {
    json::Value* member = key == "id"          ? &call.id
                          : key == "name"      ? &call.name
                          : key == "arguments" ? &call.arguments
                                               : nullptr;
    if (key == "function" && value.is_object() && !call.name) {
      take_members(value, call);
    } else if (member != nullptr && !*member) {
      *member = value;
    } else if (!value.is_null() && !(key == "type" && is_text(value, "function"))) {
      call.is_whole = false;
    }
  }
}

bool is_given(json::Value value) {
  return value && !value.is_null() && !(value.is_string() && value.raw().size() == 2);
}

void append_arguments(Building& building, json::Value value, std::string& out) {
  if (!is_given(value)) {
    out += "{}";
    return;
  }
  if (value.is_string()) {
    const std::string_view text = value.text(building.arena());
    const json::Value inner = building.nested.open_container(text, building.arena());
    if (!inner) return json::append_string(out, text);
    out += inner.raw();
  } else if (value.is_object() || value.is_array()) {
    out += value.raw();
  } else {
    out.append("\"").append(value.raw()).append("\"");
  }
}

/// A text in the one spelling that its characters have in JSON, and a comma.
void append_member(Building& building, std::string_view key, json::Value text, std::string& out) {
  out += key;
  json::append_string(out, text.text(building.arena()));
  out += ',';
}

/// Appends one call in the one form; false where it has no name.
bool append_call(Building& building, json::Value value, std::string& out, bool& is_whole) {
  if (!value.is_object()) return false;
  Call call;
  take_members(value, call);
  if (!is_given(call.name) || !call.name.is_string()) return false;
  const bool has_id = is_given(call.id) && call.id.is_string();
  is_whole = is_whole && call.is_whole && (has_id || !is_given(call.id));
  out += out.empty() ? '[' : ',';
  out += '{';
  if (has_id) append_member(building, "\"id\":", call.id, out);
  append_member(building, "\"name\":", call.name, out);
  out += "\"arguments\":";
  append_arguments(building, call.arguments, out);
  out += '}';
  return true;
}

bool is_wrapped(json::Value tool) {
  return tool.is_object() && (tool.find("function") || tool.find("type"));
}

/// {"type":"function","function":{...}} and nothing else gives its function; else an empty Value.
json::Value bare_function(json::Value tool) {
  if (!tool.is_object()) return {};
  if (!is_wrapped(tool)) return tool.find("name") ? tool : json::Value();
  const json::Value type = tool.find("type");
  const json::Value function = tool.find("function");
  const bool is_usual = type && is_text(type, "function") && function && function.is_object();
  return is_usual && tool.size() == 2 ? function : json::Value();
}

void append_tool(json::Value tool, std::string& out) {
  out += out.empty() ? '[' : ',';
  const json::Value function = bare_function(tool);
  if (!function) return append_one_line(out, tool.raw());
  out += R"({"type":"function","function":)";
  append_one_line(out, function.raw());
  out += '}';
}

/// Takes what the one form has in front of `rest`.
bool take(std::string_view& rest, std::string_view front) {
  if (!rest.starts_with(front)) return false;
  rest.remove_prefix(front.size());
  return true;
}

/// The JSON string or container that begins `rest`.
std::string_view take_value(std::string_view& rest) {
  const std::string_view value = rest.substr(0, value_end(rest));
  rest.remove_prefix(value.size());
  return value;
}

/// What a JSON string says; any other value as it stands.
std::string_view said(std::string_view raw, Arena& made) {
  if (!raw.starts_with('"')) return raw;
  const std::string_view inner = raw.substr(1, raw.size() - 2);
  if (inner.find('\\') == std::string_view::npos) return inner;
  json::Document document;
  json::Fault fault;
  BMO_CHECK(document.parse(raw, made, fault));
  return made.keep(document.root().text(made));
}

}  // namespace

bool read_calls(Building& building, json::Value value, std::string_view& out) {
  if (value.is_string()) return read_calls(building, value.text(building.arena()), out);
  std::string text;
  bool is_whole = true;
  if (value.is_object()) {
    if (!append_call(building, value, text, is_whole)) return false;
  } else if (value.is_array()) {
    for (const json::Value call : value.elements()) {
      if (!append_call(building, call, text, is_whole)) return false;
    }
  } else {
    return false;
  }
  if (!text.empty()) text += ']';
  if (!is_whole) building.extra.add("tool_calls", value.raw());
  out = building.arena().keep(text);
  return true;
}

bool read_calls(Building& building, std::string_view text, std::string_view& out) {
  if (text.empty()) return true;
  const json::Value value = building.nested.open_container(text, building.arena());
  return value && read_calls(building, value, out);
}

bool read_tools(Building& building, json::Value value, std::string_view& out) {
  if (value.is_string()) {
    const std::string_view text = trim_ascii(value.text(building.arena()));
    if (text.empty()) return true;
    value = building.nested.open_container(text, building.arena());
  }
  if (!value || (!value.is_array() && !value.is_object())) return false;
  std::string& text = building.scratch;
  text.clear();
  if (value.is_object()) {
    append_tool(value, text);
  } else {
    for (const json::Value tool : value.elements())
      append_tool(tool, text);
  }
  if (!text.empty()) text += ']';
  out = building.arena().keep(text);
  return true;
}

Field calls_field() {
  Field function{.name = "function", .kind = ColumnKind::kStruct};
  function.children = {text_field("name"), text_field("arguments")};
  Field call{.name = "element", .kind = ColumnKind::kStruct};
  call.children = {optional_field(text_field("id")), text_field("type"), std::move(function)};
  return optional_field(list_field("tool_calls", std::move(call)));
}

void append_calls(std::string_view calls, Column& out, Arena& made) {
  Column& call = out.children.front();
  Column& function = call.children[2];
  std::string_view rest = calls;
  while (take(rest, "[") || take(rest, ",")) {
    BMO_CHECK(take(rest, "{"));
    std::string_view id;
    if (take(rest, R"("id":)")) {
      id = said(take_value(rest), made);
      BMO_CHECK(take(rest, ","));
    }
    BMO_CHECK(take(rest, R"("name":)"));
    const std::string_view name = said(take_value(rest), made);
    BMO_CHECK(take(rest, R"(,"arguments":)"));
    const std::string_view arguments = said(take_value(rest), made);
    BMO_CHECK(take(rest, "}"));
    call.set.push_back(1);
    call.children[0].text.push_back(id);
    call.children[1].text.push_back("function");
    function.set.push_back(1);
    function.children[0].text.push_back(name);
    function.children[1].text.push_back(arguments);
  }
  end_list(out, call.set.size());
}

}  // namespace bmo::formats::kit
