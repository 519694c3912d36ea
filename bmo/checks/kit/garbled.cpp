// Garbled text by undoing it: characters whose Windows-1252 bytes are valid UTF-8 again.
//
// Two such characters in a row may be chance ("É®"), so only the leads of Latin letters and of
// punctuation count at once, which hardly ever stand before a sign; others count in numbers.
#include "bmo/checks/kit/garbled.hpp"

#include <array>

#include "bmo/base/text.hpp"

namespace bmo::checks {
namespace {

// What Windows-1252 shows for bytes 0x80 to 0x9F.
constexpr std::array<char32_t, 32> kWindows = {
    0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021, 0x2C6,  0x2030, 0x160,
    0x2039, 0x152,  0x8D,   0x17D,  0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178,
};

/// The byte that a character was read from; 0: none.
unsigned byte_of(char32_t c) {
  if (c >= 0x80 && c <= 0xFF) return static_cast<unsigned>(c);
  for (unsigned i = 0; i < kWindows.size(); ++i) {
    if (kWindows[i] == c) return 0x80 + i;
  }
  return 0;
}

bool is_continuation(std::string_view text, std::size_t& at) {
  if (at >= text.size() || static_cast<unsigned char>(text[at]) < 0x80) return false;
  const unsigned byte = byte_of(next_code_point(text, at));
  return byte >= 0x80 && byte <= 0xBF;
}

/// How many continuation bytes a lead asks for.
int wanted_behind(unsigned lead) {
  if (lead >= 0xC2 && lead <= 0xDF) return 1;
  if (lead >= 0xE1 && lead <= 0xEF) return 2;
  return lead >= 0xF0 && lead <= 0xF4 ? 3 : 0;
}

/// The bytes that the garbled character at `at` was made from, which is moved behind it; empty
/// where what stands there is none.
std::string bytes_behind(std::string_view text, std::size_t& at) {
  std::size_t ahead = at;
  const unsigned lead = byte_of(next_code_point(text, ahead));
  const int wanted = lead >= 0xC0 ? wanted_behind(lead) : 0;
  std::string bytes(1, static_cast<char>(lead));
  for (int i = 0; i < wanted; ++i) {
    const std::size_t begin = ahead;
    if (!is_continuation(text, ahead)) return {};
    std::size_t again = begin;
    bytes += static_cast<char>(byte_of(next_code_point(text, again)));
  }
  if (wanted == 0 || find_invalid_utf8(bytes) != std::string_view::npos) return {};
  at = ahead;
  return bytes;
}

std::string decoded_again(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      out += text[at++];
      continue;
    }
    const std::size_t begin = at;
    const std::string bytes = bytes_behind(text, at);
    if (bytes.empty()) next_code_point(text, at);
    out += bytes.empty() ? text.substr(begin, at - begin) : std::string_view(bytes);
  }
  return out;
}

constexpr bool is_undefined(unsigned char byte) {
  return byte == 0x81 || byte == 0x8D || byte == 0x8F || byte == 0x90 || byte == 0x9D;
}

unsigned char byte_at(std::string_view bytes, std::size_t at) {
  return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : static_cast<unsigned char>(0);
}

/// A whole character of UTF-8.
bool is_utf8_at(std::string_view bytes, std::size_t at) {
  const int wanted = wanted_behind(byte_at(bytes, at));
  for (int i = 1; i <= wanted; ++i) {
    const unsigned char next = byte_at(bytes, at + static_cast<std::size_t>(i));
    if (next < 0x80 || next > 0xBF) return false;
  }
  return wanted > 0;
}

/// UTF-8 that has lost a byte shows a capital in the middle of small letters, or the first two
/// bytes of a quotation mark or an emoji.
bool looks_cut(std::string_view bytes, std::size_t at) {
  const unsigned char byte = byte_at(bytes, at);
  const unsigned char next = byte_at(bytes, at + 1);
  const bool is_capital = byte >= 0xC0 && byte <= 0xDE && byte != 0xD7;
  if (is_capital && at > 0 && bytes[at - 1] >= 'a' && bytes[at - 1] <= 'z') return true;
  return (byte == 0xE2 && next >= 0x80 && next <= 0x84) || (byte == 0xF0 && next == 0x9F);
}

}  // namespace

bool decode_windows_1252(std::string_view bytes, std::string& out) {
  bool is_any = false;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const unsigned char byte = byte_at(bytes, at);
    if (byte < 0x80) {
      out += bytes[at];
      continue;
    }
    if (is_undefined(byte) || is_utf8_at(bytes, at) || looks_cut(bytes, at)) return false;
    append_utf8(out, byte < 0xA0 ? kWindows[byte - 0x80U] : byte);
    is_any = true;
  }
  return is_any;
}

bool ungarble(std::string_view text, std::string& out) {
  if (find_garbled(text) == std::string_view::npos) return false;
  out = decoded_again(text);
  if (find_garbled(out) != std::string_view::npos) out = decoded_again(out);
  return out != text;
}

std::size_t find_garbled(std::string_view text) {
  std::size_t unsure = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80) {
      ++at;
      continue;
    }
    const std::size_t begin = at;
    const unsigned lead = byte_of(next_code_point(text, at));
    const int wanted = lead >= 0xC0 ? wanted_behind(lead) : 0;
    std::size_t ahead = at;
    int found = 0;
    while (found < wanted && is_continuation(text, ahead))
      ++found;
    if (wanted == 0 || found < wanted) continue;
    const bool is_sure = lead == 0xC2 || lead == 0xC3 || wanted >= 2;
    if (is_sure || ++unsure == 3) return begin;
  }
  return std::string_view::npos;
}

}  // namespace bmo::checks
