// Decides what depends on the whole set: which pairs budgets and a sample take, where a limit cuts,
// and which split each pair goes to.
//
// Every decision is a threshold on a rank (a score or a hash of seed and id, ties broken by record
// number), so that it is exact, independent of order of work, and any thread can apply it to any
// pair alone.
#pragma once
#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "bmo/io/io.hpp"
#include "bmo/json/dom.hpp"
#include "bmo/pipeline/budgets.hpp"
#include "bmo/pipeline/duplicates.hpp"
#include "bmo/pipeline/recipe.hpp"
#include "bmo/pipeline/split_groups.hpp"

namespace bmo::pipeline {

/// What pass one keeps of each pair that passed the gates.
struct KeyedRecord {
  std::uint64_t key = 0;      ///< hash64 of the id.
  std::uint64_t record = 0;   ///< From 1.
  BudgetKey budget = {};      ///< All zero where no budget is asked for.
  std::uint64_t stratum = 0;  ///< Hash of what splits are stratified by; 0: of none.
};

KeyedRecord keyed_record(const Item& item, std::size_t row);

struct Rank {
  std::uint64_t hash = 0;
  std::uint64_t record = 0;
  friend auto operator<=>(const Rank&, const Rank&) = default;
};

enum class Purpose : std::uint8_t { kSample = 1, kSplit = 2, kBudget = 3 };

Rank rank_of(const KeyedRecord& record, std::uint64_t seed, Purpose purpose);

/// How large the splits came out.
struct SplitReport {
  std::vector<std::uint64_t> wanted;  ///< By split; empty: nothing was split.
  std::vector<std::uint64_t> given;
  std::uint64_t strata = 0;  ///< That are large enough to be parted; 0 where none are asked for.
  std::uint64_t joined = 0;  ///< Smaller ones, which are parted as if they were one.
  double farthest = 0;       ///< Of a stratum in a split from its exact share, in pairs.
};

/// One threshold per decision. A pair is in the sample where its rank is at most `sample_last`,
/// within the limit where its record is at most `limit_last`, and in the first split whose end is
/// at least its rank.
struct Decisions {
  std::uint64_t seed = 0;
  struct GroupEnd {
    std::uint64_t group = 0;
    Rank last;
  };
  std::vector<GroupEnd> group_ends;         ///< By group; those that had more than their budget.
  std::optional<Rank> top_last;             ///< Absent: all.
  std::optional<Rank> sample_last;          ///< Absent: all.
  std::optional<std::uint64_t> limit_last;  ///< Absent: all.
  struct SplitEnd {
    Rank last;
    bool empty = false;
  };
  std::vector<SplitEnd> split_ends;  ///< One per split of the recipe; the last takes the rest.
  struct StratumEnds {
    std::uint64_t stratum = 0;
    std::vector<SplitEnd> ends;
  };
  std::vector<StratumEnds> strata;  ///< By stratum; `split_ends` is for those that are not here.
  SplitReport splits;
  /// Members of groups, by record: they go where their group goes, not by rank.
  std::shared_ptr<const std::vector<PlacedMember>> placed;
  std::uint64_t kept = 0;  ///< Pairs that passed the gates and are no duplicates.

  /// "" where the pair is within the budgets, else the reason.
  std::string_view over_budget(const KeyedRecord& record) const;
  bool in_sample(const KeyedRecord& record) const;
  bool in_limit(const KeyedRecord& record) const;
  /// Index into the recipe's splits.
  std::size_t split_of(const KeyedRecord& record) const;
};

/// The split of a placed member; nullopt: it stands alone.
std::optional<std::size_t> placed_split(const Decisions& decisions, std::uint64_t record);

/// Does the recipe ask for anything that needs the whole set first?
bool needs_decisions(const Recipe& recipe);

/// Exact sizes for shares of n: largest remainder, ties to the earlier split.
std::vector<std::uint64_t> split_sizes(const std::vector<SplitShare>& split, std::uint64_t n);

/// Reads the KeyedRecords that pass one wrote (native byte order, in record order) several times,
/// with bounded memory. What is among `duplicates` (nullptr: nothing) is left out; members of
/// `groups` (by record) are kept together in a split.
Result<Decisions> decide(io::Disk& disk, const std::string& keys_path, std::uint64_t bytes,
                         const Recipe& recipe, const Duplicates* duplicates = nullptr,
                         std::span<const GroupMember> groups = {});

json::Dom decisions_dom(const Decisions& decisions);
Decisions decisions_of(const json::Dom& dom);

}  // namespace bmo::pipeline
