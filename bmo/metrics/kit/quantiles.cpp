// Buckets by the logarithm of a number; zero and negative numbers have buckets of their own.
#include "bmo/metrics/kit/quantiles.hpp"

#include <algorithm>
#include <cmath>

#include "bmo/model/pair.hpp"

namespace bmo::metrics {
namespace {

constexpr double kError = 0.005;
const double kLogOfWidth = std::log((1 + kError) / (1 - kError));
constexpr std::int32_t kZero = 0;
constexpr std::int32_t kShift = 1 << 20;

/// Ascending with the number: negative ones below kZero, positive ones above.
std::int32_t bucket_of(double value) {
  if (std::abs(value) < 1e-9) return kZero;
  const auto place = static_cast<std::int32_t>(std::ceil(std::log(std::abs(value)) / kLogOfWidth));
  return value > 0 ? place + kShift : -(place + kShift);
}

double middle_of(std::int32_t bucket) {
  if (bucket == kZero) return 0;
  const double place = std::abs(bucket) - kShift;
  const double middle = 2 * std::exp(place * kLogOfWidth) / (1 + std::exp(kLogOfWidth));
  return bucket > 0 ? middle : -middle;
}

constexpr std::size_t kMostExact = 2048;

}  // namespace

void Quantiles::count(double value, std::uint64_t times) {
  if (!buckets_.empty()) {
    buckets_[bucket_of(value)] += times;
    return;
  }
  exact_[value] += times;
  if (exact_.size() <= kMostExact) return;
  for (const auto& [known, known_times] : exact_)
    buckets_[bucket_of(known)] += known_times;
  exact_.clear();
}

void Quantiles::add(double value) {
  if (is_absent(value)) return;
  lowest_ = count_ == 0 ? value : std::min(lowest_, value);
  highest_ = count_ == 0 ? value : std::max(highest_, value);
  count(value, 1);
  ++count_;
  sum_.add(value);
  sum_of_squares_.add(value * value);
}

void Quantiles::merge(const Quantiles& other) {
  if (other.count_ == 0) return;
  lowest_ = count_ == 0 ? other.lowest_ : std::min(lowest_, other.lowest_);
  highest_ = count_ == 0 ? other.highest_ : std::max(highest_, other.highest_);
  for (const auto& [value, times] : other.exact_)
    count(value, times);
  if (!other.buckets_.empty()) {
    for (const auto& [value, times] : exact_)
      buckets_[bucket_of(value)] += times;
    exact_.clear();
    for (const auto& [bucket, times] : other.buckets_)
      buckets_[bucket] += times;
  }
  count_ += other.count_;
  sum_.merge(other.sum_);
  sum_of_squares_.merge(other.sum_of_squares_);
}

double Quantiles::mean() const {
  return count_ == 0 ? kAbsent : sum_.value() / static_cast<double>(count_);
}

double Quantiles::deviation() const {
  if (count_ < 2) return 0;
  const auto n = static_cast<double>(count_);
  const double sum = sum_.value();
  return std::sqrt(std::max(0.0, (sum_of_squares_.value() - sum * sum / n) / (n - 1)));
}

double Quantiles::at(double share) const {
  if (count_ == 0) return kAbsent;
  const auto wanted = static_cast<std::uint64_t>(
      std::max(1.0, std::ceil(share * static_cast<double>(count_) - 1e-9)));
  std::uint64_t seen = 0;
  for (const auto& [value, times] : exact_) {
    seen += times;
    if (seen >= wanted) return value;
  }
  for (const auto& [bucket, times] : buckets_) {
    seen += times;
    if (seen >= wanted) return std::clamp(middle_of(bucket), lowest_, highest_);
  }
  return highest_;
}

std::uint64_t Quantiles::below(double limit) const {
  std::uint64_t seen = 0;
  for (const auto& [value, times] : exact_)
    seen += value < limit ? times : 0;
  for (const auto& [bucket, times] : buckets_)
    seen += bucket < bucket_of(limit) ? times : 0;
  return seen;
}

}  // namespace bmo::metrics
