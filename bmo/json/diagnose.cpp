// A strict JSON reader that builds nothing and stops at the first fault with words for it.
#include "bmo/json/diagnose.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

#include "bmo/base/hash.hpp"
#include "bmo/base/text.hpp"
#include "bmo/json/diagnose_words.hpp"
#include "bmo/json/grammar.hpp"

namespace bmo::json {
namespace {

struct SeededHash {
  std::uint64_t seed = 0;
  std::size_t operator()(const std::string& key) const { return hash64(key, seed); }
};

using KeyTable = std::unordered_map<std::string, std::size_t, SeededHash>;

/// An array or object that is still open.
struct Level {
  std::size_t start = 0;
  bool is_object = false;
  std::size_t count = 0;
  KeyTable keys;  ///< Key to the offset of its first place.

  char closer() const { return is_object ? '}' : ']'; }
};

class Diagnosis {
 public:
  Diagnosis(std::string_view text, const Limits& limits, std::uint64_t seed, Fault& fault)
      : text_(text),
        limits_(limits),
        seed_(seed),
        fault_(fault),
        bad_utf8_(find_invalid_utf8(text)) {}

  /// False where a fault was found.
  bool run();

 private:
  bool fail(std::string_view code, std::size_t offset, std::string detail);
  bool cut(std::string detail) { return fail("E_JSON_TRUNCATED", text_.size(), std::move(detail)); }
  bool cut_inside();
  bool at_end() const { return at_ >= text_.size(); }
  void skip_space();
  bool skip_comma(Level& top, bool& after_comma);
  bool step();
  bool member(bool after_comma);
  bool check_key(std::size_t start, std::string_view inside);
  bool value(bool after_comma);
  bool open(bool is_object);
  bool string();
  bool string_byte(std::size_t start);
  bool escape();
  bool scalar(bool after_comma);
  bool number();
  std::size_t column(std::size_t offset) const;
  bool fail_utf8();

  std::string_view text_;
  const Limits& limits_;
  std::uint64_t seed_;
  Fault& fault_;
  std::size_t bad_utf8_;
  std::size_t at_ = 0;
  std::vector<Level> open_;
};

bool Diagnosis::run() {
  skip_space();
  if (at_end()) return cut("no value: the text is blank");
  if (!value(false)) return false;
  while (!open_.empty()) {
    if (!step()) return false;
  }
  skip_space();
  if (at_end()) return true;
  const bool second = text_[at_] == '{' || text_[at_] == '[' || text_[at_] == '"';
  return fail("E_JSON_TRAILING", at_,
              second ? "a second value starts here: put one record on a line"
                     : "the value has ended, but " + name_character(text_, at_) + " follows");
}

bool Diagnosis::fail(std::string_view code, std::size_t offset, std::string detail) {
  fault_ = {code, offset, {}, std::move(detail)};
  return false;
}

bool Diagnosis::cut_inside() {
  const Level& top = open_.back();
  return cut(std::string("ends inside an ") + (top.is_object ? "object" : "array") +
             " opened at column " + std::to_string(column(top.start)));
}

/// From 1, counted within the line of the text that `offset` stands on.
std::size_t Diagnosis::column(std::size_t offset) const {
  const std::size_t line_end = offset == 0 ? std::string_view::npos : text_.rfind('\n', offset - 1);
  const std::size_t line_start = line_end == std::string_view::npos ? 0 : line_end + 1;
  return offset - line_start + 1;
}

void Diagnosis::skip_space() {
  while (!at_end() && is_space(text_[at_]))
    ++at_;
}

/// One element or member of the innermost open value, or its end.
bool Diagnosis::step() {
  Level& top = open_.back();
  skip_space();
  if (at_end()) return cut_inside();
  if (text_[at_] == top.closer()) {
    ++at_;
    open_.pop_back();
    return true;
  }
  bool after_comma = false;
  if (!skip_comma(top, after_comma)) return false;
  ++top.count;
  return top.is_object ? member(after_comma) : value(after_comma);
}

bool Diagnosis::skip_comma(Level& top, bool& after_comma) {
  if (top.count == 0) return true;
  if (text_[at_] != ',') {
    if (at_ == bad_utf8_) return fail_utf8();
    return fail("E_JSON_SYNTAX", at_, explain_no_comma(text_, at_, top.closer()));
  }
  ++at_;
  skip_space();
  after_comma = true;
  return at_end() ? cut_inside() : true;
}

bool Diagnosis::member(bool after_comma) {
  const std::size_t start = at_;
  if (text_[at_] != '"') {
    if (at_ == bad_utf8_) return fail_utf8();
    return fail("E_JSON_SYNTAX", at_, explain_no_key(text_, at_, after_comma));
  }
  if (open_.back().count > limits_.keys) {
    return fail("E_TOO_MANY_KEYS", at_, "more than " + format_count(limits_.keys) + " keys");
  }
  if (!string() || !check_key(start, text_.substr(start + 1, at_ - start - 2))) return false;
  skip_space();
  if (at_end()) return cut_inside();
  if (text_[at_] != ':') {
    if (at_ == bad_utf8_) return fail_utf8();
    return fail("E_JSON_SYNTAX", at_,
                "expected ':' after a key, found " + name_character(text_, at_));
  }
  ++at_;
  skip_space();
  return at_end() ? cut_inside() : value(false);
}

bool Diagnosis::check_key(std::size_t start, std::string_view inside) {
  if (inside.size() > limits_.key_bytes) {
    return fail("E_KEY_TOO_LONG", start,
                "a key of " + format_count(inside.size()) + " bytes; the limit is " +
                    format_count(limits_.key_bytes));
  }
  std::string key(inside);
  if (inside.find('\\') != std::string_view::npos) key.resize(unescape(inside, key.data()));
  const auto [found, fresh] = open_.back().keys.try_emplace(std::move(key), start);
  if (fresh) return true;
  fail("E_DUP_KEY", start,
       "\"" + excerpt(found->first, 60) + "\" appears at columns " +
           std::to_string(column(found->second)) + " and " + std::to_string(column(start)));
  fault_.field = found->first;
  return false;
}

bool Diagnosis::value(bool after_comma) {
  switch (text_[at_]) {
    case '"':
      return string();
    case '{':
      return open(true);
    case '[':
      return open(false);
    default:
      return scalar(after_comma);
  }
}

bool Diagnosis::open(bool is_object) {
  if (open_.size() >= limits_.depth) {
    return fail("E_DEPTH", at_, "nested more than " + format_count(limits_.depth) + " deep");
  }
  open_.push_back({at_, is_object, 0, KeyTable(0, SeededHash{seed_})});
  ++at_;
  return true;
}

/// Reads the string that starts at the quote here and stops behind its end.
bool Diagnosis::string() {
  const std::size_t start = at_++;
  while (!at_end() && text_[at_] != '"') {
    if (!string_byte(start)) return false;
  }
  if (at_end())
    return cut("ends inside a string opened at column " + std::to_string(column(start)));
  ++at_;
  return true;
}

bool Diagnosis::string_byte(std::size_t start) {
  const char c = text_[at_];
  if (at_ == bad_utf8_) return fail_utf8();
  if (static_cast<unsigned char>(c) < 0x20) {
    return fail("E_JSON_SYNTAX", at_,
                "raw " + name_character(text_, at_) + " in a string opened at column " +
                    std::to_string(column(start)));
  }
  if (c == '\\') return escape();
  ++at_;
  return true;
}

bool Diagnosis::escape() {
  const Escape escape = read_escape(text_, at_);
  switch (escape.fault) {
    case EscapeFault::kNone:
      break;
    case EscapeFault::kCut:
      return cut("ends inside an escape");
    case EscapeFault::kUnknown:
      return fail("E_JSON_SYNTAX", at_,
                  "unknown escape: backslash and " + name_character(text_, at_ + 1));
    case EscapeFault::kHex:
      return fail("E_JSON_SYNTAX", at_, "\\u needs four hex digits");
    case EscapeFault::kLoneSurrogate:
      if (text_.find('"', at_) == std::string_view::npos && text_.size() - at_ < 12) {
        return cut("ends inside an escape");
      }
      return fail("E_UTF8", at_,
                  "escape " + excerpt(text_.substr(at_, 6)) + " is half of a surrogate pair");
  }
  at_ += escape.length;
  return true;
}

bool Diagnosis::scalar(bool after_comma) {
  const char c = text_[at_];
  if (c == '-' || c == '+' || c == '.' || is_digit(c)) return number();
  for (const std::string_view word : {"true", "false", "null"}) {
    const std::string_view rest = text_.substr(at_);
    if (rest.starts_with(word)) {
      at_ += word.size();
      const bool ends = at_end() || is_space(text_[at_]) || text_[at_] == ',' ||
                        text_[at_] == ']' || text_[at_] == '}';
      if (ends) return true;
      at_ -= word.size();
    } else if (word.starts_with(rest)) {
      return cut("ends inside the word " + std::string(word));
    }
  }
  if (at_ == bad_utf8_) return fail_utf8();
  const char closer = open_.empty() ? '\0' : open_.back().closer();
  return fail("E_JSON_SYNTAX", at_, explain_no_value(text_, at_, closer, after_comma));
}

bool Diagnosis::number() {
  const std::size_t end = std::min(text_.find_first_of(" \t\r\n,]}[{:\"", at_), text_.size());
  const std::string_view token = text_.substr(at_, end - at_);
  if (number_length(token) == token.size() && !token.empty()) {
    at_ = end;
    return true;
  }
  const bool could_go_on = number_length(std::string(token) + "0") == token.size() + 1;
  if (end == text_.size() && could_go_on) return cut("ends inside a number");
  return fail("E_JSON_SYNTAX", at_, explain_no_number(text_, at_));
}

bool Diagnosis::fail_utf8() {
  // A sound start at the very end is a cut text, not a wrong encoding.
  const std::string rest(text_.substr(bad_utf8_));
  for (const std::string_view more :
       {"\x80", "\xA0", "\x80\x80", "\xA0\x80", "\x80\x80\x80", "\x90\x80\x80"}) {
    const bool whole =
        rest.size() < 4 && find_invalid_utf8(rest + std::string(more)) == std::string_view::npos;
    if (whole) return cut("ends inside a character of several bytes");
  }
  return fail("E_UTF8", bad_utf8_, describe_invalid_utf8(text_, bad_utf8_));
}

}  // namespace

bool diagnose(std::string_view text, const Limits& limits, std::uint64_t seed, Fault& fault) {
  return !Diagnosis(text, limits, seed, fault).run();
}

}  // namespace bmo::json
