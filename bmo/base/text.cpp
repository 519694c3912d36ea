// UTF-8, blankness, sizes and nearest names.
#include "bmo/base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

#include <fmt/format.h>

namespace bmo {
namespace {

using Byte = unsigned char;

Byte byte_at(std::string_view text, std::size_t at) {
  return static_cast<Byte>(text[at]);
}

/// Length of the valid sequence at `at`, 0 where it is invalid (Unicode 15, table 3-7).
std::size_t sequence_length(std::string_view text, std::size_t at) {
  const Byte lead = byte_at(text, at);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (at + length > text.size()) return 0;
  Byte low = 0x80;
  Byte high = 0xBF;
  if (lead == 0xE0) low = 0xA0;
  if (lead == 0xED) high = 0x9F;
  if (lead == 0xF0) low = 0x90;
  if (lead == 0xF4) high = 0x8F;
  const Byte second = byte_at(text, at + 1);
  if (second < low || second > high) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if ((byte_at(text, at + i) & 0xC0U) != 0x80) return 0;
  }
  return length;
}

bool is_blank_code_point(char32_t c) {
  switch (c) {
    case 0x85:
    case 0xA0:
    case 0x1680:
    case 0x2028:
    case 0x2029:
    case 0x202F:
    case 0x205F:
    case 0x3000:
    case 0x180E:
    case 0x2060:
    case 0xFEFF:
      return true;
    default:
      return (c >= 9 && c <= 13) || c == 32 || (c >= 0x2000 && c <= 0x200D);
  }
}

bool is_hidden(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
         (c >= 0xE0000 && c <= 0xE007F);
}

/// Optimal string alignment: Levenshtein's distance, where two swapped neighbours cost one.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> above(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j)
    row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before.swap(above);
    above.swap(row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, change});
      const bool is_swap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (is_swap) row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row[b.size()];
}

bool class_match(std::string_view pattern, std::size_t& at, char c) {
  std::size_t i = at + 1;
  const bool negated = i < pattern.size() && (pattern[i] == '!' || pattern[i] == '^');
  if (negated) ++i;
  bool hit = false;
  for (bool first = true; i < pattern.size() && (first || pattern[i] != ']'); first = false) {
    if (i + 2 < pattern.size() && pattern[i + 1] == '-' && pattern[i + 2] != ']') {
      hit = hit || (pattern[i] <= c && c <= pattern[i + 2]);
      i += 3;
    } else {
      hit = hit || pattern[i] == c;
      ++i;
    }
  }
  at = i;
  return hit != negated;
}

/// Appends what stands at `at`, escaped where it could fool a terminal, and moves `at` behind it.
void append_harmless(std::string& out, std::string_view text, std::size_t& at) {
  const std::size_t length = sequence_length(text, at);
  if (length == 0) {
    out += fmt::format("\\x{:02X}", byte_at(text, at++));
    return;
  }
  const std::size_t start = at;
  const char32_t c = next_code_point(text, at);
  if (c == '\n' || c == '\t') {
    out += c == '\n' ? "\\n" : "\\t";
  } else if (is_hidden(c)) {
    out += c < 0x100 ? fmt::format("\\x{:02X}", static_cast<unsigned>(c))
                     : fmt::format("\\u{{{:04X}}}", static_cast<unsigned>(c));
  } else {
    out += text.substr(start, length);
  }
}

/// Matches a glob and remembers what failed, so that many stars cost no more than pattern times
/// text.
class Glob {
 public:
  Glob(std::string_view pattern, std::string_view text)
      : pattern_(pattern), text_(text), failed_((pattern.size() + 1) * (text.size() + 1)) {}

  bool match(std::size_t p, std::size_t t) {
    const std::size_t state = p * (text_.size() + 1) + t;
    if (failed_[state]) return false;
    const bool matches = p == pattern_.size() ? t == text_.size()
                         : pattern_[p] == '*' ? match_star(p, t)
                                              : match_one(p, t);
    failed_[state] = !matches;
    return matches;
  }

 private:
  bool match_star(std::size_t p, std::size_t t) {
    const bool is_deep = pattern_.substr(p).starts_with("**");
    const std::size_t rest = p + (is_deep ? 2 : 1);
    // "a/**/b" matches "a/b", too.
    if (is_deep && pattern_.substr(rest).starts_with('/') && match(rest + 1, t)) return true;
    if (match(rest, t)) return true;
    return t < text_.size() && (is_deep || text_[t] != '/') && match(p, t + 1);
  }

  bool match_one(std::size_t p, std::size_t t) {
    if (t == text_.size()) return false;
    const bool is_class = pattern_[p] == '[' && pattern_.find(']', p + 2) != std::string_view::npos;
    if (is_class) {
      return text_[t] != '/' && class_match(pattern_, p, text_[t]) && match(p + 1, t + 1);
    }
    const bool matches = pattern_[p] == '?' ? text_[t] != '/' : pattern_[p] == text_[t];
    return matches && match(p + 1, t + 1);
  }

  std::string_view pattern_;
  std::string_view text_;
  std::vector<bool> failed_;
};

/// Bytes of the blocks of 64 at the start of `text` that are ASCII throughout.
std::size_t ascii_blocks(std::string_view text) {
  std::size_t at = 0;
  for (; at + 64 <= text.size(); at += 64) {
    std::array<std::uint64_t, 8> words{};
    std::memcpy(words.data(), text.data() + at, sizeof words);
    std::uint64_t bits = 0;
    for (const std::uint64_t word : words)
      bits |= word;
    if ((bits & 0x8080808080808080U) != 0) break;
  }
  return at;
}

}  // namespace

std::size_t find_invalid_utf8(std::string_view text) {
  std::size_t at = ascii_blocks(text);
  while (at < text.size()) {
    std::uint64_t word = 0;
    if (at + 8 <= text.size()) {
      std::memcpy(&word, text.data() + at, 8);
      if ((word & 0x8080808080808080U) == 0) {
        at += 8;
        continue;
      }
    }
    const std::size_t length = sequence_length(text, at);
    if (length == 0) return at;
    at += length;
  }
  return std::string_view::npos;
}

char32_t next_code_point(std::string_view text, std::size_t& at) {
  const Byte lead = byte_at(text, at);
  const std::size_t length = std::max<std::size_t>(1, sequence_length(text, at));
  char32_t value = length == 1 ? lead : lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i)
    value = value << 6U | (byte_at(text, at + i) & 0x3FU);
  at += length;
  return value;
}

void append_utf8(std::string& out, char32_t c) {
  const auto put = [&out](char32_t byte) { out += static_cast<char>(byte); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | c >> 6U);
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | c >> 12U);
    put(0x80 | (c >> 6U & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | c >> 18U);
    put(0x80 | (c >> 12U & 0x3F));
    put(0x80 | (c >> 6U & 0x3F));
    put(0x80 | (c & 0x3F));
  }
}

bool is_blank(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (!is_blank_code_point(next_code_point(text, at))) return false;
  }
  return true;
}

std::string excerpt(std::string_view text, std::size_t limit) {
  constexpr std::string_view kCut = "...";
  std::string out;
  std::size_t last_fit = 0;
  for (std::size_t at = 0; at < text.size();) {
    append_harmless(out, text, at);
    if (out.size() > limit) {
      out.resize(last_fit);
      return out.append(kCut);
    }
    if (out.size() + kCut.size() <= limit) last_fit = out.size();
  }
  return out;
}

std::optional<std::uint64_t> parse_size(std::string_view text) {
  text = trim_ascii(text);
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || number < 0) return std::nullopt;
  std::string unit = lower_ascii(trim_ascii({end, text.data() + text.size()}));
  if (!unit.empty() && unit.back() == 'b') unit.pop_back();
  constexpr std::pair<std::string_view, double> kUnits[] = {{"", 1},
                                                            {"k", 1e3},
                                                            {"ki", 1024.0},
                                                            {"m", 1048576.0},
                                                            {"mi", 1048576.0},
                                                            {"g", 1073741824.0},
                                                            {"gi", 1073741824.0},
                                                            {"t", 1099511627776.0},
                                                            {"ti", 1099511627776.0}};
  for (const auto& [name, factor] : kUnits) {
    if (unit == name && number * factor < 9e18) {
      return static_cast<std::uint64_t>(number * factor);
    }
  }
  return std::nullopt;
}

std::string format_size(std::uint64_t bytes) {
  constexpr std::string_view kUnits[] = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
  double value = static_cast<double>(bytes);
  std::size_t unit = 0;
  while (value >= 1024 && unit + 1 < std::size(kUnits)) {
    value /= 1024;
    ++unit;
  }
  if (unit == 0) return fmt::format("{} B", bytes);
  return fmt::format("{:.{}f} {}", value, value < 10 ? 1 : 0, kUnits[unit]);
}

std::string format_count(std::uint64_t count) {
  std::string out = std::to_string(count);
  for (std::size_t i = out.size(); i > 3; i -= 3)
    out.insert(i - 3, ",");
  return out;
}

std::vector<std::string> nearest(std::string_view name, std::span<const std::string_view> known) {
  std::vector<std::pair<std::size_t, std::string>> near;
  for (const std::string_view candidate : known) {
    const std::size_t distance = edit_distance(lower_ascii(name), lower_ascii(candidate));
    if (distance <= std::max<std::size_t>(1, name.size() / 3))
      near.emplace_back(distance, candidate);
  }
  std::sort(near.begin(), near.end());
  std::vector<std::string> out;
  for (auto& [distance, candidate] : near) {
    if (out.size() < 3) out.push_back(std::move(candidate));
  }
  return out;
}

std::string did_you_mean(std::string_view name, std::span<const std::string_view> known) {
  std::string out;
  for (const std::string& candidate : nearest(name, known)) {
    out += out.empty() ? "; did you mean `" : " or `";
    out += candidate + "`";
  }
  return out.empty() ? out : out + "?";
}

bool glob_match(std::string_view pattern, std::string_view text) {
  return Glob(pattern, text).match(0, 0);
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

std::string_view trim_ascii(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  std::size_t first = 0;
  std::size_t last = text.size();
  while (first < last && is_space(text[first]))
    ++first;
  while (last > first && is_space(text[last - 1]))
    --last;
  return first == last ? std::string_view() : text.substr(first, last - first);
}

}  // namespace bmo
