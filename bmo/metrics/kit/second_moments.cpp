// Rounds each direction to whole numbers and adds the products of its parts.
#include "bmo/metrics/kit/second_moments.hpp"

#include <algorithm>
#include <cmath>

#include "bmo/embed/embed.hpp"
#include "bmo/embed/principal.hpp"
#include "bmo/model/batch.hpp"

namespace bmo::metrics {
namespace {

constexpr double kUnit = 4096;

// The loader picks the build for the registers that the machine has; of whole numbers all builds
// make the same sums. Sanitizers are not ready yet when it asks.
#if defined(__x86_64__) && defined(__linux__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
[[gnu::target_clones("default", "avx2", "arch=x86-64-v4")]]
#endif
void add_products(const std::int16_t* x, std::size_t size, std::int64_t* sums) {
  for (std::size_t i = 0; i < size; ++i) {
    const std::int32_t factor = x[i];
    std::int64_t* row = sums + i * size;
    for (std::size_t j = i; j < size; ++j)
      row[j] += factor * x[j];
  }
}

}  // namespace

void SecondMoments::add(std::span<const std::int8_t> direction) {
  const std::int32_t square = embed::dot(direction, direction);
  if (square == 0) return;
  if (sums_.empty()) {
    dimension_ = direction.size();
    sums_.assign(dimension_ * dimension_, 0);
    scratch_.resize(dimension_);
  }
  const double scale = kUnit / std::sqrt(static_cast<double>(square));
  for (std::size_t i = 0; i < dimension_; ++i) {
    const double value = direction[i] * scale;
    scratch_[i] = static_cast<std::int16_t>(static_cast<int>(value + (value < 0 ? -0.5 : 0.5)));
  }
  add_products(scratch_.data(), dimension_, sums_.data());
  ++count_;
}

void SecondMoments::merge(const SecondMoments& other) {
  if (other.count_ == 0) return;
  if (count_ == 0) {
    *this = other;
    return;
  }
  for (std::size_t i = 0; i < sums_.size(); ++i)
    sums_[i] += other.sums_[i];
  count_ += other.count_;
}

double SecondMoments::vendi() const {
  if (count_ == 0) return kAbsent;
  double trace = 0;
  for (std::size_t i = 0; i < dimension_; ++i)
    trace += static_cast<double>(sums_[i * dimension_ + i]);
  std::vector<double> matrix(sums_.size());
  for (std::size_t i = 0; i < dimension_; ++i) {
    for (std::size_t j = i; j < dimension_; ++j) {
      const double value = static_cast<double>(sums_[i * dimension_ + j]) / trace;
      matrix[i * dimension_ + j] = value;
      matrix[j * dimension_ + i] = value;
    }
  }
  double entropy = 0;
  for (const double value : embed::eigenvalues(matrix, dimension_)) {
    if (value > 0) entropy -= value * std::log(value);
  }
  return std::exp(entropy);
}

}  // namespace bmo::metrics
