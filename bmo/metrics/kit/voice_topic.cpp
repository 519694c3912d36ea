// Takes the principal components of directions that are made one long.
#include "bmo/metrics/kit/voice_topic.hpp"

#include <algorithm>
#include <cmath>

#include "bmo/embed/embed.hpp"
#include "bmo/embed/principal.hpp"

namespace bmo::metrics {
namespace {

double inverse_length(std::span<const std::int8_t> direction) {
  const std::int32_t square = embed::dot(direction, direction);
  return square == 0 ? 0 : 1 / std::sqrt(static_cast<double>(square));
}

}  // namespace

VoiceTopic::VoiceTopic(const std::vector<std::span<const std::int8_t>>& directions) {
  const std::size_t dimension = directions.front().size();
  std::vector<float> rows;
  rows.reserve(directions.size() * dimension);
  for (const std::span<const std::int8_t> direction : directions) {
    const double scale = inverse_length(direction);
    for (const std::int8_t value : direction)
      rows.push_back(static_cast<float>(value * scale));
  }
  const embed::Principal found = embed::find_principal(rows, dimension, kVoiceTopics);
  axes_.assign(kVoiceTopics * dimension, 0);
  for (std::size_t k = 0; k < std::min(kVoiceTopics, dimension); ++k) {
    // `variances` are sums over the rows.
    const double variance = found.variances[k] / static_cast<double>(directions.size());
    if (variance < 1e-9) break;
    const double scale = 1 / std::sqrt(variance);
    for (std::size_t i = 0; i < dimension; ++i) {
      const double value = found.directions[k * dimension + i] * scale;
      axes_[k * dimension + i] = value;
      middle_[k] += value * found.mean[i];
    }
  }
}

VoiceTopic::Place VoiceTopic::place_of(std::span<const std::int8_t> direction) const {
  Place out{};
  if (direction.empty() || !is_known()) return out;
  const double scale = inverse_length(direction);
  for (std::size_t k = 0; k < kVoiceTopics; ++k) {
    double sum = 0;
    for (std::size_t i = 0; i < direction.size(); ++i)
      sum += axes_[k * direction.size() + i] * direction[i];
    out[k] = sum * scale - middle_[k];
  }
  return out;
}

}  // namespace bmo::metrics
