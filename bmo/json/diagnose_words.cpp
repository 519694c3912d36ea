// Recognises the usual ways in which people and programs write what is nearly JSON.
#include "bmo/json/diagnose_words.hpp"

#include <array>

#include "bmo/base/text.hpp"
#include "bmo/json/grammar.hpp"

namespace bmo::json {
namespace {

struct Word {
  std::string_view word;
  std::string_view detail;
};

constexpr std::string_view kPython = " looks like Python: write the record with json.dumps";

constexpr std::array kWords{
    Word{"NaN", "NaN is no JSON number: write null"},
    Word{"nan", "nan is no JSON number: write null"},
    Word{"Infinity", "Infinity is no JSON number: write null"},
    Word{"inf", "inf is no JSON number: write null"},
    Word{"True", "True looks like Python: write the record with json.dumps"},
    Word{"False", "False looks like Python: write the record with json.dumps"},
    Word{"None", "None looks like Python: write the record with json.dumps"},
    Word{"undefined", "undefined is JavaScript, not JSON: write null"},
    Word{"TRUE", "TRUE must be written in lower case: true"},
    Word{"FALSE", "FALSE must be written in lower case: false"},
    Word{"NULL", "NULL must be written in lower case: null"},
};

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || is_digit(c);
}

std::string_view word_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && is_word_character(text[end]))
    ++end;
  return text.substr(at, end - at);
}

bool is_comment(std::string_view rest) {
  return rest.starts_with("//") || rest.starts_with("/*") || rest.starts_with('#');
}

bool is_curly_quote(std::string_view rest) {
  return rest.starts_with("\xE2\x80\x9C") || rest.starts_with("\xE2\x80\x9D") ||
         rest.starts_with("\xE2\x80\x98") || rest.starts_with("\xE2\x80\x99");
}

/// What is wrong whatever should stand here; empty where that must be said otherwise.
std::string explain_foreign(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at);
  if (is_comment(rest)) return "a comment stands here: JSON has no comments";
  if (is_curly_quote(rest)) return "a typographic quote stands here: use \"";
  if (rest.starts_with("\xEF\xBB\xBF")) return "a byte order mark stands here";
  if (rest.starts_with('\'')) {
    return "single quotes" + std::string(kPython);
  }
  return {};
}

std::string quoted(char c) {
  return std::string("'") + c + "'";
}

}  // namespace

std::string name_character(std::string_view text, std::size_t at) {
  if (at >= text.size()) return "the end";
  constexpr char kHex[] = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte < 0x20 || byte == 0x7F) {
    return std::string("control character 0x") + kHex[byte >> 4U] + kHex[byte & 15U];
  }
  std::size_t end = at + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80)
    ++end;
  return "'" + excerpt(text.substr(at, end - at)) + "'";
}

std::string explain_no_value(std::string_view text, std::size_t at, char closer, bool after_comma) {
  const char c = text[at];
  if (after_comma && c == closer) return "trailing comma before " + quoted(c);
  if (c == ',' || c == ']' || c == '}') return "a value is missing before " + quoted(c);
  if (std::string foreign = explain_foreign(text, at); !foreign.empty()) return foreign;
  const std::string_view word = word_at(text, at);
  for (const Word& known : kWords) {
    if (word == known.word) return std::string(known.detail);
  }
  if (!word.empty()) return "'" + excerpt(word, 40) + "' is no JSON value: put text in quotes";
  return "expected a value, found " + name_character(text, at);
}

std::string explain_no_key(std::string_view text, std::size_t at, bool after_comma) {
  const char c = text[at];
  if (after_comma && c == '}') return "trailing comma before '}'";
  if (std::string foreign = explain_foreign(text, at); !foreign.empty()) return foreign;
  const std::string_view word = word_at(text, at);
  if (!word.empty()) return "key '" + excerpt(word, 40) + "' has no quotes";
  return "expected a key in quotes, found " + name_character(text, at);
}

std::string explain_no_comma(std::string_view text, std::size_t at, char closer) {
  if (std::string foreign = explain_foreign(text, at); !foreign.empty()) return foreign;
  return "expected ',' or " + quoted(closer) + ", found " + name_character(text, at);
}

std::string explain_no_number(std::string_view text, std::size_t at) {
  const std::string_view token = text.substr(at, text.find_first_of(" \t\r\n,]}", at) - at);
  const std::string named = "'" + excerpt(token, 40) + "'";
  if (token.starts_with('+')) return named + ": a JSON number has no '+'";
  if (token.starts_with('.')) return named + ": write a digit before the point";
  const std::string_view digits = token.substr(token.starts_with('-') ? 1 : 0);
  if (digits.starts_with("Inf") || digits.starts_with("inf") || digits.starts_with("NaN")) {
    return named + " is no JSON number: write null";
  }
  if (digits.size() > 1 && digits[0] == '0' && is_digit(digits[1])) {
    return named + ": a JSON number has no leading zero";
  }
  if (digits.starts_with("0x") || digits.starts_with("0X"))
    return named + ": JSON has no hex numbers";
  return named + " is no JSON number";
}

}  // namespace bmo::json
