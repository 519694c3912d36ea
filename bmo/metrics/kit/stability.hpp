// Tells whether a batch is spread as those before it were, whatever its mean.
#pragma once
#include <optional>

#include "bmo/metrics/kit/quantiles.hpp"

namespace bmo::metrics {

struct Stability {
  double index = 0;   ///< The population stability index; 0: spread alike.
  double chance = 1;  ///< Of so high an index where both are drawn from one population.
};

/// Over up to ten bins that hold alike many of the baseline; nullopt where it fills fewer than two.
/// Without a change the index is (1 / n + 1 / m) times a chi-square with a degree for each bin but
/// one, so the usual limits of 0.1 and 0.25 alone would call every small batch another.
/// Source: Yurdakul & Naranjo, Journal of Risk Model Validation 2020.
std::optional<Stability> stability_of(const Quantiles& baseline, const Quantiles& batch);

/// The chance that a chi-square of so many degrees is above `value`.
double chi_square_tail(double value, int degrees);

}  // namespace bmo::metrics
