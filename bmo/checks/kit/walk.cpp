// Names places in the words of the record that a pair came from.
#include "bmo/checks/kit/walk.hpp"

namespace bmo::checks {
namespace {

/// Does the record name such a field anywhere? Good enough to choose words by.
bool names_field(std::string_view json, std::string_view quoted) {
  for (std::size_t at = json.find(quoted); at != std::string_view::npos;
       at = json.find(quoted, at + 1)) {
    const std::size_t next = json.find_first_not_of(" \t\r\n", at + quoted.size());
    if (next != std::string_view::npos && json[next] == ':') return true;
  }
  return false;
}

std::string element(std::string_view list, std::size_t index, std::string_view field) {
  std::string out(list);
  out += '[';
  out += std::to_string(index);
  out += "].";
  out += field;
  return out;
}

std::string canonical_name(const Pair& pair, std::size_t index) {
  const Message& message = pair.messages[index];
  if (&message == pair.response()) return "response";
  if (message.role == Role::kSystem && index == 0) return "system";
  const bool is_last_question = index + 1 == pair.context().size();
  if (message.role == Role::kUser && is_last_question) return "instruction";
  return element("messages", index, "content");
}

}  // namespace

std::string place_of(const Batch& batch, std::size_t row, std::size_t index) {
  const Pair& pair = batch.pairs[row];
  if (index >= pair.messages.size()) return "rejected";
  const std::string_view json = batch.records[row].json;
  if (names_field(json, R"("messages")")) return element("messages", index, "content");
  if (names_field(json, R"("conversations")")) {
    // ShareGPT keeps the system text beside the list, not in it.
    const bool beside = names_field(json, R"("system")");
    if (beside && index == 0) return "system";
    return element("conversations", index - (beside ? 1 : 0), "value");
  }
  return canonical_name(pair, index);
}

}  // namespace bmo::checks
