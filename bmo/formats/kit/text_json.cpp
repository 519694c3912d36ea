// Follows the nesting of JSON text.
#include "bmo/formats/kit/text_json.hpp"

#include <array>

#include "bmo/formats/kit/text_scan.hpp"

namespace bmo::formats {
namespace {

constexpr std::array<bool, 256> kMarks = [] {
  std::array<bool, 256> table{};
  for (const char c : {'"', '{', '}', '[', ']'}) table[static_cast<unsigned char>(c)] = true;
  return table;
}();

bool is_mark(char c) { return kMarks[static_cast<unsigned char>(c)]; }

bool ends_bare(char c) {
  return c == ',' || c == ']' || c == '}' || c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

}  // namespace

void Nesting::reset() {
  open_.clear();
  started_ = bare_ = in_string_ = escaped_ = torn_ = false;
}

Nesting::State Nesting::read(std::string_view text, std::size_t& at) {
  if (!started_ && at < text.size()) {
    started_ = true;
    bare_ = text[at] != '"' && text[at] != '{' && text[at] != '[';
    // A stray comma or bracket is a broken value of one byte.
    if (bare_ && ends_bare(text[at])) return ++at, State::kDone;
  }
  if (bare_) return read_bare(text, at);
  while (at < text.size()) {
    if (in_string_) {
      if (!read_string(text, at)) return State::kInside;
      if (open_.empty()) return State::kDone;
      continue;
    }
    const char c = text[at];
    if (c == '"') in_string_ = true;
    if (c == '{') open_ += '}';
    if (c == '[') open_ += ']';
    if (c == '}' || c == ']') {
      if (open_.back() != c) return State::kBroken;
      open_.pop_back();
    }
    ++at;
    if (open_.empty() && !in_string_) return State::kDone;
    while (!in_string_ && at < text.size() && !is_mark(text[at])) ++at;
  }
  return State::kInside;
}

/// Reads to behind the closing quote; false where the text ends before it.
bool Nesting::read_string(std::string_view text, std::size_t& at) {
  const std::size_t start = at;
  if (escaped_) ++at;
  escaped_ = false;
  for (;;) {
    at = find_either(text, at, '"', '\\');
    if (at + 1 >= text.size() && (at >= text.size() || text[at] == '\\')) {
      escaped_ = at < text.size();
      at = text.size();
      break;
    }
    if (text[at] == '"') {
      in_string_ = false;
      break;
    }
    at += 2;
  }
  torn_ = torn_ || find_byte(text.substr(0, at), start, '\n') < at;
  if (!in_string_) ++at;
  return !in_string_;
}

Nesting::State Nesting::read_bare(std::string_view text, std::size_t& at) {
  while (at < text.size()) {
    if (ends_bare(text[at])) return State::kDone;
    ++at;
  }
  return State::kInside;
}

}  // namespace bmo::formats
