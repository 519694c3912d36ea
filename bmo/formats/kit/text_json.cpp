// Follows the nesting of JSON text.
//
// Each block of 64 bytes becomes bit masks: quotes, backslashes, brackets, line ends. A running
// exclusive-or over the quotes that no backslash escapes tells which bytes lie in strings; only
// brackets outside of them are looked at one by one.
#include "bmo/formats/kit/text_json.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace bmo::formats {
namespace {

constexpr std::size_t kBlock = 64;

struct Masks {
  std::uint64_t quotes = 0;
  std::uint64_t backslashes = 0;
  std::uint64_t brackets = 0;
  std::uint64_t line_ends = 0;
};

#if defined(__SSE2__)
Masks masks_of(const char* block) {
  Masks out;
  for (unsigned i = 0; i < kBlock; i += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + i));
    // '[' and ']' become '{' and '}' when the bit of lower case is set; no other byte does.
    const __m128i lower = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
    const auto bits = [i](__m128i hits) {
      return static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(hits))) << i;
    };
    const auto equals = [](__m128i in, char c) { return _mm_cmpeq_epi8(in, _mm_set1_epi8(c)); };
    out.quotes |= bits(equals(bytes, '"'));
    out.backslashes |= bits(equals(bytes, '\\'));
    out.brackets |= bits(_mm_or_si128(equals(lower, '{'), equals(lower, '}')));
    out.line_ends |= bits(equals(bytes, '\n'));
  }
  return out;
}
#else
Masks masks_of(const char* block) {
  Masks out;
  for (std::size_t i = 0; i < kBlock; ++i) {
    const char lower = static_cast<char>(block[i] | 0x20);
    out.quotes |= static_cast<std::uint64_t>(block[i] == '"') << i;
    out.backslashes |= static_cast<std::uint64_t>(block[i] == '\\') << i;
    out.brackets |= static_cast<std::uint64_t>(lower == '{' || lower == '}') << i;
    out.line_ends |= static_cast<std::uint64_t>(block[i] == '\n') << i;
  }
  return out;
}
#endif

/// Bit i of the result is the exclusive-or of bits 0..i.
std::uint64_t running_xor(std::uint64_t bits) {
  for (unsigned shift = 1; shift < 64; shift *= 2)
    bits ^= bits << shift;
  return bits;
}

bool ends_bare(char c) {
  return c == ',' || c == ']' || c == '}' || c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

}  // namespace

void Nesting::reset() {
  kind_ = Kind::kNone;
  open_.clear();
  in_string_ = escaped_ = torn_ = false;
}

void Nesting::start(char first) {
  kind_ = first == '{' || first == '[' ? Kind::kNested : first == '"' ? Kind::kString : Kind::kBare;
}

Nesting::State Nesting::read(std::string_view text, std::size_t& at) {
  if (at >= text.size()) return State::kInside;
  if (kind_ == Kind::kNone) {
    start(text[at]);
    // A stray comma or bracket is a broken value of one byte.
    if (kind_ == Kind::kBare && ends_bare(text[at])) return ++at, State::kDone;
    if (kind_ == Kind::kString) ++at;
  }
  if (kind_ == Kind::kBare) return read_bare(text, at);
  return kind_ == Kind::kString ? read_string(text, at) : read_nested(text, at);
}

Nesting::State Nesting::read_bare(std::string_view text, std::size_t& at) {
  while (at < text.size()) {
    if (ends_bare(text[at])) return State::kDone;
    ++at;
  }
  return State::kInside;
}

/// The rest of a value that is one string.
Nesting::State Nesting::read_string(std::string_view text, std::size_t& at) {
  for (; at < text.size(); ++at) {
    torn_ = torn_ || text[at] == '\n';
    if (escaped_) {
      escaped_ = false;
    } else if (text[at] == '\\') {
      escaped_ = true;
    } else if (text[at] == '"') {
      return ++at, State::kDone;
    }
  }
  return State::kInside;
}

Nesting::State Nesting::read_nested(std::string_view text, std::size_t& at) {
  while (at < text.size()) {
    char last[kBlock];
    const char* block = text.data() + at;
    const std::size_t size = std::min(kBlock, text.size() - at);
    if (size < kBlock) {
      std::memset(last, ' ', kBlock);
      std::memcpy(last, block, size);
      block = last;
    }
    const Masks masks = masks_of(block);
    const std::uint64_t escaped = escaped_bytes(masks.backslashes);
    if (size < kBlock) escaped_ = (escaped >> size & 1U) != 0;
    const std::uint64_t outside = in_string_ ? ~std::uint64_t{0} : 0;
    const std::uint64_t inside = running_xor(masks.quotes & ~escaped) ^ outside;
    in_string_ = (inside >> 63U) != 0;
    std::size_t stop = size;
    const State state = follow(block, masks.brackets & ~inside, stop);
    const std::uint64_t read = stop < kBlock ? (std::uint64_t{1} << stop) - 1 : ~std::uint64_t{0};
    torn_ = torn_ || (masks.line_ends & inside & read) != 0;
    at += stop;
    if (state != State::kInside) return state;
  }
  return State::kInside;
}

/// The bytes that stand behind a backslash that is not itself escaped.
std::uint64_t Nesting::escaped_bytes(std::uint64_t backslashes) {
  std::uint64_t escaped = escaped_ ? 1 : 0;
  escaped_ = false;
  for (; backslashes != 0; backslashes &= backslashes - 1) {
    const std::uint64_t bit = backslashes & -backslashes;
    if ((escaped & bit) != 0) continue;
    escaped |= bit << 1U;
    escaped_ = bit >> 63U != 0;
  }
  return escaped;
}

/// Opens and closes; `stop` moves to where the value ends or breaks.
Nesting::State Nesting::follow(const char* block, std::uint64_t brackets, std::size_t& stop) {
  for (; brackets != 0; brackets &= brackets - 1) {
    const auto at = static_cast<std::size_t>(std::countr_zero(brackets));
    const char c = block[at];
    if (c == '{' || c == '[') {
      open_ += c == '{' ? '}' : ']';
      continue;
    }
    if (open_.back() != c) {
      stop = at;
      return State::kBroken;
    }
    open_.pop_back();
    if (open_.empty()) {
      stop = at + 1;
      return State::kDone;
    }
  }
  return State::kInside;
}

}  // namespace bmo::formats
