// Brings a text into the form in which texts are compared: its words alone, folded.
#pragma once
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace bmo::facts {

/// Appends the `norm` of `text`: NFKC, case folded, words (see words.hpp) joined by one space; the
/// lines that hold a word stay apart, joined by '\n', so that frequent lines can be taken out.
/// `folded` is scratch and afterwards holds the folded text where `text` is not all ASCII.
void append_norm(std::string_view text, std::string& folded, std::string& out);

/// Calls `visit` with each line of a norm.
template <typename Visit>
void for_each_norm_line(std::string_view norm, Visit visit) {
  while (!norm.empty()) {
    const std::size_t end = norm.find('\n');
    visit(norm.substr(0, end));
    if (end == std::string_view::npos) return;
    norm.remove_prefix(end + 1);
  }
}

/// Brings the uppermost bits of eight bytes together, that of the lowest byte first.
constexpr std::uint64_t gather_bits(std::uint64_t bytes) {
  return (bytes >> 7U & 0x0101010101010101U) * 0x0102040810204080U >> 56U;
}

/// Where the first 64 bytes of a norm's part have a space or a line end, a bit for each: all other
/// characters of a norm lie above them. Behind the end there is a space.
inline std::uint64_t find_word_ends(std::string_view part) {
  constexpr std::uint64_t kEach = 0x0101010101010101U;
  constexpr std::uint64_t kHigh = 0x80 * kEach;
  constexpr std::size_t kBytes = 64;
  char padded[kBytes];
  const char* at = part.data();
  if (part.size() < kBytes) {
    std::memset(padded, ' ', kBytes);
    std::memcpy(padded, at, part.size());
    at = padded;
  }
  std::uint64_t out = 0;
  for (std::size_t i = 0; i < kBytes; i += 8) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, at + i, 8);
    if constexpr (std::endian::native == std::endian::big) bytes = __builtin_bswap64(bytes);
    const std::uint64_t above = ((bytes & ~kHigh) + 0x5F * kEach) | bytes;
    out |= gather_bits(~above) << i;
  }
  return out;
}

/// Calls `visit` with each word of a norm.
template <typename Visit>
void for_each_norm_word(std::string_view norm, Visit visit) {
  if (norm.empty()) return;
  std::size_t begin = 0;
  for (std::size_t part = 0; part <= norm.size(); part += 64) {
    std::uint64_t ends = find_word_ends(norm.substr(part));
    for (; ends != 0; ends &= ends - 1) {
      const std::size_t end = part + static_cast<std::size_t>(std::countr_zero(ends));
      if (end > begin) visit(norm.substr(begin, end - begin));
      if (end >= norm.size()) return;
      begin = end + 1;
    }
  }
}

}  // namespace bmo::facts
