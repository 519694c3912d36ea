// The second stage of parsing: from token starts to nodes.
#include "bmo/json/tape_builder.hpp"

#include <cstring>

#include "bmo/json/grammar.hpp"

namespace bmo::json {

TapeBuilder::TapeBuilder(std::string_view text, std::span<const std::uint32_t> starts,
                         const Limits& limits, const TapeTarget& target)
    : text_(text),
      starts_(starts),
      limits_(limits),
      tape_(target.tape),
      arena_(target.arena),
      memory_(target.memory) {
  memory_.open.clear();
  tape_.clear();
  tape_.reserve(starts.size());
}

bool TapeBuilder::run() {
  if (!value()) return false;
  while (!memory_.open.empty()) {
    if (!step()) return false;
  }
  return at_ == starts_.size();
}

/// The text from this start to the next one, without the white space between them.
std::string_view TapeBuilder::token() const {
  const std::size_t start = starts_[at_];
  std::size_t end = at_ + 1 < starts_.size() ? starts_[at_ + 1] : text_.size();
  while (is_space(text_[end - 1]))
    --end;
  return {text_.data() + start, end - start};
}

void TapeBuilder::add(std::string_view raw, Kind kind, bool escaped) {
  tape_.push_back({raw, static_cast<std::uint32_t>(tape_.size() + 1), kind, escaped});
  ++at_;
}

/// One element or member of the innermost open value, or its end.
bool TapeBuilder::step() {
  OpenNode& top = memory_.open.back();
  const char c = peek();
  if (c == (top.is_object ? '}' : ']')) return close();
  if (top.count > 0) {
    if (c != ',') return false;
    ++at_;
  }
  ++top.count;
  return top.is_object ? member() : value();
}

bool TapeBuilder::member() {
  if (memory_.open.back().count > limits_.keys || peek() != '"' || !string()) return false;
  Node& key = tape_.back();
  key.raw = key.raw.substr(1, key.raw.size() - 2);
  if (key.raw.size() > limits_.key_bytes) return false;
  if (key.escaped) {
    char* out = arena_.take(key.raw.size());
    const std::size_t size = unescape(key.raw, out);
    arena_.shrink(key.raw.size() - size);
    key.raw = {out, size};
  }
  if (peek() != ':') return false;
  ++at_;
  return value();
}

bool TapeBuilder::value() {
  switch (peek()) {
    case '"':
      return string();
    case '{':
      return open(Kind::kObject);
    case '[':
      return open(Kind::kArray);
    case 't':
      return literal("true", Kind::kTrue);
    case 'f':
      return literal("false", Kind::kFalse);
    case 'n':
      return literal("null", Kind::kNull);
    default:
      return number();
  }
}

bool TapeBuilder::string() {
  const std::string_view raw = token();
  if (raw.size() < 2 || raw.back() != '"') return false;
  const bool escaped = std::memchr(raw.data(), '\\', raw.size()) != nullptr;
  if (escaped && !are_escapes_valid(raw.substr(1, raw.size() - 2))) return false;
  add(raw, Kind::kString, escaped);
  return true;
}

bool TapeBuilder::literal(std::string_view word, Kind kind) {
  const std::string_view raw = token();
  if (raw != word) return false;
  add(raw, kind, false);
  return true;
}

bool TapeBuilder::number() {
  if (at_ >= starts_.size()) return false;
  const std::string_view raw = token();
  if (raw.empty() || number_length(raw) != raw.size()) return false;
  add(raw, Kind::kNumber, false);
  return true;
}

bool TapeBuilder::open(Kind kind) {
  if (memory_.open.size() >= limits_.depth) return false;
  memory_.open.push_back({static_cast<std::uint32_t>(tape_.size()), 0, kind == Kind::kObject});
  add({text_.data() + starts_[at_], 1}, kind, false);
  return true;
}

bool TapeBuilder::close() {
  const OpenNode top = memory_.open.back();
  memory_.open.pop_back();
  Node& node = tape_[top.node];
  const char* end = text_.data() + starts_[at_] + 1;
  node.raw = {node.raw.data(), static_cast<std::size_t>(end - node.raw.data())};
  node.end = static_cast<std::uint32_t>(tape_.size());
  ++at_;
  return !top.is_object || memory_.keys.are_unique(tape_, top.node, top.count);
}

}  // namespace bmo::json
