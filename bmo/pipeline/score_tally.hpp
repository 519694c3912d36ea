// What a run has counted of bmo's own scores: how they are spread, and what lost points.
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <string>

#include "bmo/json/dom.hpp"
#include "bmo/pipeline/scan.hpp"

namespace bmo::pipeline {

/// One score over all pairs that were counted. Whole numbers alone, so that sums do not depend on
/// the order of work.
struct ScoreTotal {
  std::uint64_t evaluated = 0;
  std::uint64_t not_evaluated = 0;
  std::uint64_t sum_thousandths = 0;  ///< Of the share of the highest possible, in 1/1000 per cent.
  std::array<std::uint64_t, 101> bins{};  ///< By whole per cent of the highest possible.

  void add(double value, double highest);
  /// In per cent of the highest possible; 0 where nothing was evaluated.
  double mean() const;
  /// The whole per cent that `share` (0 to 1) of the pairs do not pass.
  unsigned percentile(double share) const;
  /// Pairs with less than so many per cent.
  std::uint64_t below(unsigned percent) const;
};

/// What one kind of finding cost, before a component's cap.
struct LossTotal {
  std::uint64_t pairs = 0;
  std::uint64_t points = 0;
};

struct ScoreTally {
  std::map<std::string, ScoreTotal> totals;  ///< "bmo_soundness" ...
  std::map<std::string, LossTotal> losses;   ///< "W_TRUNCATED open_fence"

  bool empty() const { return totals.empty(); }
  /// Rows [first, last) of an item with scores, those alone whose fate is `only` where that is
  /// given. Quarantined records have no scores and are not counted.
  void add(const Item& item, std::size_t first, std::size_t last, const Fate* only = nullptr);
};

json::Dom score_tally_dom(const ScoreTally& tally);
ScoreTally score_tally_of(const json::Dom& dom);

/// For people and scripts: mean, percentiles, shares below the bands' borders, and what lost most
/// points.
json::Dom score_summary_dom(const ScoreTally& tally);

}  // namespace bmo::pipeline
