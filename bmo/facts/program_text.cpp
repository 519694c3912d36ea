// Marks of program text, by its lines and its brackets.
#include "bmo/facts/program_text.hpp"

#include <algorithm>
#include <array>

namespace bmo::facts {
namespace {

// How lines of many languages begin.
constexpr std::array kOpeners = std::to_array<std::string_view>({
    "def ",
    "class ",
    "import ",
    "from ",
    "#include",
    "function ",
    "public ",
    "private ",
    "const ",
    "let ",
    "var ",
    "return ",
    "SELECT ",
    "INSERT ",
    "CREATE TABLE",
    "<html",
    "<div",
    "<?php",
    "using namespace",
    "package ",
    "func ",
    "fn ",
    "if ",
    "if(",
    "for ",
    "for(",
    "while ",
    "while(",
    "else",
    "elif ",
    "try:",
    "@",
    "int ",
    "void ",
    "print(",
    "FROM ",
    "WHERE ",
});

constexpr std::array kBlockWords = std::to_array<std::string_view>(
    {"def ", "class ", "if ", "for ", "while ", "else:", "elif ", "try:", "with "});

/// What an opener begins with, which most lines do not.
constexpr auto kFirstBytes = [] {
  std::array<bool, 256> out{};
  for (const std::string_view opener : kOpeners)
    out[static_cast<unsigned char>(opener[0])] = true;
  return out;
}();

template <std::size_t kCount>
bool begins_with_any(std::string_view line, const std::array<std::string_view, kCount>& words) {
  return std::any_of(words.begin(), words.end(),
                     [line](std::string_view word) { return line.starts_with(word); });
}

bool is_opener(std::string_view line) {
  return kFirstBytes[static_cast<unsigned char>(line[0])] && begins_with_any(line, kOpeners);
}

bool ends_like_code(std::string_view line) {
  const char last = line.back();
  if (last == ';' || last == '{' || last == '}') return true;
  return (last == ':' || last == ')' || last == '(' || last == '>') &&
         (is_opener(line) || line.front() == '<');
}

bool is_python(std::string_view text) {
  return text.find("def ") != std::string_view::npos && text.find("):") != std::string_view::npos;
}

/// Of style sheets: a colour, "#0f354a", or the name of an element before its rules, "#menu {".
bool is_style_mark(std::string_view behind_hash) {
  const std::size_t digits = behind_hash.find_first_not_of("0123456789abcdefABCDEF");
  const std::size_t size = std::min(digits, behind_hash.size());
  const bool is_ended = size == behind_hash.size() || behind_hash[size] == ';' ||
                        behind_hash[size] == ' ' || behind_hash[size] == ')' ||
                        behind_hash[size] == '"' || behind_hash[size] == '\n';
  if ((size == 3 || size == 6 || size == 8) && is_ended) return true;
  const std::string_view line = behind_hash.substr(0, behind_hash.find('\n'));
  return !line.empty() && line.front() != ' ' && line.find('{') != std::string_view::npos;
}

/// Walks text outside of string literals and comments, and counts how brackets stand.
class BracketScan {
 public:
  BracketScan(std::string_view text, ProgramText kind)
      : text_(text), kind_(kind), divides_(is_python(text)) {}

  bool is_open() {
    for (at_ = 0; at_ < text_.size() && !broken_; ++at_)
      step(text_[at_]);
    return !broken_ && (open_text_ || round_ > 0 || square_ > 0 || curly_ > 0);
  }

 private:
  void step(char c) {
    switch (c) {
      case '(':
        ++round_;
        break;
      case '[':
        ++square_;
        break;
      case '{':
        ++curly_;
        break;
      case ')':
        close(round_);
        break;
      case ']':
        close(square_);
        break;
      case '}':
        close(curly_);
        break;
      case '"':
        skip_text(c);
        break;
      case '\'':
      case '`':
        if (kind_ == ProgramText::kCode) skip_text(c);
        break;
      case '#':
      case '/':
        if (kind_ == ProgramText::kCode) skip_comment(c);
        break;
      default:
        break;
    }
  }

  void close(int& count) { broken_ = broken_ || --count < 0; }

  /// In code a quote that does not close on its line is an apostrophe or a text of many lines.
  void skip_text(char quote) {
    for (std::size_t i = at_ + 1; i < text_.size(); ++i) {
      if (text_[i] == '\\') {
        ++i;
      } else if (text_[i] == quote) {
        at_ = i;
        return;
      } else if (text_[i] == '\n' && kind_ == ProgramText::kCode) {
        return;
      }
    }
    if (kind_ == ProgramText::kJson) {
      open_text_ = true;
      at_ = text_.size();
    }
  }

  /// "$#" and "${#list}" begin no comment.
  bool is_apart() const { return at_ == 0 || text_[at_ - 1] <= ' ' || text_[at_ - 1] == ';'; }

  void skip_comment(char first) {
    if (first == '/' && (divides_ || at_ + 1 >= text_.size() || text_[at_ + 1] != '/')) return;
    if (first == '#' && (!is_apart() || is_style_mark(text_.substr(at_ + 1)))) return;
    const std::size_t end = text_.find('\n', at_);
    at_ = end == std::string_view::npos ? text_.size() : end;
  }

  std::string_view text_;
  ProgramText kind_;
  bool divides_;  ///< "//" begins no comment.
  std::size_t at_ = 0;
  int round_ = 0;
  int square_ = 0;
  int curly_ = 0;
  bool open_text_ = false;
  bool broken_ = false;
};

}  // namespace

std::size_t count_fences(std::string_view text) {
  if (text.find("```") == std::string_view::npos) return 0;
  std::size_t fences = 0;
  for_each_line(text, [&fences](std::string_view line) {
    if (line.starts_with("```")) ++fences;
  });
  return fences;
}

bool is_program_text(std::string_view text) {
  if (text.starts_with("#!/")) return true;
  std::size_t lines = 0;
  std::size_t openers = 0;
  std::size_t code_ends = 0;
  for_each_line(text, [&](std::string_view line) {
    if (line.empty()) return;
    ++lines;
    if (is_opener(line)) ++openers;
    if (ends_like_code(line)) ++code_ends;
  });
  return (code_ends >= 2 && 10 * code_ends >= 3 * lines) || (openers >= 2 && code_ends >= 1);
}

bool has_open_brackets(std::string_view text, ProgramText kind) {
  return BracketScan(text, kind).is_open();
}

bool is_open_program(std::string_view text, std::string_view last_line) {
  if (has_open_brackets(text, ProgramText::kCode)) return true;
  return last_line.ends_with(':') && begins_with_any(last_line, kBlockWords);
}

}  // namespace bmo::facts
