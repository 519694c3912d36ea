// One file for each rule that only a whole set can break.
//
// Such a check keeps a state of bounded size: it takes batches in any order, states of parts are
// merged into one, and the outcome is the same however the set was cut. It is judged at the end.
#pragma once
#include <concepts>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "bmo/checks/checks.hpp"

namespace bmo::checks {

/// What a set-level check found. The code is the card's.
struct SetFinding {
  std::uint64_t rows = 0;  ///< How many rows it is about.
  std::uint64_t of = 0;    ///< Of how many that were looked at.
  std::uint64_t first_record =
      0;               ///< The number of one of them, the first where it is known; or 0.
  std::string detail;  ///< The observation.
};

/// A set-level check is a struct with a card; as the state it is copied, filled and merged.
template <typename S>
concept JudgesSets = HasCard<S> && std::default_initializable<S> &&
                     requires(S state, const S& other, const S& done, const Batch& batch) {
                       { state.add(batch) } -> std::same_as<void>;
                       { state.merge(other) } -> std::same_as<void>;
                       { done.judge() } -> std::same_as<std::vector<SetFinding>>;
                     };

/// The state of one check over one part of a set. Not thread-safe.
class SetState {
 public:
  virtual ~SetState() = default;
  /// Counts the rows that are not quarantined.
  virtual void add(const Batch& batch) = 0;
  /// `other` is a state of the same check.
  virtual void merge(const SetState& other) = 0;
  virtual std::vector<SetFinding> judge() const = 0;
};

struct SetCheckEntry {
  const CheckCard* card;  ///< Its examples are empty: no single record breaks the rule.
  std::unique_ptr<SetState> (*start)();
};

template <JudgesSets S>
class StateOf final : public SetState {
 public:
  void add(const Batch& batch) override { state_.add(batch); }
  void merge(const SetState& other) override {
    state_.merge(static_cast<const StateOf&>(other).state_);
  }
  std::vector<SetFinding> judge() const override { return state_.judge(); }

 private:
  S state_;
};

template <JudgesSets S>
const SetCheckEntry& set_entry() {
  static constexpr SetCheckEntry kEntry{
      &S::card, +[]() -> std::unique_ptr<SetState> { return std::make_unique<StateOf<S>>(); }};
  return kEntry;
}

namespace sets {

/// Every set-level check, by id. The build writes this table from the file names.
std::span<const SetCheckEntry* const> all();

}  // namespace sets
}  // namespace bmo::checks
