// Decides from the list of edges which rows go, and names for each the kept row that it matches.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "bmo/dedup/dedup.hpp"

namespace bmo::dedup {

struct Policy {
  bool copies = true;             ///< Remove rows that are byte for byte another's copy.
  bool identical = true;          ///< ... that are the same words.
  bool near = true;               ///< ... that are near duplicates at `threshold` or above.
  bool semantic = true;           ///< ... that are of one meaning at `semantic_threshold` or above.
  bool variants = false;          ///< ... whose response differs; only where it was asked for.
  bool keep_seeds = false;        ///< Keep intended variations of one pair (Edge::same_seed).
  double threshold = 0.70;        ///< At least Options::floor.
  double semantic_threshold = 0;  ///< A cosine; 0: that of MeaningOptions::floor.
};

struct Removed {
  Row row = 0;
  Row survivor = 0;  ///< Kept, and an edge of `kind` joins the two.
  float similarity = 0;
  EdgeKind kind = EdgeKind::kCopy;

  friend bool operator==(const Removed&, const Removed&) = default;
};

/// Goes through the rows in the order of survivors: a row goes if an edge that the policy counts
/// joins it to a row that stays. So no chain removes two unlike rows, and the row of lowest rank
/// always stays. `edges` are as find_edges gives them. Sorted by row.
std::vector<Removed> choose_survivors(const Work& work, std::span<const Edge> edges,
                                      const Policy& policy);

/// How many rows would go at each threshold.
struct ThresholdCount {
  double threshold = 0;
  std::size_t removed = 0;
};
std::vector<ThresholdCount> count_thresholds(const Work& work, std::span<const Edge> edges,
                                             Policy policy, std::span<const double> thresholds);

/// What one source (Fingerprint::source) lost.
struct Loss {
  std::uint32_t source = 0;
  std::size_t pairs = 0;
  std::size_t equal = 0;  ///< Removed as copies or identical: certain.
  std::size_t near = 0;   ///< Removed as near or semantic duplicates, or variants: a judgement.

  /// Likeness took so much of a source that it rather shares a template than repeats itself: more
  /// than `limit` of what copies left, and twenty pairs at least.
  bool is_wiped_out(double limit = 0.5) const {
    return near >= 20 && static_cast<double>(near) > limit * static_cast<double>(pairs - equal);
  }
};

/// One for each source, by number.
Result<std::vector<Loss>> count_losses(const Work& work, std::span<const Removed> removed);

/// The first row, by position, of each row's cluster: the rows that any edge but kSameAnswer and
/// kTemplate joins at the policy's threshold, directly or through others, and those of one seed. No
/// cluster may straddle train and test.
Result<std::vector<Row>> find_clusters(const Work& work, std::span<const Edge> edges,
                                       const Policy& policy);

}  // namespace bmo::dedup
