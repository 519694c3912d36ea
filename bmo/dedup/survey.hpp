// Learns from a first look at all rows what single rows cannot tell: which lines are boilerplate,
// which words are rare.
#pragma once
#include <atomic>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "bmo/dedup/rows.hpp"

namespace bmo::dedup {

/// What was counted over some rows, for going on behind them.
struct SurveyCounts {
  struct Counter {
    std::uint32_t number = 0;
    std::uint32_t count = 0;
  };
  std::uint64_t rows = 0;
  std::uint64_t watched = 0;   ///< Lines whose counter stood higher are counted one by one.
  std::vector<Counter> lines;  ///< Those above zero.
  std::vector<Counter> words;
  std::vector<Counter> names;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> watched_lines;  ///< Hash and rows.
};

/// Words on whose frequency alone it hangs whether two texts may agree: counters of those that
/// stand in one of the two.
struct Hinges {
  std::vector<std::uint32_t> rare_a;
  std::vector<std::uint32_t> rare_b;
  std::vector<std::uint32_t> name_a;
  std::vector<std::uint32_t> name_b;

  void clear() {
    for (std::vector<std::uint32_t>* all : {&rare_a, &rare_b, &name_a, &name_b})
      all->clear();
  }
  bool empty() const {
    return rare_a.empty() && rare_b.empty() && name_a.empty() && name_b.empty();
  }
};

class Survey {
 public:
  /// Lines that more rows than the larger of 20 and 1 % have are boilerplate. 8 MB of counters,
  /// whatever the size of the set; a second look recounts exactly the lines that may be frequent.
  static Result<Survey> take(const Rows& rows, const ParallelFor& parallel, bool strip_lines);
  /// The same, looking only at the rows behind those that were counted before: `before` is of the
  /// first `before.rows` rows. Now and then lines must be counted anew in all.
  static Result<Survey> extend(const SurveyCounts& before, const Rows& rows,
                               const ParallelFor& parallel, bool strip_lines);
  SurveyCounts counts() const;
  /// Hashes of the lines that are boilerplate, ascending.
  std::vector<std::uint64_t> boilerplate() const;

  /// What of a norm is left when boilerplate lines are taken out, its lines joined by spaces.
  /// Where nothing is left the text says nothing else, and all of it stays.
  struct Skeleton {
    std::uint64_t stripped = 0;  ///< Sum of the hashes of the lines taken out.
    bool is_all_boilerplate = false;
  };
  Skeleton strip(std::string_view norm, std::string& out) const;

  /// In so few rows that swapping it for another one changes what the text is about: in less than
  /// one of 245 (an inverse document frequency of 5.5), or in no more than two rows.
  bool is_rare_word(std::string_view word) const;

  /// A word that is written as a name where its place in the sentence would not ask for a capital:
  /// in two rows at least, and in a quarter of those that have it.
  bool is_name(std::string_view word) const;

  static std::uint32_t counter_of_word(std::string_view word);
  /// On neither side is there a rare word, or a name, that the other side has another one for.
  bool agrees(const Hinges& hinges) const;

  std::size_t boilerplate_lines() const { return boilerplate_.size(); }

 private:
  using Counters = std::vector<std::atomic<std::uint32_t>>;
  class Pending;
  struct Scratch;
  template <typename Add>
  static void count_words(std::uint64_t text, std::string_view norm, Scratch& scratch,
                          const Add& add);
  Survey() = default;
  bool is_rare(std::uint32_t counter) const;
  bool is_name(std::uint32_t counter) const;
  Status count(const Rows& rows, Row first, const ParallelFor& parallel, bool strip_lines);
  Status recount(const Rows& rows);
  Status count_watched(const Rows& rows, Row first);
  void choose_boilerplate();
  void count_row(std::uint64_t row, const Texts& texts, bool strip_lines, Scratch& scratch);
  std::uint64_t line_limit() const;

  std::uint64_t rows_ = 0;
  Counters lines_;
  Counters words_;
  Counters names_;
  std::uint64_t watched_ = 0;
  std::unordered_map<std::uint64_t, std::uint64_t> watched_lines_;
  std::unordered_set<std::uint64_t> boilerplate_;
};

}  // namespace bmo::dedup
