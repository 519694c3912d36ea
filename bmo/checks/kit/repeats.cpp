// Repeated runs of words and lines, by an open table of their hashes.
//
// The limits come from published filters of web text: Gopher's share of repeated lines (30 %) and
// of their characters (20 %). Its limits on n-grams are for documents; on pairs the share of runs
// of five words tells loops from lists with a common frame.
#include "bmo/checks/kit/repeats.hpp"

#include <bit>

#include "bmo/base/hash.hpp"
#include "bmo/facts/list_lines.hpp"
#include "bmo/facts/program_text.hpp"
#include "bmo/facts/words.hpp"

namespace bmo::checks {
namespace {

constexpr std::size_t kRun = 5;

constexpr std::uint64_t mix(std::uint64_t hash, std::uint64_t key) {
  hash = (hash ^ key) * 0x9E3779B97F4A7C15ULL;
  return hash ^ (hash >> 32U);
}

/// What counts of runs begin with that stand in the quoted text; no text has as many words.
constexpr std::uint32_t kQuoted = 1U << 31U;

std::size_t runs_in(WordSpan words) {
  return words.size() < kRun ? 0 : words.size() - kRun + 1;
}

std::uint64_t run_key(WordSpan words, std::size_t at) {
  std::uint64_t hash = 0;
  for (std::size_t k = 0; k < kRun; ++k)
    hash = mix(hash, words[at + k].key);
  return hash;
}

/// Cells of tables, digits and chords come back in whatever order: a run has two longer words.
bool tells_something(WordSpan words, std::size_t at) {
  std::size_t longer = 0;
  for (std::size_t k = 0; k < kRun; ++k)
    longer += words[at + k].size >= 3 ? 1U : 0U;
  return longer >= 2;
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

RepeatCounter::Slot& RepeatCounter::slot_of(std::uint64_t key) {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = key & mask;; at = (at + 1) & mask) {
    Slot& slot = slots_[at];
    if (slot.round != round_) slot = {.key = key, .count = 0, .round = round_};
    if (slot.key == key) return slot;
  }
}

unsigned RepeatCounter::repeated_words(WordSpan words, WordSpan quoted) {
  const std::size_t runs = runs_in(words);
  if (runs == 0) return 0;
  start(runs + runs_in(quoted));
  for (std::size_t i = 0; i < runs_in(quoted); ++i)
    slot_of(run_key(quoted, i)).count = kQuoted;
  std::size_t repeated = 0;
  for (std::size_t i = 0; i < runs; ++i) {
    // The first of them is a repeated one as soon as the second is seen.
    const std::uint32_t before = count(run_key(words, i));
    const bool is_repeated = before > 0 && before < kQuoted && tells_something(words, i);
    if (is_repeated) repeated += before == 1 ? 2U : 1U;
  }
  return static_cast<unsigned>(100 * repeated / runs);
}

unsigned RepeatCounter::repeated_lines(std::string_view text, std::size_t least_words) {
  start(text.size() / 8 + 1);
  std::size_t lines = 0;
  std::size_t repeated = 0;
  std::size_t bytes = 0;
  facts::for_each_line(text, [&](std::string_view whole) {
    const std::string_view line = facts::read_list_line(whole).text;
    if (line.size() < 8 || facts::count_words(line, least_words) < least_words) return;
    ++lines;
    if (count(hash64(line)) == 0) return;
    ++repeated;
    bytes += line.size();
  });
  if (lines < 4 || 5 * bytes < text.size()) return 0;
  return static_cast<unsigned>(100 * repeated / lines);
}

}  // namespace bmo::checks
