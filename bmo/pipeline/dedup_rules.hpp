// Which duplicates a run looks for and which of them go: what `--dedup` says, parsed.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bmo/base/result.hpp"
#include "bmo/dedup/dedup.hpp"
#include "bmo/dedup/survivors.hpp"
#include "bmo/json/dom.hpp"

namespace bmo::pipeline {

/// Part of a recipe: decides bytes.
struct DedupRules {
  std::vector<const dedup::MethodEntry*> methods;  ///< By id; empty: none are looked for.
  double threshold = 0.70;                         ///< Near duplicates go from here on.
  std::string
      keep;  ///< SQL: of two duplicates the one with the higher number stays; empty: a default.
  std::optional<std::uint64_t> target_rows;  ///< The threshold that leaves so many instead.
  bool compare_thresholds = false;  ///< Report what each from kLowestThreshold on would remove.

  bool is_asked() const { return !methods.empty(); }
  bool has(std::string_view method) const;
};

/// Items such as "exact", "near" and "near=0.8". E_DEDUP names the nearest method.
Result<DedupRules> parse_dedup(const std::vector<std::string>& items);

json::Dom dedup_rules_dom(const DedupRules& rules);

/// What is looked for. Where thresholds are to be compared or chosen, edges are kept from
/// kLowestThreshold on; below it MinHash finds too few of them.
inline constexpr double kLowestThreshold = 0.50;
dedup::Options dedup_options(const DedupRules& rules, std::uint64_t memory_bytes);

}  // namespace bmo::pipeline
