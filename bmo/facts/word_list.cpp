// Words by a table for ASCII; what lies beyond is left to the code point.
#include "bmo/facts/word_list.hpp"

#include <array>
#include <bit>
#include <cstring>

#include "bmo/base/fold.hpp"
#include "bmo/facts/byte_masks.hpp"
#include "bmo/facts/words.hpp"

namespace bmo::facts {
namespace {

constexpr std::size_t kBlock = 64;

ByteLane letters_and_digits(ByteLane bytes) {
  const ByteLane letter = (bytes | 0x20) - static_cast<unsigned char>('a');
  const ByteLane digit = bytes - static_cast<unsigned char>('0');
  return reinterpret_cast<ByteLane>((letter < 26) | (digit < 10));
}

/// What joins two letters or digits to one word.
ByteLane joiners(ByteLane bytes) {
  return reinterpret_cast<ByteLane>((bytes == '\'') | (bytes == '_') | (bytes == '-'));
}

ByteLane beyond_ascii(ByteLane bytes) {
  return reinterpret_cast<ByteLane>(bytes >= 0x80);
}

/// Most bytes of a text are of no kind; these may be of one.
ByteLane bytes_of_kinds(ByteLane bytes) {
  const ByteLane small = bytes | 0x20;
  return reinterpret_cast<ByteLane>((bytes < ' ') | (bytes >= 0x80) | (small == '{') |
                                    (small == 0x7F) | ((bytes - '#') <= '&' - '#') |
                                    ((bytes - '0') <= '@' - '0'));
}

/// Block `index` of a text; behind its end there are zeros, which are kept in `padded`.
const char* block_of(std::string_view text, std::size_t index, char (&padded)[kBlock]) {
  const std::size_t begin = index * kBlock;
  if (text.size() >= begin + kBlock) return text.data() + begin;
  std::memset(padded, 0, kBlock);
  if (begin < text.size()) std::memcpy(padded, text.data() + begin, text.size() - begin);
  return padded;
}

/// Walks runs of ASCII letters and digits, of which 64 bytes are looked at in one go. Moves forward
/// only.
class WordRuns {
 public:
  explicit WordRuns(std::string_view text) : text_(text) {}

  /// The first letter, digit or byte beyond ASCII from `at` on; the text's size: there is none.
  std::size_t next(std::size_t at) {
    for (; at < text_.size(); at = (at / kBlock + 1) * kBlock) {
      look_at(at / kBlock);
      const std::uint64_t left = (plain_ | high_) >> (at % kBlock);
      if (left != 0) return at + static_cast<std::size_t>(std::countr_zero(left));
    }
    return text_.size();
  }

  /// The first byte from `at` on that is no ASCII letter or digit.
  std::size_t end(std::size_t at) {
    for (; at < text_.size(); at = (at / kBlock + 1) * kBlock) {
      look_at(at / kBlock);
      const std::uint64_t left = ~plain_ >> (at % kBlock);
      if (left != 0) return at + static_cast<std::size_t>(std::countr_zero(left));
    }
    return text_.size();
  }

 private:
  void look_at(std::size_t block) {
    if (block == block_) return;
    block_ = block;
    char padded[kBlock];
    const char* bytes = block_of(text_, block, padded);
    plain_ = bits_of_block(bytes, letters_and_digits);
    high_ = bits_of_block(bytes, beyond_ascii);
  }

  std::string_view text_;
  std::size_t block_ = ~std::size_t{0};
  std::uint64_t plain_ = 0;
  std::uint64_t high_ = 0;
};

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

constexpr auto kSmall = [] {
  std::array<unsigned char, 256> out{};
  for (unsigned c = 0; c < 256; ++c)
    out[c] = static_cast<unsigned char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  return out;
}();

/// As word_key, of a longer word of ASCII.
std::uint64_t long_key(std::string_view word) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : word)
    hash = (hash ^ kSmall[static_cast<unsigned char>(c)]) * 0x100000001B3U;
  return hash | (1ULL << 63U);
}

/// The key of a word of ASCII: where it is short and eight bytes can be read, all of it at once.
std::uint64_t ascii_key(std::string_view text, std::size_t at, std::size_t size) {
  if (size > 8) return long_key(text.substr(at, size));
  if (at + 8 > text.size() || std::endian::native != std::endian::little)
    return word_key(text.substr(at, size));
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, text.data() + at, sizeof bytes);
  const std::uint64_t word = __builtin_bswap64(bytes) >> (8 * (8 - size));
  // The top bit of each capital, then the bit that makes it small.
  constexpr std::uint64_t kEach = 0x0101010101010101U;
  const std::uint64_t from_a = word + kEach * (0x80 - 'A');
  const std::uint64_t beyond_z = word + kEach * (0x7F - 'Z');
  return word | (from_a & ~beyond_z & kEach * 0x80U) >> 2U;
}

/// Which bytes of a text of ASCII belong to words, 64 bytes at a time: a joiner between two letters
/// or digits does.
class WordBits {
 public:
  explicit WordBits(std::string_view text) : text_(text) { look_at(0); }

  std::uint64_t next() {
    const std::uint64_t plain = ahead_plain_;
    const std::uint64_t joiners = ahead_joiners_;
    look_at(++block_);
    const std::uint64_t behind = plain << 1U | last_plain_ >> 63U;
    const std::uint64_t before = plain >> 1U | ahead_plain_ << 63U;
    last_plain_ = plain;
    return plain | (joiners & behind & before);
  }

 private:
  void look_at(std::size_t block) {
    ahead_plain_ = ahead_joiners_ = 0;
    if (block * kBlock >= text_.size()) return;
    char padded[kBlock];
    const char* bytes = block_of(text_, block, padded);
    ahead_plain_ = bits_of_block(bytes, letters_and_digits);
    ahead_joiners_ = bits_of_block(bytes, joiners);
  }

  std::string_view text_;
  std::size_t block_ = 0;
  std::uint64_t ahead_plain_ = 0;
  std::uint64_t ahead_joiners_ = 0;
  std::uint64_t last_plain_ = 0;
};

void append_ascii_words(std::string_view text, std::vector<Word>& out) {
  WordBits bits(text);
  std::uint64_t last = 0;
  std::size_t begin = 0;
  bool is_open = false;
  // One block more than there are bytes, so that a word at the end of the text ends.
  for (std::size_t block = 0; block <= text.size(); block += kBlock) {
    const std::uint64_t in_word = bits.next();
    std::uint64_t edges = in_word ^ (in_word << 1U | last >> 63U);
    last = in_word;
    for (; edges != 0; edges &= edges - 1, is_open = !is_open) {
      const std::size_t at = block + static_cast<std::size_t>(std::countr_zero(edges));
      if (is_open) {
        out.push_back({.key = ascii_key(text, begin, at - begin),
                       .begin = static_cast<std::uint32_t>(begin),
                       .size = static_cast<std::uint32_t>(at - begin)});
      }
      begin = at;
    }
  }
}

void append_any_words(std::string_view text, std::vector<Word>& out) {
  WordRuns runs(text);
  for (std::size_t at = runs.next(0); at < text.size(); at = runs.next(at)) {
    std::size_t end = runs.end(at);
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
    out.push_back({.key = is_plain ? ascii_key(text, at, size) : word_key(text.substr(at, size)),
                   .begin = static_cast<std::uint32_t>(at),
                   .size = static_cast<std::uint32_t>(size)});
    at = end;
  }
}

}  // namespace

void append_words(std::string_view text, std::vector<Word>& out) {
  is_ascii(text) ? append_ascii_words(text, out) : append_any_words(text, out);
}

ByteKinds byte_kinds(std::string_view text) {
  unsigned kinds = 0;
  std::size_t at = 0;
  for (; at + kBlock <= text.size(); at += kBlock) {
    for (std::uint64_t left = bits_of_block(text.data() + at, bytes_of_kinds); left != 0;
         left &= left - 1)
      kinds |= kKinds[byte_at(text, at + static_cast<std::size_t>(std::countr_zero(left)))];
  }
  for (; at < text.size(); ++at)
    kinds |= kKinds[byte_at(text, at)];
  return static_cast<ByteKinds>(kinds);
}

}  // namespace bmo::facts
