// Cuts a text into words that can be compared as numbers.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

namespace bmo::facts {

/// A word's place in its text, and its key.
struct Word {
  std::uint64_t key = 0;
  std::uint32_t begin = 0;
  std::uint32_t size = 0;

  std::string_view in(std::string_view text) const { return text.substr(begin, size); }
  std::uint32_t end() const { return begin + size; }
};

/// The lower-case word as a number: its own bytes up to eight of them, a hash (FNV-1a with the top
/// bit set) of longer ones. ASCII letters are folded, and ’ is '.
constexpr std::uint64_t word_key(std::string_view word) {
  std::uint64_t packed = 0;
  std::uint64_t hash = 0xCBF29CE484222325U;
  std::size_t size = 0;
  for (std::size_t i = 0; i < word.size(); ++i, ++size) {
    auto c = static_cast<unsigned char>(word[i]);
    if (c >= 'A' && c <= 'Z') c = static_cast<unsigned char>(c + 32);
    if (c == 0xE2 && word.substr(i, 3) == "\xE2\x80\x99") {
      c = '\'';
      i += 2;
    }
    packed = (packed << 8U) | c;
    hash = (hash ^ c) * 0x100000001B3U;
  }
  return size <= 8 ? packed : hash | (1ULL << 63U);
}

/// Appends the words of `text`, as `Words` cuts them.
void append_words(std::string_view text, std::vector<Word>& out);

/// Which kinds of bytes a text holds: a set of the bits below.
using ByteKinds = std::uint16_t;
inline constexpr ByteKinds kControlByte = 1;  ///< Below space, but tab and line ends; DEL.
inline constexpr ByteKinds kHighByte = 2;     ///< Beyond ASCII.
inline constexpr ByteKinds kDigitByte = 4;
inline constexpr ByteKinds kAtByte = 8;             ///< @
inline constexpr ByteKinds kOpeningByte = 16;       ///< [ { < $ %
inline constexpr ByteKinds kEqualsByte = 32;        ///< =
inline constexpr ByteKinds kQuestionByte = 64;      ///< ?
inline constexpr ByteKinds kHashByte = 128;         ///< #
inline constexpr ByteKinds kColonByte = 256;        ///< :
inline constexpr ByteKinds kTagByte = 512;          ///< < &
inline constexpr ByteKinds kLatinLeadByte = 1024;   ///< 0xC2 to 0xC5 or 0xEF: what mojibake has.
inline constexpr ByteKinds kHiddenLeadByte = 2048;  ///< 0xC2, 0xE2, 0xEF, 0xF3: hidden characters.
inline constexpr ByteKinds kGreekLeadByte = 4096;   ///< 0xCD to 0xD3: Greek and Cyrillic.

ByteKinds byte_kinds(std::string_view text);

}  // namespace bmo::facts
