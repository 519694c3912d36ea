// One file for each rule that a pair, a record or a whole set can break.
//
// A check is a struct with a card and, where it judges pairs, an `inspect`. Faults that are found
// while a record is read (broken JSON, an unknown role) have a card here too, without `inspect`:
// the card is what explains them, and the conformance test reads its examples.
#pragma once
#include <concepts>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "bmo/facts/facts.hpp"
#include "bmo/model/batch.hpp"

namespace bmo::checks {

enum class Family : std::uint8_t { kCore, kContent };

/// One of several things that a check tells apart, with what it costs.
struct Fault {
  std::string_view name;  ///< "open_fence"
  std::uint8_t points = 0;
};

struct CheckCard {
  std::string_view id;    ///< Also the file's name: "role_order".
  std::string_view code;  ///< "E_ROLE_ORDER".
  std::string_view title;
  std::string_view why;
  std::string_view fix;
  Severity severity = Severity::kError;
  Family family = Family::kCore;
  Component component = Component::kNone;
  std::uint8_t points = 0;        ///< What a finding costs, where `faults` is empty.
  std::span<const Fault> faults;  ///< What the check tells apart, dearest first.
  facts::Need needs = facts::Need::kNone;
  /// Keys of words: texts without any of them are not shown to the check. At most seven checks name
  /// some.
  std::span<const std::uint64_t> words;
  std::string_view good;  ///< One JSONL record that must pass every check ...
  std::string_view bad;   ///< ... and one that must get this code. The conformance test runs both.
  std::string_view mapping;  ///< Mapping file that the examples are read with; empty: none.
};

/// Collects findings of one check over one batch.
class FindingSink {
 public:
  FindingSink(Batch& batch, const CheckCard& card) : batch_(batch), card_(card) {}

  /// `run` quarantines the record afterwards where the card's severity is kError.
  void report(std::size_t row, std::string field, std::string detail);
  /// The same with one of the card's faults: its name and its points.
  void report(std::size_t row, const Fault& fault, std::string field, std::string detail);

 private:
  Batch& batch_;
  const CheckCard& card_;
};

template <typename C>
concept HasCard = requires {
  { C::card } -> std::convertible_to<const CheckCard&>;
};

/// A check that judges pairs: one call per batch; it skips rows whose fate is kQuarantined.
template <typename C>
concept Inspects = HasCard<C> && requires(const C& check, const Batch& batch,
                                          const facts::Facts& facts, FindingSink& sink) {
  { check.inspect(batch, facts, sink) } -> std::same_as<void>;
};

struct CheckEntry {
  const CheckCard* card;
  void (*inspect)(const Batch&, const facts::Facts&, FindingSink&);  ///< nullptr: found by reading.
};

template <HasCard C>
const CheckEntry& entry() {
  if constexpr (Inspects<C>) {
    static constexpr CheckEntry kEntry{
        &C::card, +[](const Batch& batch, const facts::Facts& facts, FindingSink& sink) {
          C{}.inspect(batch, facts, sink);
        }};
    return kEntry;
  } else {
    static constexpr CheckEntry kEntry{&C::card, nullptr};
    return kEntry;
  }
}

/// Every check, by id. The build writes this table from the file names.
std::span<const CheckEntry* const> all();

/// The facts that these checks ask for together.
facts::Need needs_of(std::span<const CheckEntry* const> checks);

/// The components that are judged where these checks are run: bit n stands for Component n. Those
/// with a check left out are not, and coherence is not, since no check of a single pair measures
/// it.
std::uint8_t components_of(std::span<const CheckEntry* const> checks);

/// Runs these checks over a batch (facts are computed inside). Findings go to `batch.findings`,
/// which is then in the order of rows; records with a finding of severity kError are quarantined.
void run(std::span<const CheckEntry* const> checks, Batch& batch, facts::Facts& scratch);

}  // namespace bmo::checks
