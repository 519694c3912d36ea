// A hash of draw and input is the uniform number behind each draw.
#include "bmo/metrics/kit/draws.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "bmo/base/hash.hpp"

namespace bmo::metrics {
namespace {

/// A number of the triangular distribution, from a uniform one in [0, 1).
double triangular(const Range& range, double uniform) {
  const double width = range.high - range.low;
  if (width <= 0) return range.base;
  const double peak = (range.base - range.low) / width;
  return uniform < peak ? range.low + std::sqrt(uniform * width * (range.base - range.low))
                        : range.high - std::sqrt((1 - uniform) * width * (range.high - range.base));
}

double uniform(std::uint64_t draw, std::uint64_t input) {
  const std::array<std::uint64_t, 2> key{draw, input};
  const std::uint64_t hash = hash64({reinterpret_cast<const char*>(key.data()), sizeof(key)});
  return std::ldexp(static_cast<double>(hash >> 11U), -53);
}

double quantile(std::vector<double>& values, double share) {
  const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + at, values.end());
  return values[static_cast<std::size_t>(at)];
}

}  // namespace

double drawn(const Range& range, std::uint64_t draw, std::uint64_t input) {
  return triangular(range, uniform(draw, input));
}

Figure& tell_draws(std::string_view id, std::string_view title, std::vector<double> draws,
                   std::string_view unit, Writer& writer) {
  Figure& figure = writer.number(id, title, quantile(draws, 0.5), kDraws, unit);
  figure.low = quantile(draws, 0.1);
  figure.high = quantile(draws, 0.9);
  figure.method = "middle of 10,000 draws, with the range that holds 80 % of them";
  return figure;
}

}  // namespace bmo::metrics
