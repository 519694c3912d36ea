// Tells a change between two figures from noise.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "bmo/metrics/metrics.hpp"

namespace bmo::metrics {

struct Change {
  double delta = kAbsent;
  double error = kAbsent;  ///< Standard error of the difference; kAbsent: not known.

  bool is_known() const { return !is_absent(error); }
  /// More than 1.96 standard errors.
  bool is_beyond_noise() const;
  /// "yes", "no", or "-" where the figures have no interval.
  std::string_view verdict() const;
};

/// From `before` to `after`. Standard errors are taken from the intervals of 95 %; the sets are
/// taken as independent, which is cautious where they share pairs.
Change change_between(const Figure& before, const Figure& after);

/// What was measured of a set before this one: a version of it, or another data set.
struct EarlierSet {
  std::string name;     ///< "support@2"
  std::string created;  ///< UTC.
  std::vector<Figure> figures;
};

/// Adds a table to a chapter: its figures beside those of the earlier set. None where it has none
/// of them.
void tell_changes(const EarlierSet& earlier, Chapter& chapter);

}  // namespace bmo::metrics
