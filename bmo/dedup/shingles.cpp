// A run of up to eight bytes is its own number, mixed; a longer one (other scripts) is hashed.
#include "bmo/dedup/shingles.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <limits>
#include <numeric>

#include "bmo/base/fold.hpp"
#include "bmo/base/hash.hpp"
#include "bmo/base/text.hpp"

namespace bmo::dedup {
namespace {

constexpr std::size_t kLong = 5;
constexpr std::size_t kShort = 3;
constexpr std::size_t kShortText = 40;

/// A bijection whose output bits all depend on all input bits (the finaliser of MurmurHash3).
constexpr std::uint64_t mix(std::uint64_t x) {
  x ^= x >> 33U;
  x *= 0xFF51AFD7ED558CCDU;
  x ^= x >> 33U;
  x *= 0xC4CEB9FE1A85EC53U;
  return x ^ x >> 33U;
}

std::uint64_t hash_run(std::string_view run) {
  if (run.size() > 7) return hash64(run);
  std::uint64_t word = 0;
  std::memcpy(&word, run.data(), run.size());
  return mix(word | std::uint64_t{run.size()} << 56U);
}

std::uint64_t load_word(const char* at) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, 8);
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  return word;
}

/// The same as hash_run of each run, for a text of one byte a character.
void cut_ascii(std::string_view text, std::size_t length, std::vector<std::uint64_t>& out) {
  const std::uint64_t mask = (std::uint64_t{1} << 8 * length) - 1;
  const std::uint64_t size = std::uint64_t{length} << 56U;
  const std::size_t count = text.size() - length + 1;
  out.resize(count);
  std::size_t at = 0;
  for (; at + 8 <= text.size(); ++at)
    out[at] = mix((load_word(text.data() + at) & mask) | size);
  for (; at < count; ++at)
    out[at] = hash_run(text.substr(at, length));
}

void cut_characters(std::string_view text, std::vector<std::uint64_t>& out) {
  std::vector<std::size_t> starts;
  for (std::size_t at = 0; at < text.size(); next_code_point(text, at))
    starts.push_back(at);
  const std::size_t characters = starts.size();
  const std::size_t length = characters < kShortText ? kShort : kLong;
  starts.push_back(text.size());
  if (characters <= length) {
    out.push_back(hash_run(text));
    return;
  }
  for (std::size_t i = 0; i + length <= characters; ++i)
    out.push_back(hash_run(text.substr(starts[i], starts[i + length] - starts[i])));
}

}  // namespace

void cut_shingles(std::string_view text, std::vector<std::uint64_t>& out) {
  out.clear();
  if (text.empty()) return;
  const std::size_t length = text.size() < kShortText ? kShort : kLong;
  if (!is_ascii(text)) {
    cut_characters(text, out);
  } else if (text.size() <= length) {
    out.push_back(hash_run(text));
  } else {
    cut_ascii(text, length, out);
  }
}

namespace {

/// Below this many, sorting by comparison is as fast.
constexpr std::size_t kFew = 32;
constexpr unsigned kBucketBits = 8;

/// Hashes spread evenly, so that their upper bits bring each nearly to its place.
void sort_hashes(std::vector<std::uint64_t>& hashes) {
  if (hashes.size() < kFew || hashes.size() > std::numeric_limits<std::uint32_t>::max()) {
    std::sort(hashes.begin(), hashes.end());
    return;
  }
  const std::vector<std::uint64_t> before(hashes);
  std::array<std::uint32_t, (std::size_t{1} << kBucketBits) + 1> starts{};
  const auto bucket_of = [](std::uint64_t hash) { return hash >> (64U - kBucketBits); };
  for (const std::uint64_t hash : before)
    ++starts[bucket_of(hash) + 1];
  std::partial_sum(starts.begin(), starts.end(), starts.begin());
  std::array<std::uint32_t, std::size_t{1} << kBucketBits> next;
  std::copy_n(starts.begin(), next.size(), next.begin());
  for (const std::uint64_t hash : before)
    hashes[next[bucket_of(hash)]++] = hash;
  for (std::size_t bucket = 0; bucket < next.size(); ++bucket) {
    const auto first = hashes.begin() + starts[bucket];
    const auto last = hashes.begin() + starts[bucket + 1];
    if (last - first > 1) std::sort(first, last);
  }
}

}  // namespace

void make_set(std::vector<std::uint64_t>& shingles) {
  sort_hashes(shingles);
  shingles.erase(std::unique(shingles.begin(), shingles.end()), shingles.end());
}

void thin_out(std::vector<std::uint64_t>& shingles) {
  std::erase_if(shingles, [](std::uint64_t shingle) { return (shingle & 3U) != 0; });
}

double jaccard(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b) {
  if (a.empty() && b.empty()) return 0;
  std::size_t common = 0;
  // No branch on the data: which of the two is smaller cannot be foreseen.
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const std::uint64_t x = a[i];
    const std::uint64_t y = b[j];
    common += static_cast<std::size_t>(x == y);
    i += static_cast<std::size_t>(x <= y);
    j += static_cast<std::size_t>(y <= x);
  }
  return static_cast<double>(common) / static_cast<double>(a.size() + b.size() - common);
}

}  // namespace bmo::dedup
