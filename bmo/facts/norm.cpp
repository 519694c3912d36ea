// Cuts folded text into words with a table for ASCII, the bulk of most texts.
#include "bmo/facts/norm.hpp"

#include <array>
#include <cstdint>

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

  /// Takes characters of one word from `at` on, up to the first byte that is none; moves `at`
  /// there.
  void add_letters(std::string_view text, std::size_t& at) {
    open_word();
    char* out = out_;  // A local copy: what is written through it might else be this very object.
    std::size_t i = at;
    for (; i < text.size(); ++i) {
      const char c = kTable[static_cast<unsigned char>(text[i])];
      if (c <= kBeyondAscii) break;
      *out++ = c;
    }
    out_ = out;
    at = i;
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
    if (c > kBeyondAscii) {
      out.add_letters(text, at);
      continue;
    }
    ++at;
    if (c == kJoiner) {
      out.add_joiner(text[at - 1]);
    } else if (c == kLineEnd) {
      out.end_line();
    } else {
      out.end_word();
    }
  }
}

}  // namespace

void append_norm(std::string_view text, std::string& folded, std::string& out) {
  folded.clear();
  if (!is_ascii(text)) {
    append_folded(text, folded);
    text = folded;
  }
  const std::size_t before = out.size();
  out.resize(before + 2 * text.size() + 1);  // A space for each character of one byte at most.
  NormWriter writer(out.data() + before);
  cut(text, writer);
  out.resize(before + writer.size());
}

}  // namespace bmo::facts
