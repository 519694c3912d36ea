// Joining and cutting at headings.
#include "bmo/formats/kit/headed_text.hpp"

#include <array>
#include <cstring>

namespace bmo::formats::kit {
namespace {

struct Heading {
  std::string_view text;
  Role role;
};

constexpr std::array kHeadings{
    Heading{"### System:", Role::kSystem},
    Heading{"### Instruction:", Role::kUser},
    Heading{"### Response:", Role::kAssistant},
};
constexpr std::string_view kBefore = "\n\n";

std::string_view heading_of(Role role) {
  for (const Heading& heading : kHeadings) {
    if (heading.role == role) return heading.text;
  }
  return {};
}

const Heading* heading_at(std::string_view text) {
  for (const Heading& heading : kHeadings) {
    if (text.starts_with(heading.text)) return &heading;
  }
  return nullptr;
}

bool is_line_end(std::string_view rest) {
  return rest.empty() || rest.front() == '\n';
}

/// Where the next heading's line ends begin, or the end of the text.
std::size_t turn_end(std::string_view text) {
  for (std::size_t at = text.find("\n\n### "); at != std::string_view::npos;
       at = text.find("\n\n### ", at + 1)) {
    const std::string_view rest = text.substr(at + kBefore.size());
    const Heading* heading = heading_at(rest);
    if (heading != nullptr && is_line_end(rest.substr(heading->text.size()))) return at;
  }
  return text.size();
}

char* put(char* at, std::string_view text) {
  if (!text.empty()) std::memcpy(at, text.data(), text.size());
  return at + text.size();
}

}  // namespace

bool begins_with_heading(std::string_view text, std::string_view line_end) {
  const Heading* heading = heading_at(text);
  return heading != nullptr && text.substr(heading->text.size()).starts_with(line_end);
}

bool holds_heading(std::string_view text) {
  for (std::size_t at = text.find("### "); at != std::string_view::npos;
       at = text.find("### ", at + 1)) {
    const bool begins_line = at == 0 || text[at - 1] == '\n';
    if (begins_line && heading_at(text.substr(at)) != nullptr) return true;
  }
  return false;
}

std::string_view write_headed_text(std::span<const Message> messages, Arena& made) {
  std::size_t size = 0;
  for (const Message& message : messages) {
    size += kBefore.size() + heading_of(message.role).size() + 1 + message.content.size();
  }
  if (size == 0) return {};
  char* const begin = made.take(size);
  char* at = begin;
  for (const Message& message : messages) {
    if (at != begin) at = put(at, kBefore);
    at = put(at, heading_of(message.role));
    at = put(at, "\n");
    at = put(at, message.content);
  }
  return {begin, static_cast<std::size_t>(at - begin)};
}

Message take_headed_turn(std::string_view& text) {
  if (text.starts_with(kBefore)) text.remove_prefix(kBefore.size());
  const Heading* heading = heading_at(text);
  Message message{.role = heading != nullptr ? heading->role : Role::kUser};
  text.remove_prefix(heading != nullptr ? heading->text.size() : 0);
  if (text.starts_with('\n')) text.remove_prefix(1);
  // The line ends before the next heading may be those that follow this one's, where the turn is
  // empty.
  const std::size_t end = turn_end(text);
  message.content = text.substr(0, end);
  text.remove_prefix(end);
  return message;
}

}  // namespace bmo::formats::kit
