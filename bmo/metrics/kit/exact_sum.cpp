// Splits each addition into the rounded sum and what rounding took off.
#include "bmo/metrics/kit/exact_sum.hpp"

#include <cmath>
#include <utility>

namespace bmo::metrics {

void ExactSum::add(double value) {
  std::size_t kept = 0;
  for (double part : parts_) {
    if (std::abs(value) < std::abs(part)) std::swap(value, part);
    const double high = value + part;
    const double low = part - (high - value);
    if (low != 0) parts_[kept++] = low;
    value = high;
  }
  if (!std::isfinite(value)) {
    beyond_ += value;
    parts_.clear();
    return;
  }
  parts_.resize(kept);
  parts_.push_back(value);
}

void ExactSum::merge(const ExactSum& other) {
  for (const double part : std::vector<double>(other.parts_))
    add(part);
  beyond_ += other.beyond_;
}

double ExactSum::value() const {
  if (beyond_ != 0 || parts_.empty()) return beyond_;
  std::size_t left = parts_.size() - 1;
  double high = parts_[left];
  double low = 0;
  while (left > 0 && low == 0) {
    const double before = high;
    const double part = parts_[--left];
    high = before + part;
    low = part - (high - before);
  }
  // Half way between two doubles what is left decides, not the even digit.
  const bool is_more =
      left > 0 && ((low < 0 && parts_[left - 1] < 0) || (low > 0 && parts_[left - 1] > 0));
  const double next = high + 2 * low;
  return is_more && next - high == 2 * low ? next : high;
}

}  // namespace bmo::metrics
