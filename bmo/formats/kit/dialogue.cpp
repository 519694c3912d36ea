// Cutting transcripts, and walking down trees.
#include "bmo/formats/kit/dialogue.hpp"

#include <array>

#include "bmo/formats/kit/roles.hpp"

namespace bmo::formats::kit {
namespace {

struct Speaker {
  std::string_view mark;
  Role role;
};

constexpr std::array kSpeakers{
    Speaker{"\n\nHuman:", Role::kUser},
    Speaker{"\n\nAssistant:", Role::kAssistant},
    Speaker{"\n\nSystem:", Role::kSystem},
};

const Speaker* speaker_at(std::string_view text, std::size_t at) {
  for (const Speaker& speaker : kSpeakers) {
    if (text.substr(at).starts_with(speaker.mark)) return &speaker;
  }
  return nullptr;
}

/// Where the next turn begins, or the end of the text.
std::size_t next_turn(std::string_view text, std::size_t from) {
  for (std::size_t at = text.find("\n\n", from); at != std::string_view::npos;
       at = text.find("\n\n", at + 1)) {
    if (speaker_at(text, at) != nullptr) return at;
  }
  return text.size();
}

/// A first turn may stand without the two line ends before it.
const Speaker* first_speaker(std::string_view text, std::size_t& skip) {
  for (const Speaker& speaker : kSpeakers) {
    for (skip = 0; skip <= 2; ++skip) {
      if (text.starts_with(speaker.mark.substr(2 - skip))) return &speaker;
    }
  }
  return nullptr;
}

void add_turn(Building& building, Role role, std::string_view text, Into into) {
  if (text.starts_with(' ')) text.remove_prefix(1);
  building.into(into).push_back({.role = role, .content = text});
}

json::Value first_reply(json::Value node, std::string_view replies) {
  const json::Value list = node.find(replies);
  if (!list || !list.is_array() || list.size() == 0) return {};
  const json::Value reply = *list.elements().begin();
  return reply.is_object() ? reply : json::Value();
}

json::Value first_of(json::Value node, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (const json::Value value = node.find(name)) return value;
  }
  return {};
}

bool read_node(Building& building, json::Value node, const MessagePlace& place) {
  const json::Value role = first_of(node, {"role", "from"});
  if (!role || !role.is_string()) {
    add_fault(building, "E_MISSING_FIELD", node, place.name("role"),
              "the message has no `role` (or `from`)");
    return false;
  }
  const std::string_view name = role.text(building.arena());
  std::optional<FoundRole> found = find_role(name, building.mapping);
  if (!found) found = mend_role(building, name, place.name("role"));
  if (!found) {
    add_fault(building, "E_ROLE", role, place.name("role"), unknown_role(name));
    return false;
  }
  Message message{.role = found->role};
  if (!read_text(building, first_of(node, {"text", "content", "value"}), place.name("text"),
                 message.content)) {
    return false;
  }
  building.messages.push_back(message);
  return true;
}

}  // namespace

bool read_transcript(Building& building, json::Value value, std::string_view field, Into into) {
  std::string_view text;
  if (!read_text(building, value, field, text)) return false;
  std::size_t skip = 0;
  const Speaker* speaker = first_speaker(text, skip);
  if (speaker == nullptr) {
    add_fault(building, "E_FIELD_TYPE", value, std::string(field),
              "expected a dialogue that begins with \"Human:\", found " + describe(value));
    return false;
  }
  std::size_t at = speaker->mark.size() - (2 - skip);
  while (speaker != nullptr) {
    const std::size_t end = next_turn(text, at);
    add_turn(building, speaker->role, text.substr(at, end - at), into);
    speaker = end < text.size() ? speaker_at(text, end) : nullptr;
    if (speaker != nullptr) at = end + speaker->mark.size();
  }
  return true;
}

bool read_tree(Building& building, json::Value node, std::string_view replies,
               std::string_view field) {
  MessagePlace place{field, 0};
  for (json::Value at = node; at; at = first_reply(at, replies)) {
    if (!read_node(building, at, place)) return false;
    ++place.index;
  }
  while (!building.messages.empty() && building.messages.back().role != Role::kAssistant) {
    building.messages.pop_back();
  }
  if (!building.messages.empty()) return true;
  add_fault(building, "E_MISSING_FIELD", node, std::string(field),
            "no assistant message stands on the path of first replies");
  return false;
}

}  // namespace bmo::formats::kit
