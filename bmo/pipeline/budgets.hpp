// Budgets: how many pairs a run keeps of the whole and of each topic, category or source, the best
// by a score first.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bmo/base/result.hpp"
#include "bmo/json/dom.hpp"
#include "bmo/model/pair.hpp"
#include "bmo/pipeline/gates.hpp"

namespace bmo::pipeline {

enum class GroupBy : std::uint8_t { kTopic, kCategory, kSource };

/// "topic", "category" or "source".
std::string_view group_by_name(GroupBy by);
std::optional<GroupBy> parse_group_by(std::string_view text);

/// A hash of a pair's first topic, its category, or its source (document, else address); 0 where it
/// has none.
std::uint64_t group_key(const Pair& pair, GroupBy by);

/// What a budget is named by in ledger and manifest.
inline constexpr std::string_view kTopReason = "top";
inline constexpr std::string_view kMaxPerReason = "max-per";

struct BudgetRules {
  std::optional<std::uint64_t> top;   ///< Of the whole, after `most`.
  std::optional<std::uint64_t> most;  ///< Of each group. Pairs of no group are not counted.
  GroupBy group = GroupBy::kTopic;    ///< The first topic, where a pair has several.
  std::string by = "bmo_soundness";   ///< A score of ours or one given with the data.

  bool is_asked() const { return top || most; }
};

/// `max_per` is "topic=200", "category=200" or "source=200", or empty; so is `by`. E_USAGE.
Result<BudgetRules> parse_budgets(std::optional<std::uint64_t> top, const std::string& max_per,
                                  const std::string& by);

/// Null where there are none.
json::Dom budget_rules_dom(const BudgetRules& rules);

/// Where a pair stands among those that compete with it.
struct BudgetKey {
  std::uint64_t order = 0;  ///< Lower is better: the score, then a hash of seed and id.
  std::uint64_t group = 0;  ///< 0: of no group.

  bool has_score() const;
};

/// E_USAGE: no pair of the set has the score to rank by.
Error no_such_score(const BudgetRules& rules);

/// Made ready for one thread.
class BudgetKeys {
 public:
  BudgetKeys(const BudgetRules& rules, std::uint64_t seed);
  /// The keys of all rows that are still to be exported; what they hold for others is unspecified.
  void make(const Item& item, std::vector<BudgetKey>& out) const;

 private:
  BudgetRules rules_;
  std::uint64_t seed_;
  Threshold score_;
};

}  // namespace bmo::pipeline
