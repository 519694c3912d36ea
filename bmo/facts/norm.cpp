// Cuts folded text into words: ASCII, the bulk of most texts, sixty-four characters at a time,
// other texts character by character.
#include "bmo/facts/norm.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#include "bmo/base/fold.hpp"
#include "bmo/base/text.hpp"
#include "bmo/facts/words.hpp"

namespace bmo::facts {
namespace {

// What the table says of a byte, besides the lower-case character of a word.
constexpr char kBetween = 0;
constexpr char kLineEnd = 1;
constexpr char kJoiner = 2;
constexpr char kBeyondAscii = 3;

/// Words are copied by so many bytes, most of them at once.
constexpr std::size_t kRoom = 16;

constexpr std::uint64_t kEach = 0x0101010101010101U;
constexpr std::uint64_t kHigh = 0x80 * kEach;

constexpr std::array<char, 256> make_table() {
  std::array<char, 256> table{};
  for (std::size_t c = 0x80; c < 256; ++c)
    table[c] = kBeyondAscii;
  for (char c = '0'; c <= '9'; ++c)
    table[static_cast<std::size_t>(c)] = c;
  for (char c = 'a'; c <= 'z'; ++c) {
    table[static_cast<std::size_t>(c)] = c;
    table[static_cast<std::size_t>(c - 32)] = c;
  }
  table['\n'] = kLineEnd;
  table['\''] = table['_'] = table['-'] = kJoiner;
  return table;
}

constexpr std::array<char, 256> kTable = make_table();

class NormWriter {
 public:
  explicit NormWriter(char* out) : begin_(out), out_(out) {}

  void add_character(char c) {
    open_word();
    *out_++ = c;
  }
  /// Of one word, in lower case. There must be room to read and write kRoom bytes.
  void add_letters(const char* letters, std::size_t size) {
    open_word();
    std::memcpy(out_, letters, kRoom);
    if (size > kRoom) std::memcpy(out_ + kRoom, letters + kRoom, size - kRoom);
    out_ += size;
  }
  /// ASCII that is no part of a word, but for joiners.
  void add_gap(std::string_view gap) {
    if (gap == " ") {
      end_word();
      return;
    }
    for (const char c : gap) {
      const char kind = kTable[static_cast<unsigned char>(c)];
      if (kind == kJoiner) {
        add_joiner(c);
      } else if (kind == kLineEnd) {
        end_line();
      } else {
        end_word();
      }
    }
  }
  void add_character(std::string_view bytes) {
    open_word();
    add(bytes);
  }
  void add_single(std::string_view bytes) {
    end_word();
    open_word();
    add(bytes);
    end_word();
  }
  /// Two joiners in a row end the word.
  void add_joiner(char c) {
    if (!in_word_ || joiner_ != 0) {
      end_word();
    } else {
      joiner_ = c;
    }
  }
  void end_word() {
    in_word_ = false;
    joiner_ = 0;
  }
  void end_line() {
    end_word();
    gap_ = '\n';
  }
  std::size_t size() const { return static_cast<std::size_t>(out_ - begin_); }

 private:
  void open_word() {
    if (in_word_) {
      if (joiner_ != 0) *out_++ = joiner_;
    } else {
      if (out_ != begin_) *out_++ = gap_;
      gap_ = ' ';
      in_word_ = true;
    }
    joiner_ = 0;
  }
  void add(std::string_view bytes) {
    for (const char c : bytes)
      *out_++ = c;
  }

  char* begin_;
  char* out_;
  char gap_ = ' ';
  char joiner_ = 0;
  bool in_word_ = false;
};

void add_beyond_ascii(std::string_view text, std::size_t& at, NormWriter& out) {
  const std::size_t begin = at;
  const char32_t c = next_code_point(text, at);
  const std::string_view bytes = text.substr(begin, at - begin);
  if (c == 0x2019) {
    out.add_joiner('\'');
  } else if (is_single_character_word(c)) {
    out.add_single(bytes);
  } else if (is_word_code_point(c)) {
    out.add_character(bytes);
  } else {
    out.end_word();
  }
}

void cut(std::string_view text, NormWriter& out) {
  for (std::size_t at = 0; at < text.size();) {
    const char c = kTable[static_cast<unsigned char>(text[at])];
    if (c == kBeyondAscii) {
      add_beyond_ascii(text, at, out);
      continue;
    }
    ++at;
    if (c > kBeyondAscii) {
      out.add_character(c);
    } else {
      out.add_gap(text.substr(at - 1, 1));
    }
  }
}

/// Sixty-four characters in lower case, and which of them are letters and digits.
struct Window {
  char lower[64 + kRoom];
  std::uint64_t letters = 0;
};

/// The uppermost bit of each byte from `first` to `last`; all bytes are ASCII.
constexpr std::uint64_t find_range(std::uint64_t bytes, unsigned char first, unsigned char last) {
  return (bytes + kEach * (0x80U - first)) & ~(bytes + kEach * (0x7FU - last)) & kHigh;
}

void read_window(std::string_view text, Window& out) {
  char padded[64] = {};
  const char* from = text.data();
  if (text.size() < sizeof(padded)) {
    std::memcpy(padded, from, text.size());
    from = padded;
  }
  out.letters = 0;
  for (std::size_t i = 0; i < 64; i += 8) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, from + i, 8);
    if constexpr (std::endian::native == std::endian::big) bytes = __builtin_bswap64(bytes);
    bytes |= find_range(bytes, 'A', 'Z') >> 2U;
    const std::uint64_t found = find_range(bytes, 'a', 'z') | find_range(bytes, '0', '9');
    out.letters |= gather_bits(found) << i;
    if constexpr (std::endian::native == std::endian::big) bytes = __builtin_bswap64(bytes);
    std::memcpy(out.lower + i, &bytes, 8);
  }
}

void cut_ascii(std::string_view text, NormWriter& out) {
  Window window;
  std::memset(window.lower + 64, 0, kRoom);
  for (std::size_t begin = 0; begin < text.size(); begin += 64) {
    const std::string_view part = text.substr(begin, 64);
    read_window(part, window);
    for (std::size_t at = 0; at < part.size();) {
      const std::uint64_t ahead = window.letters >> at;
      const std::size_t gap = std::min<std::size_t>(
          static_cast<std::size_t>(std::countr_zero(ahead)), part.size() - at);
      if (gap > 0) out.add_gap(part.substr(at, gap));
      at += gap;
      if (at == part.size()) break;
      const auto size = static_cast<std::size_t>(std::countr_one(window.letters >> at));
      out.add_letters(window.lower + at, size);
      at += size;
    }
  }
}

}  // namespace

void append_norm(std::string_view text, std::string& folded, std::string& out) {
  folded.clear();
  const bool plain = is_ascii(text);
  if (!plain) {
    append_folded(text, folded);
    text = folded;
  }
  const std::size_t before = out.size();
  // A space for each character of one byte at most.
  out.resize(before + 2 * text.size() + 1 + kRoom);
  NormWriter writer(out.data() + before);
  plain ? cut_ascii(text, writer) : cut(text, writer);
  out.resize(before + writer.size());
}

}  // namespace bmo::facts
