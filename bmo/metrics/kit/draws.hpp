// Draws numbers from ranges, the same on every machine.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "bmo/metrics/kit/figures.hpp"

namespace bmo::metrics {

inline constexpr std::size_t kDraws = 10000;

/// The `draw`-th number of the triangular distribution over a range; `input` tells the ranges of
/// one reckoning apart.
double drawn(const Range& range, std::uint64_t draw, std::uint64_t input);

/// The middle of the draws as a figure, with the range that holds 80 % of them.
Figure& tell_draws(std::string_view id, std::string_view title, std::vector<double> draws,
                   std::string_view unit, Writer& writer);

}  // namespace bmo::metrics
