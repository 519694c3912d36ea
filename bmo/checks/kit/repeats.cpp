// Repeated runs of words and lines, by an open table of their hashes.
//
// The limits come from published filters of web text: Gopher's share of repeated lines (30 %) and
// of their characters (20 %). Its limits on n-grams are for documents; on pairs the share of runs
// of five words tells loops from lists with a common frame.
#include "bmo/checks/kit/repeats.hpp"

#include <bit>

#include "bmo/base/hash.hpp"
#include "bmo/facts/program_text.hpp"

namespace bmo::checks {
namespace {

constexpr std::size_t kRun = 5;

constexpr std::uint64_t mix(std::uint64_t hash, std::uint64_t key) {
  hash = (hash ^ key) * 0x9E3779B97F4A7C15ULL;
  return hash ^ (hash >> 32U);
}

}  // namespace

void RepeatCounter::start(std::size_t most) {
  const std::size_t wanted = std::bit_ceil(2 * most + 2);
  if (slots_.size() < wanted) slots_.assign(wanted, Slot{});
  if (++round_ == 0) {
    slots_.assign(slots_.size(), Slot{});
    round_ = 1;
  }
}

std::uint32_t RepeatCounter::count(std::uint64_t key) {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = key & mask;; at = (at + 1) & mask) {
    Slot& slot = slots_[at];
    if (slot.round != round_) {
      slot = {.key = key, .count = 1, .round = round_};
      return 0;
    }
    if (slot.key == key) return slot.count++;
  }
}

unsigned RepeatCounter::repeated_words(WordSpan words) {
  if (words.size() < kRun) return 0;
  const std::size_t runs = words.size() - kRun + 1;
  start(runs);
  std::size_t repeated = 0;
  for (std::size_t i = 0; i < runs; ++i) {
    std::uint64_t hash = 0;
    for (std::size_t k = 0; k < kRun; ++k)
      hash = mix(hash, words[i + k].key);
    // The first of them is a repeated one as soon as the second is seen.
    const std::uint32_t before = count(hash);
    repeated += before == 0 ? 0U : before == 1 ? 2U : 1U;
  }
  return static_cast<unsigned>(100 * repeated / runs);
}

unsigned RepeatCounter::repeated_lines(std::string_view text) {
  start(text.size() / 8 + 1);
  std::size_t lines = 0;
  std::size_t repeated = 0;
  std::size_t bytes = 0;
  facts::for_each_line(text, [&](std::string_view line) {
    if (line.size() < 8) return;
    ++lines;
    if (count(hash64(line)) == 0) return;
    ++repeated;
    bytes += line.size();
  });
  if (lines < 4 || 5 * bytes < text.size()) return 0;
  return static_cast<unsigned>(100 * repeated / lines);
}

}  // namespace bmo::checks
