// Descends by L-BFGS over weights that lie class by class for each part of a direction.
#include "bmo/metrics/kit/soft_max.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <numeric>
#include <utility>

#include "bmo/embed/embed.hpp"

namespace bmo::metrics {
namespace {

constexpr double kC = 10;
constexpr int kMostSteps = 300;
constexpr double kFlat = 1e-7;  ///< Gradient of the mean loss at which the search ends.
constexpr std::size_t kMemory = 10;

using Vector = std::vector<double>;

double product(const Vector& a, const Vector& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

void add_scaled(double factor, const Vector& from, Vector& to) {
  for (std::size_t i = 0; i < to.size(); ++i)
    to[i] += factor * from[i];
}

void to_unit(std::span<const std::int8_t> row, std::span<double> out) {
  const double length = std::sqrt(static_cast<double>(embed::dot(row, row)));
  for (std::size_t i = 0; i < row.size(); ++i)
    out[i] = length > 0 ? row[i] / length : 0;
}

/// Replaces what the classes got by their probabilities; the logarithm of their sum.
double to_probabilities(std::span<double> scores) {
  const double highest = *std::ranges::max_element(scores);
  double sum = 0;
  for (double& score : scores)
    sum += score = std::exp(score - highest);
  for (double& score : scores)
    score /= sum;
  return highest + std::log(sum);
}

void score_classes(std::span<const double> row, const Vector& weights, std::span<double> out) {
  const std::size_t classes = out.size();
  std::copy_n(weights.end() - static_cast<std::ptrdiff_t>(classes), classes, out.begin());
  for (std::size_t i = 0; i < row.size(); ++i) {
    const double* of_part = weights.data() + i * classes;
    for (std::size_t c = 0; c < classes; ++c)
      out[c] += row[i] * of_part[c];
  }
}

/// The loss and its slope at given weights.
class Loss {
 public:
  explicit Loss(const Examples& examples) : examples_(examples), scores_(examples.classes) {
    const std::size_t d = examples.dimension;
    rows_.resize(examples.size() * d);
    for (std::size_t i = 0; i < examples.size(); ++i)
      to_unit(std::span(examples.rows).subspan(i * d, d), std::span(rows_).subspan(i * d, d));
  }

  double at(const Vector& weights, Vector& slope) {
    const auto n = static_cast<double>(examples_.size());
    const std::size_t free = weights.size() - examples_.classes;
    std::ranges::fill(slope, 0.0);
    double loss = 0;
    for (std::size_t i = 0; i < examples_.size(); ++i)
      loss += add(i, weights, slope);
    for (double& value : slope)
      value /= n;
    double square = 0;
    for (std::size_t i = 0; i < free; ++i) {
      square += weights[i] * weights[i];
      slope[i] += weights[i] / (kC * n);
    }
    return loss / n + square / (2 * kC * n);
  }

 private:
  double add(std::size_t example, const Vector& weights, Vector& slope) {
    const std::size_t d = examples_.dimension;
    const std::size_t classes = examples_.classes;
    const auto row = std::span<const double>(rows_).subspan(example * d, d);
    score_classes(row, weights, scores_);
    const double own = scores_[examples_.of[example]];
    const double loss = to_probabilities(scores_) - own;
    scores_[examples_.of[example]] -= 1;
    for (std::size_t i = 0; i < d; ++i) {
      double* of_part = slope.data() + i * classes;
      for (std::size_t c = 0; c < classes; ++c)
        of_part[c] += row[i] * scores_[c];
    }
    for (std::size_t c = 0; c < classes; ++c)
      slope[d * classes + c] += scores_[c];
    return loss;
  }

  const Examples& examples_;
  Vector rows_;
  Vector scores_;
};

/// The last steps, from which L-BFGS guesses how the slope bends.
class Steps {
 public:
  void add(Vector moved, Vector changed) {
    const double bend = product(moved, changed);
    if (bend <= 0) return;
    if (steps_.size() == kMemory) steps_.pop_front();
    steps_.push_back({std::move(moved), std::move(changed), bend});
  }

  /// Where to go from a slope.
  Vector direction(const Vector& slope) const {
    Vector out = slope;
    std::vector<double> shares(steps_.size());
    for (std::size_t i = steps_.size(); i-- > 0;) {
      shares[i] = product(steps_[i].moved, out) / steps_[i].bend;
      add_scaled(-shares[i], steps_[i].changed, out);
    }
    if (!steps_.empty()) {
      const Step& last = steps_.back();
      for (double& value : out)
        value *= last.bend / product(last.changed, last.changed);
    }
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      const double back = product(steps_[i].changed, out) / steps_[i].bend;
      add_scaled(shares[i] - back, steps_[i].moved, out);
    }
    for (double& value : out)
      value = -value;
    return out;
  }

 private:
  struct Step {
    Vector moved, changed;
    double bend = 0;
  };
  std::deque<Step> steps_;
};

double steepest(const Vector& slope) {
  double out = 0;
  for (const double value : slope)
    out = std::max(out, std::abs(value));
  return out;
}

Vector descend(const Examples& examples) {
  Loss loss(examples);
  Vector at((examples.dimension + 1) * examples.classes);
  Vector slope(at.size());
  Vector next_slope(at.size());
  double height = loss.at(at, slope);
  Steps steps;
  for (int step = 0; step < kMostSteps && steepest(slope) > kFlat; ++step) {
    const Vector way = steps.direction(slope);
    const double descent = product(way, slope);
    double length = step == 0 ? 1 / std::max(1e-12, steepest(slope)) : 1;
    Vector next;
    double next_height = 0;
    for (int halving = 0; halving < 40; ++halving, length /= 2) {
      next = at;
      add_scaled(length, way, next);
      next_height = loss.at(next, next_slope);
      if (next_height <= height + 1e-4 * length * descent) break;
    }
    if (next_height >= height) break;
    Vector moved = next;
    add_scaled(-1, at, moved);
    Vector changed = next_slope;
    add_scaled(-1, slope, changed);
    steps.add(std::move(moved), std::move(changed));
    at = std::move(next);
    slope = next_slope;
    height = next_height;
  }
  return at;
}

}  // namespace

SoftMax::SoftMax(const Examples& examples)
    : dimension_(examples.dimension),
      classes_(examples.classes),
      weights_(descend(examples)),
      prior_(examples.classes) {
  for (const std::uint32_t of : examples.of)
    prior_[of] += 1 / static_cast<double>(examples.size());
}

void SoftMax::probabilities(std::span<const std::int8_t> direction, std::span<double> out) const {
  std::vector<double> row(dimension_);
  to_unit(direction, row);
  score_classes(row, weights_, out);
  to_probabilities(out);
}

std::vector<double> corrected_shares(std::span<const float> probabilities,
                                     std::span<const std::uint8_t> weights,
                                     std::span<const double> prior, std::span<const double> start,
                                     int most) {
  const std::size_t classes = prior.size();
  std::vector<double> shares(start.begin(), start.end());
  std::vector<float> ratio(classes);
  std::vector<float> joint(classes);
  std::vector<double> sums(classes);
  for (int round = 0; round < most; ++round) {
    for (std::size_t c = 0; c < classes; ++c)
      ratio[c] = static_cast<float>(shares[c] / prior[c]);
    std::ranges::fill(sums, 0.0);
    double all = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      if (weights[i] == 0) continue;
      const float* row = probabilities.data() + i * classes;
      float sum = 0;
      for (std::size_t c = 0; c < classes; ++c)
        sum += joint[c] = row[c] * ratio[c];
      if (!(sum > 0)) continue;
      const float factor = static_cast<float>(weights[i]) / sum;
      for (std::size_t c = 0; c < classes; ++c)
        sums[c] += static_cast<double>(joint[c] * factor);
      all += weights[i];
    }
    if (all <= 0) break;
    double moved = 0;
    for (std::size_t c = 0; c < classes; ++c) {
      moved = std::max(moved, std::abs(sums[c] / all - shares[c]));
      shares[c] = sums[c] / all;
    }
    if (moved < 1e-6) break;
  }
  return shares;
}

}  // namespace bmo::metrics
