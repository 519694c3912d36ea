// Finds where the level of a series shifts.
#pragma once
#include <cstddef>
#include <span>
#include <vector>

namespace bmo::metrics {

/// Segments are at least this long.
inline constexpr std::size_t kLeastSegment = 4;

/// The indices at which a new level begins, ascending; none in a series of fewer than eight. Least
/// squares about the levels, and a penalty of 3 log(n) variances for each shift; the variance comes
/// from the differences of neighbours, which a shift hardly touches. Exact; its time grows with the
/// square of the length. Source: Jackson et al., IEEE Signal Processing Letters 2005; the cost is
/// that of Killick, Fearnhead & Eckley, JASA 2012.
std::vector<std::size_t> change_points(std::span<const double> series);

}  // namespace bmo::metrics
