// Learns how the answers of a set end, and finds those that end as only cut ones do.
//
// The rules of facts/ending.hpp hold for any set, and so leave alone what is usual in some: lists
// without final stops, lines that end in a number. Here a sample of the set comes first. Its
// answers are counted by the way in which they end, and so are the same answers cut on trial. A
// way that cut answers have many times more often is a fault of this set, as long as all such
// ways together take in fewer than one in two hundred of its answers: where many end in a way, it
// is theirs. Cuts that the set may have already are reckoned with, by the share that the rules for
// any set find.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/coherence.hpp"
#include "bmo/checks/kit/word_stock.hpp"
#include "bmo/facts/ending_way.hpp"

namespace bmo::checks {

/// What the trial of a set found.
struct EndingTrial {
  std::size_t answers = 0;       ///< Of the sample, with words enough.
  std::size_t found = 0;         ///< Of these, by the rules for any set ...
  std::size_t alarms = 0;        ///< ... and by the set's habits.
  std::size_t cuts = 0;          ///< Made of answers that the rules leave alone.
  std::size_t found_cuts = 0;    ///< By the rules for any set ...
  std::size_t unusual_cuts = 0;  ///< ... and by the set's habits.
  std::string off;               ///< Why nothing is judged; empty: it is.
};

/// Made once for a set. Thread-safe.
class EndingHabits {
 public:
  static EndingHabits learn(const CoherenceSample& sample);
  /// That of the check for which it reports: truncated_response.
  static const CheckCard& card();

  const EndingTrial& trial() const { return trial_; }
  bool is_on() const { return trial_.off.empty(); }

  /// Judges the answers of a batch that have no finding of the card yet; `facts` were computed with
  /// Need::kTexts.
  void inspect(const Batch& batch, const facts::Facts& facts, FindingSink& sink) const;

 private:
  /// An answer and what was asked, with their words.
  struct Answer {
    std::string_view asked;
    std::string_view text;
    std::span<const facts::Word> asked_words;
    std::span<const facts::Word> words;
  };
  struct Counts {
    std::uint32_t whole = 0;
    std::uint32_t cut = 0;
    bool is_fault = false;
  };

  void count_whole(const Answer& answer);
  void count_cuts(const Answer& answer, std::uint64_t seed);
  void choose_faults();
  /// How many answers of the sample end so, without those that were cut before.
  double whole_ones(const Counts& way) const;
  /// How many times as often cut answers have it.
  double ratio(const Counts& way) const;
  facts::EndingWay way_of(const Answer& answer, facts::EndingSign sign) const;
  /// False: no way with this sign, of words whichever they are, is one.
  bool may_be_fault(facts::EndingSign sign) const;
  facts::EndingSign kind_of_last_word(const Answer& answer) const;
  std::string detail_of(const facts::EndingWay& way, std::string_view text) const;

  WordStock stock_;
  std::array<Counts, facts::EndingWay::kCount> ways_{};
  std::array<bool, facts::kNumEndingSigns> may_be_fault_{};  ///< In some place.
  EndingTrial trial_;
};

}  // namespace bmo::checks
