// Tells whether a series rises or falls, and how fast.
#pragma once
#include <cstddef>
#include <optional>
#include <span>

namespace bmo::metrics {

/// Shorter series show no slope however steep it is.
inline constexpr std::size_t kLeastForSlope = 10;

struct Slope {
  double by_step = 0;  ///< Theil and Sen's: the median of the slopes between any two points.
  double chance = 1;   ///< Mann and Kendall's: of so even a rise or fall where there is none.
};

/// nullopt below ten points. Of more than 1,000 points the last are looked at. What a point has
/// from the one before it is taken out first, or a series that drifts back and forth would be a
/// trend three times as often as it should. Sources: Sen, JASA 1968; Kendall, 1975; Wang & Swail,
/// Journal of Climate 2001, for the last.
std::optional<Slope> slope_of(std::span<const double> series);

}  // namespace bmo::metrics
