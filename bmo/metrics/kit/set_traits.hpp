// Measures of a set what a profile holds, each with an interval.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "bmo/facts/word_list.hpp"
#include "bmo/metrics/kit/direction_sample.hpp"
#include "bmo/metrics/kit/distinct_count.hpp"
#include "bmo/metrics/kit/profiles.hpp"
#include "bmo/metrics/kit/quantiles.hpp"
#include "bmo/metrics/kit/text_sample.hpp"
#include "bmo/metrics/metrics.hpp"

namespace bmo::metrics {

/// A value with its interval of 95 %, kAbsent where it has none.
struct Measured {
  double value = kAbsent;
  double low = kAbsent;
  double high = kAbsent;
  std::uint64_t rests_on = 0;
};
using Traits = std::array<Measured, kNumTraits>;

/// Words of one block in which diversity is measured, and the most blocks that are looked at.
inline constexpr std::size_t kBlockWords = 5000;
inline constexpr std::size_t kMostBlocks = 10;
/// Instructions of one block: sets of any size compare.
inline constexpr std::size_t kBlockDirections = 250;

/// The mean over blocks of kBlockWords words (a rest is left out) of distinct-1, -2, -3, MTLD and
/// HD-D, in this order, with the interval of Student's t; kAbsent below two blocks. Blocks of one
/// size make sets of different sizes comparable.
std::array<Measured, 5> measure_words(std::span<const std::uint64_t> words);

/// The mean over blocks of kBlockDirections of their Vendi score, as measure_words tells of words.
Measured measure_directions(const DirectionSample& sample);

/// Bounded memory: 1 MiB of texts, 2,500 directions, sketches of lengths, and two sketches of what
/// is different.
class SetTraits {
 public:
  void add(const Observation& seen);
  Traits measure() const;

  std::uint64_t pairs() const { return pairs_; }
  /// "code" where most answers have program text, "dialogue" where most pairs have several turns,
  /// "maths" where most questions and answers are full of digits, else "general".
  std::string_view form() const;

 private:
  void add_question(const Pair& pair);
  void measure_lengths(Traits& out) const;
  void measure_shares(Traits& out) const;
  void measure_repeats(Traits& out) const;

  std::uint64_t pairs_ = 0;
  std::uint64_t answered_ = 0;
  std::uint64_t with_code_ = 0;
  std::uint64_t with_list_ = 0;
  std::uint64_t several_turns_ = 0;
  std::uint64_t with_digits_ = 0;
  std::uint64_t questions_ = 0;
  Quantiles asked_, words_, grade_, soundness_;
  DistinctCount different_questions_, different_pairs_;
  TextSample sample_{std::size_t{1} << 20U};
  DirectionSample directions_{
      {.most_bytes = std::size_t{8} << 20U, .most_rows = kBlockDirections * kMostBlocks}};
  std::vector<facts::Word> scratch_;
};

/// Flesch-Kincaid's grade of the answer; kAbsent where it says nothing: under 20 words, another
/// language, program text.
double reading_grade(const Profile& profile);

}  // namespace bmo::metrics
