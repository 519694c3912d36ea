// Writes text as JSON strings, sixteen bytes at a time where nothing needs an escape.
#include <array>
#include <bit>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "bmo/json/json.hpp"

namespace bmo::json {
namespace {

// A byte is `suspect` where it needs an escape or may begin a character that does: U+0085 is
// C2 85, U+2028 and U+2029 are E2 80 A8 and E2 80 A9.
constexpr std::array<bool, 256> kSuspect = [] {
  std::array<bool, 256> table{};
  for (std::size_t i = 0; i < 0x20; ++i)
    table[i] = true;
  table['"'] = table['\\'] = table[0xC2] = table[0xE2] = true;
  return table;
}();

#if defined(__SSE2__)
unsigned suspects(const char* at) {
  const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  const auto equals = [block](int byte) {
    return _mm_cmpeq_epi8(block, _mm_set1_epi8(static_cast<char>(byte)));
  };
  const __m128i control =
      _mm_cmpeq_epi8(_mm_max_epu8(block, _mm_set1_epi8(0x1F)), _mm_set1_epi8(0x1F));
  const __m128i marks = _mm_or_si128(equals('"'), equals('\\'));
  const __m128i leads = _mm_or_si128(equals(0xC2), equals(0xE2));
  return static_cast<unsigned>(
      _mm_movemask_epi8(_mm_or_si128(control, _mm_or_si128(marks, leads))));
}
#endif

/// The first suspect byte in [at, end), or end.
const char* next_suspect(const char* at, const char* end) {
#if defined(__SSE2__)
  while (end - at >= 16) {
    const unsigned mask = suspects(at);
    if (mask != 0) return at + std::countr_zero(mask);
    at += 16;
  }
#endif
  while (at != end && !kSuspect[static_cast<unsigned char>(*at)])
    ++at;
  return at;
}

/// Bytes of the character at `at` that must be escaped; 0: it need not be.
std::size_t length_to_escape(const char* at, const char* end) {
  const std::string_view rest(at, static_cast<std::size_t>(end - at));
  if (*at == '\xC2') return rest.starts_with("\xC2\x85") ? 2 : 0;
  if (*at != '\xE2') return 1;
  return rest.starts_with("\xE2\x80\xA8") || rest.starts_with("\xE2\x80\xA9") ? 3 : 0;
}

/// Appends the escape of a character of `length` bytes.
void append_escape(std::string& out, const char* at, std::size_t length) {
  constexpr char kHex[] = "0123456789abcdef";
  if (length == 2) out += "\\u0085";
  if (length == 3) out += at[2] == '\xA8' ? "\\u2028" : "\\u2029";
  if (length != 1) return;
  switch (*at) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    case '\b':
      out += "\\b";
      break;
    case '\f':
      out += "\\f";
      break;
    default:
      out += "\\u00";
      out += kHex[static_cast<unsigned char>(*at) >> 4U];
      out += kHex[static_cast<unsigned char>(*at) & 15U];
  }
}

}  // namespace

void append_string(std::string& out, std::string_view text) {
  out += '"';
  const char* at = text.data();
  const char* end = at + text.size();
  const char* copied = at;
  while ((at = next_suspect(at, end)) != end) {
    const std::size_t length = length_to_escape(at, end);
    if (length == 0) {
      ++at;
      continue;
    }
    out.append(copied, static_cast<std::size_t>(at - copied));
    append_escape(out, at, length);
    at += length;
    copied = at;
  }
  out.append(copied, static_cast<std::size_t>(end - copied));
  out += '"';
}

}  // namespace bmo::json
