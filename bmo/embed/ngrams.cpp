// Adds up rows of signs made from hashes.
#include "bmo/embed/ngrams.hpp"

#include <array>

#include "bmo/base/hash.hpp"
#include "bmo/embed/table_words.hpp"

namespace bmo::embed {
namespace {

constexpr std::size_t kDimension = 256;
using Sum = std::array<std::int32_t, kDimension>;

/// The next of a stream of random bits (splitmix64).
std::uint64_t next_bits(std::uint64_t& state) {
  state += 0x9E3779B97F4A7C15U;
  std::uint64_t bits = state;
  bits = (bits ^ (bits >> 30U)) * 0xBF58476D1CE4E5B9U;
  bits = (bits ^ (bits >> 27U)) * 0x94D049BB133111EBU;
  return bits ^ (bits >> 31U);
}

void add_signs(std::uint64_t hash, Sum& sum) {
  for (std::size_t begin = 0; begin < kDimension; begin += 64) {
    const std::uint64_t bits = next_bits(hash);
    for (std::size_t i = 0; i < 64; ++i)
      sum[begin + i] += static_cast<std::int32_t>(bits >> i & 1U) * 2 - 1;
  }
}

}  // namespace

NgramEncoder::NgramEncoder()
    : card_{.id = "ngrams",
            .digest = to_hex(hash128("bmo embed ngrams 1, 3 to 5, 256")),
            .dimension = kDimension,
            .language = "",
            .about = "runs of characters on fixed random directions; not learnt"} {}

Status NgramEncoder::encode(std::span<const std::string_view> texts, Vectors& out) const {
  out.clear(card_.digest, kDimension);
  std::string folded;
  for (const std::string_view text : texts) {
    Sum sum{};
    for_each_table_word(fold_for_table(text, folded), [&](std::uint64_t, std::string_view word) {
      for_each_piece(word, [&](std::uint64_t hash) { add_signs(hash, sum); });
    });
    out.add(std::span<const std::int32_t>(sum));
  }
  return ok();
}

}  // namespace bmo::embed
