// What a consumer demands of pairs beyond the checks that every export runs: one file for each
// rule, used by the targets that have it.
#pragma once
#include <concepts>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/formats/layouts.hpp"
#include "bmo/model/batch.hpp"

namespace bmo::targets {

/// What a consumer takes of one set; 0: no limit is known.
struct Limits {
  std::uint64_t min_rows = 0;  ///< Of the training split, as max_rows is.
  std::uint64_t max_rows = 0;
  std::uint64_t max_validation_rows = 0;
  std::uint64_t max_file_bytes = 0;  ///< Files are cut before they are longer.
  std::uint64_t row_tokens = 0;      ///< Longer rows are cut, dropped or refused.
  bool weighs_questions = false;     ///< A weight may stand on any message, not on answers alone.
  /// Names of columns that mean something to the consumer, beside those of the layouts.
  std::span<const std::string_view> reserved;
};

/// Where a pair breaks a rule: text for a finding; empty: it does not.
struct Breach {
  std::string detail;  ///< "found two user messages in a row".
  std::string field;   ///< "messages[2]"; empty: the whole pair.

  explicit operator bool() const { return !detail.empty(); }
};

struct RowBreach {
  std::uint32_t row = 0;
  Breach breach;
};

/// An output's set as it is about to be delivered.
struct SetFacts {
  std::uint64_t train_rows = 0;
  std::uint64_t validation_rows = 0;
  std::uint64_t test_rows = 0;
  bool wants_validation = false;  ///< --split asked for one.
  bool wants_test = false;
  std::uint64_t most_files = 0;  ///< Of the split with the most.
  std::uint64_t largest_file_bytes = 0;
  std::uint64_t good_labels = 0;       ///< Rows with label true ...
  std::uint64_t bad_labels = 0;        ///< ... and false.
  std::uint64_t rows_with_extras = 0;  ///< Rows with message keys that other rows do not have.
  std::uint64_t rows_with_calls = 0;   ///< Rows in which a tool is called.
  std::uint64_t null_keys = 0;         ///< Keys of messages that a table fills with null.
  std::uint64_t dated_texts = 0;     ///< Rows whose answer, or whole column of texts, is a time ...
  std::uint64_t dated_metadata = 0;  ///< ... and rows with such a time in their metadata.
};

struct RuleCard {
  std::string_view id;    ///< Also the file's name: "turn_repeated".
  std::string_view code;  ///< "E_TURN_REPEATED".
  std::string_view title;
  std::string_view why;
  std::string_view fix;
  std::span<const std::string_view> layouts;  ///< It is for rows of these alone; empty: of any.
  std::string_view good;                      ///< A record that passes ...
  std::string_view bad;  ///< ... and one that does not. Rules of the whole set have none.
};

/// A rule for each pair.
template <typename R>
concept JudgesPairs = requires(const Pair& pair, const Limits& limits) {
  { R::card } -> std::convertible_to<const RuleCard&>;
  { R::judge(pair, limits) } -> std::same_as<Breach>;
};

/// A rule for the set as a whole.
template <typename R>
concept JudgesSets = requires(const SetFacts& facts, const Limits& limits) {
  { R::card } -> std::convertible_to<const RuleCard&>;
  { R::judge_set(facts, limits) } -> std::same_as<Breach>;
};

struct RuleEntry {
  const RuleCard* card;
  /// Adds the breaches of these rows of a batch; nullptr: a set's rule.
  void (*judge)(const Batch& batch, std::span<const std::uint32_t> rows, const Limits& limits,
                std::vector<RowBreach>& out);
  Breach (*judge_set)(const SetFacts& facts, const Limits& limits);  ///< nullptr: a pair's rule.
};

template <JudgesPairs R>
const RuleEntry& pair_rule() {
  static constexpr RuleEntry kEntry{&R::card,
                                    +[](const Batch& batch, std::span<const std::uint32_t> rows,
                                        const Limits& limits, std::vector<RowBreach>& out) {
                                      for (const std::uint32_t row : rows) {
                                        Breach breach = R::judge(batch.pairs[row], limits);
                                        if (breach) out.push_back({row, std::move(breach)});
                                      }
                                    },
                                    nullptr};
  return kEntry;
}

template <JudgesSets R>
const RuleEntry& set_rule() {
  static constexpr RuleEntry kEntry{&R::card, nullptr, &R::judge_set};
  return kEntry;
}

namespace rules {
/// Every rule, by id. The build writes this table from the file names.
std::span<const RuleEntry* const> all();
const RuleEntry* find(std::string_view id);
}  // namespace rules

}  // namespace bmo::targets
