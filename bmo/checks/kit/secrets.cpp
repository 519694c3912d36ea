// Keys of known services by their beginnings; other values by the name that they are given to.
#include "bmo/checks/kit/secrets.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "bmo/base/text.hpp"

namespace bmo::checks {
namespace {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr bool is_key_byte(char c) {
  return is_digit(c) || is_letter(c) || c == '_' || c == '-';
}

struct Shape {
  std::string_view head;
  std::size_t least;  ///< Bytes behind the head.
  std::string_view kind;
};

constexpr std::array kShapes = std::to_array<Shape>({
    {"AKIA", 16, "an AWS access key"},   {"ASIA", 16, "an AWS access key"},
    {"ghp_", 36, "a GitHub token"},      {"gho_", 36, "a GitHub token"},
    {"ghs_", 36, "a GitHub token"},      {"github_pat_", 40, "a GitHub token"},
    {"glpat-", 20, "a GitLab token"},    {"xoxb-", 20, "a Slack token"},
    {"xoxp-", 20, "a Slack token"},      {"sk_live_", 16, "a Stripe key"},
    {"rk_live_", 16, "a Stripe key"},    {"sk-ant-", 24, "an Anthropic key"},
    {"sk-proj-", 24, "an OpenAI key"},   {"sk-", 40, "an OpenAI key"},
    {"AIza", 35, "a Google key"},        {"ya29.", 24, "a Google token"},
    {"hf_", 30, "a Hugging Face token"}, {"npm_", 36, "an npm token"},
    {"SG.", 40, "a SendGrid key"},       {"eyJhbGciOi", 40, "a JSON web token"},
});

constexpr auto kNames = word_set({
    "password",
    "passwd",
    "pwd",
    "passphrase",
    "wifi_passphrase",
    "api_key",
    "apikey",
    "api-key",
    "secret",
    "secret_key",
    "client_secret",
    "access_token",
    "auth_token",
    "token",
    "bearer",
    "private_key",
    "access_key",
    "secret_access_key",
    "aws_secret_access_key",
    "db_password",
    "api_token",
    "passcode",
    "api_secret",
    "aws_access_key_id",
});

/// May a shape begin with this byte?
constexpr auto kFirstBytes = [] {
  std::array<bool, 256> out{};
  for (const Shape& shape : kShapes)
    out[static_cast<unsigned char>(shape.head[0])] = true;
  return out;
}();

std::size_t key_size(std::string_view text) {
  const auto* const end =
      std::find_if(text.begin(), text.end(), [](char c) { return !is_key_byte(c) && c != '.'; });
  return static_cast<std::size_t>(end - text.begin());
}

bool holds_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), is_digit);
}

const Shape* shape_at(std::string_view text) {
  for (const Shape& shape : kShapes) {
    if (!text.starts_with(shape.head)) continue;
    const std::string_view value =
        text.substr(shape.head.size(), key_size(text.substr(shape.head.size())));
    if (value.size() < shape.least) continue;
    if (holds_digit(value) || shape.head == "AKIA") return &shape;
  }
  return nullptr;
}

// Two shapes have a stop behind their first word; all others are one long word.
constexpr std::size_t kLeastLongWord = 20;
constexpr std::uint64_t kSendGrid = word_key("sg");
constexpr std::uint64_t kGoogle = word_key("ya29");
constexpr std::uint64_t kBearer = word_key("bearer");

/// A block of PEM up to the end of its last line; all of it where that is missing.
std::size_t block_size(std::string_view text) {
  const std::size_t foot = text.find("-----END ");
  if (foot == std::string_view::npos) return text.size();
  const std::size_t end = text.find("-----", foot + 9);
  return end == std::string_view::npos ? text.size() : end + 5;
}

FoundSecret known_key(std::string_view text, WordSpan words) {
  for (const Word& word : words) {
    if (word.size < kLeastLongWord && word.key != kSendGrid && word.key != kGoogle) continue;
    if (!kFirstBytes[static_cast<unsigned char>(text[word.begin])]) continue;
    if (const Shape* shape = shape_at(text.substr(word.begin))) {
      return {.kind = shape->kind,
              .at = word.begin,
              .size = key_size(text.substr(word.begin)),
              .is_known_shape = true};
    }
  }
  const std::size_t block = text.find("-----BEGIN ");
  if (block == std::string_view::npos) return {};
  const std::string_view head = text.substr(block, 64);
  if (head.find("PRIVATE KEY-----") == std::string_view::npos) return {};
  return {.kind = "a private key",
          .at = block,
          .size = block_size(text.substr(block)),
          .is_known_shape = true};
}

/// What is given to the name that ends at `at`: behind "=", ":", "is" or (for Bearer) a space.
std::string_view value_behind(std::string_view text, std::size_t at, bool is_bearer) {
  std::size_t begin = at;
  while (begin < text.size() && (text[begin] == ' ' || text[begin] == '"' || text[begin] == '\''))
    ++begin;
  const bool is_given = begin < text.size() && (text[begin] == '=' || text[begin] == ':');
  if (!is_given && !is_bearer) return {};
  if (is_given) ++begin;
  while (begin < text.size() &&
         (text[begin] == ' ' || text[begin] == '"' || text[begin] == '\'' || text[begin] == '`'))
    ++begin;
  const std::size_t end = std::min(text.find_first_of(" \t\r\n\"'`,;<>)", begin), text.size());
  return text.substr(begin, end - begin);
}

/// Letters and digits or signs mixed: not a word, a name in capitals, a call or a variable.
bool looks_random(std::string_view value) {
  while (!value.empty() && (value.back() == '.' || value.back() == '!'))
    value.remove_suffix(1);
  if (value.size() < 10 || value.size() > 200) return false;
  if (value.find_first_of("(){}[]$/\\") != std::string_view::npos) return false;
  const auto digits = std::count_if(value.begin(), value.end(), is_digit);
  const bool has_letter = std::any_of(value.begin(), value.end(), is_letter);
  if (digits < 2 || !has_letter) return false;
  const std::string lower = lower_ascii(value);
  for (const std::string_view sample : {"your", "example", "123456", "xxxx", "changeme", "12345"}) {
    if (lower.find(sample) != std::string::npos) return false;
  }
  return entropy_of(value) >= 3.0;
}

}  // namespace

double entropy_of(std::string_view text) {
  std::array<unsigned, 256> counts{};
  for (const char c : text)
    ++counts[static_cast<unsigned char>(c)];
  double bits = 0;
  for (const unsigned count : counts) {
    if (count == 0) continue;
    const double share = static_cast<double>(count) / static_cast<double>(text.size());
    bits -= share * std::log2(share);
  }
  return bits;
}

FoundSecret find_secret(std::string_view text, WordSpan words) {
  if (const FoundSecret known = known_key(text, words)) return known;
  for (const Word& word : words) {
    if (!kNames.contains(word)) continue;
    const std::string_view value = value_behind(text, word.end(), word.key == kBearer);
    if (!looks_random(value)) continue;
    return {.kind = "a random value given to a secret's name",
            .at = static_cast<std::size_t>(value.data() - text.data()),
            .size = value.size()};
  }
  return {};
}

}  // namespace bmo::checks
