// Learns from a first look at all rows what single rows cannot tell: which lines are boilerplate,
// which words are rare.
#pragma once
#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "bmo/dedup/rows.hpp"

namespace bmo::dedup {

class Survey {
 public:
  /// Lines that more rows than the larger of 20 and 1 % have are boilerplate. 8 MB of counters,
  /// whatever the size of the set; a second look recounts exactly the lines that may be frequent.
  static Result<Survey> take(const Rows& rows, const ParallelFor& parallel, bool strip_lines);

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

  std::size_t boilerplate_lines() const { return boilerplate_.size(); }

 private:
  using Counters = std::vector<std::atomic<std::uint32_t>>;
  class Pending;
  struct Scratch;
  template <typename Add>
  static void count_words(std::uint64_t text, std::string_view norm, Scratch& scratch,
                          const Add& add);
  Survey() = default;
  Status count(const Rows& rows, const ParallelFor& parallel, bool strip_lines);
  Status recount(const Rows& rows);
  void count_row(std::uint64_t row, const Texts& texts, bool strip_lines, Scratch& scratch);
  std::uint64_t line_limit() const;

  std::uint64_t rows_ = 0;
  Counters lines_;
  Counters words_;
  Counters names_;
  std::unordered_set<std::uint64_t> boilerplate_;
};

}  // namespace bmo::dedup
