// Writing of the canonical text.
#include "bmo/formats/kit/canonical_json.hpp"

#include "bmo/json/json.hpp"

namespace bmo::formats::kit {
namespace {

void append_field(std::string& out, std::string_view opening, std::string_view text) {
  if (text.empty()) return;
  out += opening;
  json::append_string(out, text);
}

void append_message(std::string& out, const Message& message) {
  out += "{\"role\":\"";
  out += role_name(message.role);
  out += "\",\"content\":";
  json::append_string(out, message.content);
  append_field(out, ",\"name\":", message.name);
  append_field(out, ",\"tool_calls\":", message.tool_calls);
  append_field(out, ",\"tool_call_id\":", message.tool_call_id);
  if (!is_absent(message.weight)) {
    out += ",\"weight\":";
    json::append_real(out, message.weight);
  }
  out += '}';
}

void append_list(std::string& out, std::span<const Message> messages) {
  out += '[';
  for (std::size_t i = 0; i < messages.size(); ++i) {
    if (i != 0) out += ',';
    append_message(out, messages[i]);
  }
  out += ']';
}

}  // namespace

void write_canonical_json(const Pair& pair, std::string& out) {
  out.assign("{\"messages\":");
  append_list(out, pair.messages);
  if (!pair.rejected.empty()) {
    out += ",\"rejected\":";
    append_list(out, pair.rejected);
  }
  if (pair.label != Label::kNone) {
    out += pair.label == Label::kTrue ? ",\"label\":true" : ",\"label\":false";
  }
  append_field(out, ",\"tools\":", pair.tools);
  out += '}';
}

Hash128 content_hash(const Pair& pair, std::string& scratch) {
  write_canonical_json(pair, scratch);
  return hash128(scratch);
}

}  // namespace bmo::formats::kit
