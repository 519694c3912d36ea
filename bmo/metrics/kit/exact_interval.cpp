// Looks for the two shares at which the count would just be surprising, by halving.
#include "bmo/metrics/kit/exact_interval.hpp"

#include <cmath>

namespace bmo::metrics {
namespace {

/// The chance of `part` or more of `whole` where each has the chance `share`.
double upper_tail(std::uint64_t part, std::uint64_t whole, double share) {
  const double n = static_cast<double>(whole);
  double sum = 0;
  for (std::uint64_t i = part; i <= whole; ++i) {
    const double k = static_cast<double>(i);
    const double ways = std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1);
    sum += std::exp(ways + k * std::log(share) + (n - k) * std::log1p(-share));
  }
  return sum;
}

/// The share at which `part` or more have the chance `tail`, which rises with it.
double share_at(std::uint64_t part, std::uint64_t whole, double tail) {
  double low = 0;
  double high = 1;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (upper_tail(part, whole, middle) < tail ? low : high) = middle;
  }
  return (low + high) / 2;
}

}  // namespace

Interval exact_interval(std::uint64_t part, std::uint64_t whole, double confidence) {
  const double tail = (1 - confidence) / 2;
  Interval out;
  if (part > 0) out.low = share_at(part, whole, tail);
  if (part < whole) out.high = share_at(part + 1, whole, 1 - tail);
  return out;
}

}  // namespace bmo::metrics
