// Gates: the scores that a pair must reach, and the guard that holds a run whose gates would drop
// more than anyone can have meant.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bmo/base/result.hpp"
#include "bmo/json/dom.hpp"

namespace bmo::pipeline {

struct Item;

/// A score that pairs must reach.
struct ScoreGate {
  std::string score;
  double least = 0;
  std::string topic;  ///< Judges only pairs with this topic; empty: all.
};

/// "[TOPIC:]NAME=X". E_USAGE.
Result<ScoreGate> parse_gate(const std::string& text);

struct GateRules {
  std::vector<ScoreGate> scores;
  std::string where;             ///< A filter that stands as a gate; empty: none.
  double max_drop = 0.5;         ///< The share of any group that gates may drop together.
  std::uint64_t min_group = 20;  ///< Smaller groups are not guarded.

  bool empty() const { return scores.empty() && where.empty(); }
};

/// Null where there are no gates.
json::Dom gate_rules_dom(const GateRules& rules);

/// A gate made ready for one thread. Its texts are what the ledger says of pairs that it drops.
struct Threshold {
  ScoreGate gate;
  std::optional<std::size_t> own;  ///< Which of our scores it is; nullopt: one that was given.
  std::string name;                ///< "min-score bmo_soundness", "gate billing:quality"
  std::string if_absent;           ///< "... (not evaluated)", "... (not given)"
};

std::vector<Threshold> thresholds_of(const std::vector<std::pair<std::string, double>>& min_scores,
                                     const GateRules& rules);

/// Does the gate judge this pair, and what is its score (kAbsent: none)?
std::optional<double> score_at(const Item& item, std::uint32_t row, const Threshold& threshold);

/// Why the first gate that a pair does not pass drops it; "" where it passes all.
std::string_view dropped_by(const Item& item, std::uint32_t row,
                            const std::vector<Threshold>& thresholds);

/// The reason of pairs that GateRules::where drops.
inline constexpr std::string_view kGateWhere = "gate where";
inline constexpr std::string_view kGateWhereUnknown = "gate where (not evaluated)";

/// Is it the reason of a pair that a gate dropped?
bool is_gate_reason(std::string_view reason);

}  // namespace bmo::pipeline
