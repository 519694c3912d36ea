// Cuts a text into the words that a static table has rows for, as numbers.
//
// A word is a run of ASCII letters and digits and of characters beyond ASCII, folded; an apostrophe
// inside is left out ("isn't" is "isnt"). Words are known by a hash alone, so that a table needs no
// vocabulary. A word that a table does not know is taken apart into runs of three to five bytes of
// "<word>".
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "bmo/base/fold.hpp"

namespace bmo::embed {

inline constexpr std::uint64_t kWordSeed = 0xCBF29CE484222325U;
inline constexpr std::uint64_t kPieceSeed = 0x84222325CBF29CE4U;
inline constexpr std::size_t kMaxWordBytes = 48;  ///< A longer run is cut here.

constexpr std::uint64_t hash_step(std::uint64_t hash, unsigned char byte) {
  return (hash ^ byte) * 0x100000001B3U;
}

/// What a table keeps of a hash.
constexpr std::uint32_t table_key(std::uint64_t hash) {
  return static_cast<std::uint32_t>((hash ^ (hash >> 29U)) * 0xBF58476D1CE4E5B9U >> 32U);
}

/// For each byte what it is in a word: its lower-case self, 1 for an apostrophe, 0 for what parts
/// words.
constexpr std::array<unsigned char, 256> make_word_bytes() {
  std::array<unsigned char, 256> bytes{};
  for (unsigned c = 0x80; c < 256; ++c)
    bytes[c] = static_cast<unsigned char>(c);
  for (unsigned c = '0'; c <= '9'; ++c)
    bytes[c] = static_cast<unsigned char>(c);
  for (unsigned c = 'a'; c <= 'z'; ++c)
    bytes[c] = bytes[c - 32] = static_cast<unsigned char>(c);
  bytes['\''] = 1;
  return bytes;
}
inline constexpr std::array<unsigned char, 256> kWordBytes = make_word_bytes();

/// Calls `visit(hash, word)` for each word of `text`, which is ASCII or folded. `word` is valid
/// during the call.
template <typename Visit>
void for_each_table_word(std::string_view text, Visit visit) {
  std::array<char, kMaxWordBytes> word;
  std::size_t size = 0;
  std::uint64_t hash = kWordSeed;
  const auto end_word = [&] {
    if (size != 0) visit(hash, std::string_view(word.data(), size));
    size = 0;
    hash = kWordSeed;
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto raw = static_cast<unsigned char>(text[at]);
    const unsigned char byte = kWordBytes[raw];
    if (byte > 1) {
      // General punctuation (U+2000 to U+207F) parts words, but for the apostrophe of type-setters.
      if (byte == 0xE2 && at + 2 < text.size() &&
          (text[at + 1] == '\x80' || text[at + 1] == '\x81')) {
        const bool apostrophe = text[at + 1] == '\x80' && text[at + 2] == '\x99';
        at += 2;
        if (!apostrophe) end_word();
        continue;
      }
      if (size == kMaxWordBytes) end_word();
      word[size++] = static_cast<char>(byte);
      hash = hash_step(hash, byte);
    } else if (byte == 0) {
      end_word();
    }
  }
  end_word();
}

/// Calls `visit(hash)` for each run of three to five bytes of "<word>".
template <typename Visit>
void for_each_piece(std::string_view word, Visit visit) {
  const std::size_t size = word.size() + 2;
  const auto byte_at = [&](std::size_t at) -> unsigned char {
    if (at == 0) return '<';
    return at + 1 == size ? '>' : static_cast<unsigned char>(word[at - 1]);
  };
  for (std::size_t begin = 0; begin + 3 <= size; ++begin) {
    std::uint64_t hash = kPieceSeed;
    for (std::size_t n = 0; n < 5 && begin + n < size; ++n) {
      hash = hash_step(hash, byte_at(begin + n));
      if (n >= 2) visit(hash);
    }
  }
}

/// `text`, folded into `scratch` where it is not all ASCII.
inline std::string_view fold_for_table(std::string_view text, std::string& scratch) {
  if (is_ascii(text)) return text;
  scratch.clear();
  append_folded(text, scratch);
  return scratch;
}

}  // namespace bmo::embed
