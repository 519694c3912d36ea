// Counters are shared by all threads and only ever added to, so any order gives the same sums.
// Hashes that share a counter make a count too high, never too low: a line that seems frequent is
// counted again by its full hash, and a word that seems common only lets the guard be lenient.
#include "bmo/dedup/survey.hpp"

#include <algorithm>
#include <array>

#include "bmo/base/hash.hpp"
#include "bmo/facts/norm.hpp"

namespace bmo::dedup {
namespace {

constexpr std::size_t kCounters = std::size_t{1} << 20U;
constexpr std::size_t kSlots = 512;
constexpr std::size_t kRowsAtOnce = 1024;
constexpr std::size_t kPending = 4096;
constexpr std::uint64_t kRareShare = 245;  // e^5.5
constexpr std::uint64_t kWordSeed = 11;
constexpr std::uint64_t kLineSeed = 12;

std::uint64_t word_hash(std::string_view word) {
  return hash64(word, kWordSeed);
}

std::uint64_t line_hash(std::string_view line) {
  return hash64(line, kLineSeed);
}

std::size_t counter_of(std::uint64_t hash) {
  return hash >> 44U;
}

/// Each line of a row once.
void distinct_lines(const Texts& texts, std::vector<std::uint64_t>& out) {
  out.clear();
  const auto add = [&out](std::string_view line) { out.push_back(line_hash(line)); };
  facts::for_each_norm_line(texts.instruction, add);
  facts::for_each_norm_line(texts.response, add);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
}

}  // namespace

/// Gathers what is added to a few counters again and again, so that threads do not wait for each
/// other at the most frequent words.
class Survey::Pending {
 public:
  explicit Pending(Counters& counters) : counters_(counters) {}
  Pending(const Pending&) = delete;
  Pending& operator=(const Pending&) = delete;
  ~Pending() {
    for (Entry& entry : entries_)
      pass_on(entry);
  }

  void add(std::size_t counter) {
    Entry& entry = entries_[counter % kPending];
    if (entry.counter != counter) {
      pass_on(entry);
      entry = {.counter = static_cast<std::uint32_t>(counter)};
    }
    ++entry.count;
  }

 private:
  struct Entry {
    std::uint32_t counter = 0;
    std::uint32_t count = 0;
  };

  void pass_on(const Entry& entry) {
    if (entry.count > 0) counters_[entry.counter].fetch_add(entry.count, std::memory_order_relaxed);
  }

  Counters& counters_;
  std::vector<Entry> entries_ = std::vector<Entry>(kPending);
};

std::uint64_t Survey::line_limit() const {
  return std::max<std::uint64_t>(20, rows_ / 100);
}

/// Of one worker. A slot holds the last word that fell into it.
struct Survey::Scratch {
  explicit Scratch(Counters& counters) : words(counters) {}

  std::array<std::uint64_t, kSlots> seen{};
  std::vector<std::uint64_t> lines;
  Pending words;
};

/// Counts each word once. Slots are marked with the text, so that they need not be cleared for
/// each.
template <typename Add>
void Survey::count_words(std::uint64_t text, std::string_view norm, Scratch& scratch,
                         const Add& add) {
  const std::uint64_t mark = text * 0x9E3779B97F4A7C15U;
  facts::for_each_norm_word(norm, [&](std::string_view word) {
    const std::uint64_t hash = word_hash(word);
    std::uint64_t& slot = scratch.seen[hash % kSlots];
    if (slot == (hash ^ mark)) return;
    slot = hash ^ mark;
    add(counter_of(hash));
  });
}

void Survey::count_row(std::uint64_t row, const Texts& texts, bool strip_lines, Scratch& scratch) {
  count_words(2 * row + 1, texts.instruction, scratch,
              [&scratch](std::size_t counter) { scratch.words.add(counter); });
  count_words(2 * row + 2, texts.names, scratch, [this](std::size_t counter) {
    names_[counter].fetch_add(1, std::memory_order_relaxed);
  });
  if (!strip_lines) return;
  distinct_lines(texts, scratch.lines);
  for (const std::uint64_t line : scratch.lines)
    lines_[counter_of(line)].fetch_add(1, std::memory_order_relaxed);
}

Status Survey::count(const Rows& rows, Row first, const ParallelFor& parallel, bool strip_lines) {
  const auto count_chunk = [&](const Rows::Chunk& chunk) {
    parallel((chunk.prints.size() + kRowsAtOnce - 1) / kRowsAtOnce, [&](std::size_t slice) {
      const std::size_t begin = slice * kRowsAtOnce;
      const std::size_t end = std::min(begin + kRowsAtOnce, chunk.prints.size());
      Scratch scratch(words_);
      for (std::size_t i = begin; i < end; ++i)
        count_row(chunk.first + i, chunk.texts_of(chunk.prints[i]), strip_lines, scratch);
    });
    return ok();
  };
  return rows.scan(count_chunk, first);
}

/// Lines that are near the limit too, so that the next rows can be added to their numbers.
Status Survey::recount(const Rows& rows) {
  watched_ = line_limit() * 3 / 4;
  watched_lines_.clear();
  const std::uint64_t watched = watched_;
  if (std::none_of(lines_.begin(), lines_.end(),
                   [watched](const auto& n) { return n > watched; })) {
    return ok();
  }
  std::vector<std::uint64_t> lines;
  return rows.scan([&](const Rows::Chunk& chunk) {
    for (const Fingerprint& print : chunk.prints) {
      distinct_lines(chunk.texts_of(print), lines);
      for (const std::uint64_t line : lines) {
        if (lines_[counter_of(line)] > watched) ++watched_lines_[line];
      }
    }
    return ok();
  });
}

/// A line that was not watched can have become frequent only if the new rows have it.
Status Survey::count_watched(const Rows& rows, Row first) {
  const std::uint64_t limit = line_limit();
  bool is_known = true;
  std::vector<std::uint64_t> lines;
  const auto count_chunk = [&](const Rows::Chunk& chunk) {
    for (const Fingerprint& print : chunk.prints) {
      distinct_lines(chunk.texts_of(print), lines);
      for (const std::uint64_t line : lines) {
        const auto found = watched_lines_.find(line);
        if (found != watched_lines_.end()) {
          ++found->second;
        } else if (lines_[counter_of(line)] > limit) {
          is_known = false;
        }
      }
    }
    return ok();
  };
  BMO_TRY(rows.scan(count_chunk, first));
  return is_known ? ok() : recount(rows);
}

void Survey::choose_boilerplate() {
  const std::uint64_t limit = line_limit();
  for (const auto& [line, count] : watched_lines_) {
    if (count > limit) boilerplate_.insert(line);
  }
}

Result<Survey> Survey::take(const Rows& rows, const ParallelFor& parallel, bool strip_lines) {
  Survey out;
  out.rows_ = rows.size();
  for (Counters* counters : {&out.lines_, &out.words_, &out.names_})
    *counters = Counters(kCounters);
  BMO_TRY(out.count(rows, 0, parallel, strip_lines));
  BMO_TRY(out.recount(rows));
  out.choose_boilerplate();
  return out;
}

Result<Survey> Survey::extend(const SurveyCounts& before, const Rows& rows,
                              const ParallelFor& parallel, bool strip_lines) {
  Survey out;
  out.rows_ = rows.size();
  const auto fill = [](const std::vector<SurveyCounts::Counter>& from, Counters& to) {
    to = Counters(kCounters);
    for (const SurveyCounts::Counter& counter : from)
      to[counter.number % kCounters] = counter.count;
  };
  fill(before.lines, out.lines_);
  fill(before.words, out.words_);
  fill(before.names, out.names_);
  out.watched_ = before.watched;
  out.watched_lines_.insert(before.watched_lines.begin(), before.watched_lines.end());
  const auto first = static_cast<Row>(before.rows);
  BMO_TRY(out.count(rows, first, parallel, strip_lines));
  if (strip_lines) BMO_TRY(out.count_watched(rows, first));
  out.choose_boilerplate();
  return out;
}

SurveyCounts Survey::counts() const {
  SurveyCounts out{.rows = rows_, .watched = watched_};
  const auto list = [](const Counters& from, std::vector<SurveyCounts::Counter>& to) {
    for (std::uint32_t number = 0; number < from.size(); ++number) {
      const std::uint32_t count = from[number].load(std::memory_order_relaxed);
      if (count > 0) to.push_back({.number = number, .count = count});
    }
  };
  list(lines_, out.lines);
  list(words_, out.words);
  list(names_, out.names);
  out.watched_lines.assign(watched_lines_.begin(), watched_lines_.end());
  std::sort(out.watched_lines.begin(), out.watched_lines.end());
  return out;
}

std::vector<std::uint64_t> Survey::boilerplate() const {
  std::vector<std::uint64_t> out(boilerplate_.begin(), boilerplate_.end());
  std::sort(out.begin(), out.end());
  return out;
}

Survey::Skeleton Survey::strip(std::string_view norm, std::string& out) const {
  Skeleton made;
  out.clear();
  if (!boilerplate_.empty()) {
    facts::for_each_norm_line(norm, [&](std::string_view line) {
      const std::uint64_t hash = line_hash(line);
      if (boilerplate_.contains(hash)) {
        made.stripped += hash;
        return;
      }
      if (!out.empty()) out += ' ';
      out += line;
    });
    if (!out.empty() || norm.empty()) return made;
    made = {.stripped = 0, .is_all_boilerplate = true};
  }
  out.assign(norm);
  std::replace(out.begin(), out.end(), '\n', ' ');
  return made;
}

bool Survey::is_rare(std::uint32_t counter) const {
  return words_[counter] <= std::max<std::uint64_t>(2, rows_ / kRareShare);
}

bool Survey::is_name(std::uint32_t counter) const {
  const std::uint64_t as_name = names_[counter];
  return as_name >= 2 && 4 * as_name >= words_[counter];
}

bool Survey::is_rare_word(std::string_view word) const {
  return is_rare(counter_of_word(word));
}

bool Survey::is_name(std::string_view word) const {
  return is_name(counter_of_word(word));
}

std::uint32_t Survey::counter_of_word(std::string_view word) {
  return static_cast<std::uint32_t>(counter_of(word_hash(word)));
}

bool Survey::agrees(const Hinges& hinges) const {
  const auto has_rare = [this](const std::vector<std::uint32_t>& words) {
    return std::ranges::any_of(words, [this](std::uint32_t word) { return is_rare(word); });
  };
  const auto has_name = [this](const std::vector<std::uint32_t>& words) {
    return std::ranges::any_of(words, [this](std::uint32_t word) { return is_name(word); });
  };
  return !(has_rare(hinges.rare_a) && has_rare(hinges.rare_b)) &&
         !(has_name(hinges.name_a) && has_name(hinges.name_b));
}

}  // namespace bmo::dedup
