// Looks for single bytes in long texts.
#include "bmo/formats/kit/text_scan.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace bmo::formats {

std::size_t find_either(std::string_view text, std::size_t at, char a, char b) {
#if defined(__SSE2__)
  const __m128i first = _mm_set1_epi8(a);
  const __m128i second = _mm_set1_epi8(b);
  for (; at + 16 <= text.size(); at += 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
    const int mask = _mm_movemask_epi8(
        _mm_or_si128(_mm_cmpeq_epi8(block, first), _mm_cmpeq_epi8(block, second)));
    if (mask != 0)
      return at + static_cast<std::size_t>(std::countr_zero(static_cast<unsigned>(mask)));
  }
#endif
  while (at < text.size() && text[at] != a && text[at] != b)
    ++at;
  return at;
}

std::size_t find_byte(std::string_view text, std::size_t at, char a) {
  if (at >= text.size()) return text.size();
  const void* found = std::memchr(text.data() + at, a, text.size() - at);
  if (found == nullptr) return text.size();
  return static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

std::size_t count_lines(std::string_view text) {
  std::size_t lines = 0;
  std::size_t at = 0;
#if defined(__SSE2__)
  const __m128i line_end = _mm_set1_epi8('\n');
  while (at + 16 <= text.size()) {
    // Each byte of the sum counts up to 255 hits before it is emptied.
    __m128i sum = _mm_setzero_si128();
    const std::size_t stop = std::min(text.size() - 15, at + std::size_t{255} * 16);
    for (; at < stop; at += 16) {
      const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
      sum = _mm_sub_epi8(sum, _mm_cmpeq_epi8(block, line_end));
    }
    const __m128i halves = _mm_sad_epu8(sum, _mm_setzero_si128());
    lines += static_cast<std::size_t>(_mm_cvtsi128_si64(halves)) +
             static_cast<std::size_t>(_mm_cvtsi128_si64(_mm_unpackhi_epi64(halves, halves)));
  }
#endif
  return lines + static_cast<std::size_t>(
                     std::count(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), '\n'));
}

bool is_blank_line(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
}

}  // namespace bmo::formats
