// Words by a table for ASCII; what lies beyond is left to the code point.
#include "bmo/facts/word_list.hpp"

#include <array>
#include <bit>
#include <cstring>

#include "bmo/base/text.hpp"
#include "bmo/facts/words.hpp"

namespace bmo::facts {
namespace {

constexpr bool is_word_byte(unsigned char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

constexpr auto kWordBytes = [] {
  std::array<bool, 256> out{};
  for (unsigned c = 0; c < 256; ++c)
    out[c] = is_word_byte(static_cast<unsigned char>(c));
  return out;
}();

constexpr ByteKinds kinds_of(unsigned char c) {
  ByteKinds out = 0;
  const auto add_if = [&out](bool is_one, ByteKinds kind) {
    if (is_one) out = static_cast<ByteKinds>(out | kind);
  };
  add_if((c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == 0x7F, kControlByte);
  add_if(c >= 0x80, kHighByte);
  add_if(c >= '0' && c <= '9', kDigitByte);
  add_if(c == '@', kAtByte);
  add_if(c == '[' || c == '{' || c == '<' || c == '$' || c == '%', kOpeningByte);
  add_if(c == '=', kEqualsByte);
  add_if(c == '?', kQuestionByte);
  add_if(c == '#', kHashByte);
  add_if(c == ':', kColonByte);
  add_if(c == '<' || c == '&', kTagByte);
  add_if((c >= 0xC2 && c <= 0xC5) || c == 0xEF, kLatinLeadByte);
  add_if(c == 0xC2 || c == 0xE2 || c == 0xEF || c == 0xF3, kHiddenLeadByte);
  add_if(c >= 0xCD && c <= 0xD3, kGreekLeadByte);
  return out;
}

constexpr auto kKinds = [] {
  std::array<ByteKinds, 256> out{};
  for (unsigned c = 0; c < 256; ++c)
    out[c] = kinds_of(static_cast<unsigned char>(c));
  return out;
}();

unsigned char byte_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

/// The key of a word of ASCII letters and digits: where it is short and eight bytes can be read,
/// all of it at once.
std::uint64_t plain_key(std::string_view text, std::size_t at, std::size_t size) {
  if (size > 8 || at + 8 > text.size() || std::endian::native != std::endian::little)
    return word_key(text.substr(at, size));
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, text.data() + at, sizeof bytes);
  // This bit makes capitals small; digits and small letters have it.
  return (__builtin_bswap64(bytes) | 0x2020202020202020U) >> (8 * (8 - size));
}

}  // namespace

void append_words(std::string_view text, std::vector<Word>& out) {
  for (std::size_t at = 0; at < text.size();) {
    if (!kWordBytes[byte_at(text, at)] && byte_at(text, at) < 0x80) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && kWordBytes[byte_at(text, end)])
      ++end;
    const bool is_plain = end == text.size() || byte_at(text, end) <= '&' ||
                          (byte_at(text, end) < 0x80 && byte_at(text, end) != '\'' &&
                           byte_at(text, end) != '_' && byte_at(text, end) != '-');
    if (!is_plain) {
      Words words(text.substr(at));
      const std::string_view word = words.next();
      if (word.empty()) return;
      at = static_cast<std::size_t>(word.data() - text.data());
      end = at + word.size();
    }
    const std::size_t size = end - at;
    out.push_back({.key = is_plain ? plain_key(text, at, size) : word_key(text.substr(at, size)),
                   .begin = static_cast<std::uint32_t>(at),
                   .size = static_cast<std::uint32_t>(size)});
    at = end;
  }
}

ByteKinds byte_kinds(std::string_view text) {
  unsigned kinds = 0;
  for (const char c : text)
    kinds |= kKinds[static_cast<unsigned char>(c)];
  return static_cast<ByteKinds>(kinds);
}

}  // namespace bmo::facts
