// Means, percentiles, a small ridge regression, and draws by hash.
#include "bmo/metrics/kit/voice_baseline.hpp"

#include <algorithm>
#include <cmath>

#include "bmo/base/hash.hpp"

namespace bmo::metrics {
namespace {

constexpr double kRidge = 2;
constexpr std::size_t kDraws = 1000;
constexpr std::size_t kMostTopicTexts = 4000;

/// Solves (X'X + ridge) b = X'y by elimination; the constant is not penalised.
template <std::size_t kTask>
std::array<double, kTask> solve(std::array<std::array<double, kTask>, kTask> left,
                                std::array<double, kTask> right) {
  for (std::size_t i = 1; i < kTask; ++i)
    left[i][i] += kRidge;
  for (std::size_t i = 0; i < kTask; ++i) {
    std::size_t pivot = i;
    for (std::size_t j = i + 1; j < kTask; ++j)
      if (std::abs(left[j][i]) > std::abs(left[pivot][i])) pivot = j;
    std::swap(left[i], left[pivot]);
    std::swap(right[i], right[pivot]);
    for (std::size_t j = i + 1; j < kTask; ++j) {
      const double factor = left[j][i] / left[i][i];
      for (std::size_t k = i; k < kTask; ++k)
        left[j][k] -= factor * left[i][k];
      right[j] -= factor * right[i];
    }
  }
  for (std::size_t i = kTask; i > 0; --i) {
    for (std::size_t k = i; k < kTask; ++k)
      right[i - 1] -= left[i - 1][k] * right[k];
    right[i - 1] /= left[i - 1][i - 1];
  }
  return right;
}

template <typename Residual>
double distance_of(const std::vector<const Residual*>& texts) {
  const auto n = static_cast<double>(texts.size());
  double sum = 0;
  for (std::size_t f = 0; f < kNumVoiceFeatures; ++f) {
    double total = 0;
    for (const Residual* text : texts)
      total += (*text)[f];
    sum += total * total / n;
  }
  return sum;
}

double percentile(std::vector<double>& sorted, double share) {
  return sorted[static_cast<std::size_t>(
      std::ceil(share * static_cast<double>(sorted.size() - 1)))];
}

/// Of at most kMostTopicTexts of the texts, which are sorted by rank.
VoiceTopic topic_of(const std::vector<VoiceSample>& texts) {
  std::vector<std::span<const std::int8_t>> directions;
  for (const VoiceSample& text : texts) {
    if (text.direction.empty()) continue;
    directions.emplace_back(text.direction);
    if (directions.size() == kMostTopicTexts) break;
  }
  return directions.size() < kLeastVoiceBaseline ? VoiceTopic() : VoiceTopic(directions);
}

}  // namespace

VoiceBaseline::TaskRow VoiceBaseline::task_row(const VoiceSample& text) const {
  TaskRow out{1};
  const auto topic = topic_.place_of(text.direction);
  std::ranges::copy(text.task, out.begin() + 1);
  std::ranges::copy(topic, out.end() - kVoiceTopics);
  return out;
}

VoiceBaseline::VoiceBaseline(const std::vector<std::vector<VoiceSample>>& batches) {
  std::vector<VoiceSample> texts;
  for (const std::vector<VoiceSample>& batch : batches)
    texts.insert(texts.end(), batch.begin(), batch.end());
  std::sort(texts.begin(), texts.end(), [](const VoiceSample& a, const VoiceSample& b) {
    return std::pair(a.rank, a.id) < std::pair(b.rank, b.id);
  });
  topic_ = topic_of(texts);
  const auto n = static_cast<double>(texts.size());
  std::array<TaskRow, kTask> left{};
  for (const VoiceSample& text : texts) {
    const TaskRow row = task_row(text);
    for (std::size_t i = 0; i < kTask; ++i)
      for (std::size_t j = 0; j < kTask; ++j)
        left[i][j] += row[i] * row[j];
  }
  for (std::size_t f = 0; f < kNumVoiceFeatures; ++f) {
    std::vector<double> values;
    for (const VoiceSample& text : texts)
      values.push_back(text.features[f]);
    std::sort(values.begin(), values.end());
    low_[f] = percentile(values, 0.01);
    high_[f] = percentile(values, 0.99);
    double sum = 0, squares = 0;
    for (double value : values) {
      value = std::clamp(value, low_[f], high_[f]);
      sum += value;
      squares += value * value;
    }
    mean_[f] = sum / n;
    deviation_[f] = std::sqrt(std::max(0.0, squares / n - mean_[f] * mean_[f]));
    TaskRow right{};
    for (const VoiceSample& text : texts) {
      const TaskRow row = task_row(text);
      const double value = std::clamp<double>(text.features[f], low_[f], high_[f]);
      const double z = deviation_[f] > 1e-9 ? (value - mean_[f]) / deviation_[f] : 0;
      for (std::size_t i = 0; i < kTask; ++i)
        right[i] += row[i] * z;
    }
    effects_[f] = solve(left, right);
  }
  for (const VoiceSample& text : texts)
    residuals_.push_back(residual_of(text));
  spread_ = spread_of(batches);
}

double VoiceBaseline::distance_of_batch(std::span<const VoiceSample> batch) const {
  std::vector<Residual> texts;
  std::vector<const Residual*> places;
  for (const VoiceSample& text : batch)
    texts.push_back(residual_of(text));
  for (const Residual& text : texts)
    places.push_back(&text);
  return distance_of(places);
}

/// How many times as far from the baseline its own batches lie as batches drawn from it do.
double VoiceBaseline::spread_of(const std::vector<std::vector<VoiceSample>>& batches) const {
  double sum = 0;
  double count = 0;
  for (const std::vector<VoiceSample>& batch : batches) {
    if (batch.size() < kLeastVoiceBatch) continue;
    const std::vector<double> draws = distances_of_draws(batch.size());
    sum += distance_of_batch(batch) / draws[draws.size() / 2];
    count += 1;
  }
  return count < 3 ? 1 : std::max(1.0, sum / count);
}

VoiceBaseline::Residual VoiceBaseline::residual_of(const VoiceSample& text) const {
  const TaskRow row = task_row(text);
  Residual out{};
  for (std::size_t f = 0; f < kNumVoiceFeatures; ++f) {
    // A feature that the baseline never has is measured in its own units.
    const double scale = deviation_[f] > 1e-9 ? deviation_[f] : 1;
    const double limit_low = deviation_[f] > 1e-9 ? low_[f] : low_[f] - 1;
    const double limit_high = deviation_[f] > 1e-9 ? high_[f] : high_[f] + 1;
    out[f] = (std::clamp<double>(text.features[f], limit_low, limit_high) - mean_[f]) / scale;
    for (std::size_t i = 0; i < kTask; ++i)
      out[f] -= effects_[f][i] * row[i];
  }
  return out;
}

std::vector<double> VoiceBaseline::distances_of_draws(std::size_t size) const {
  std::vector<double> out;
  std::vector<const Residual*> drawn;
  for (std::uint64_t draw = 0; draw < kDraws; ++draw) {
    drawn.clear();
    for (std::uint64_t i = 0; i < size; ++i) {
      const std::array<std::uint64_t, 2> key{draw, i};
      const std::uint64_t hash = hash64({reinterpret_cast<const char*>(key.data()), sizeof(key)});
      drawn.push_back(&residuals_[hash % residuals_.size()]);
    }
    out.push_back(distance_of(drawn));
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// How much farther a batch of other texts lies than one drawn from the baseline: the mean and the
/// effects are known from so many texts only, and fit these better than others.
double VoiceBaseline::unsure(std::size_t size) const {
  const auto known = static_cast<double>(residuals_.size());
  const double fitted = static_cast<double>(kTask - (knows_topic() ? 0 : kVoiceTopics)) / known;
  return (1 + static_cast<double>(size) / known + fitted) / (1 - fitted);
}

VoiceVerdict VoiceBaseline::judge(std::span<const VoiceSample> batch) const {
  std::vector<Residual> texts;
  for (const VoiceSample& text : batch)
    texts.push_back(residual_of(text));
  std::vector<double> draws = distances_of_draws(batch.size());
  const double factor = spread_ * unsure(batch.size());
  for (double& draw : draws)
    draw *= factor;
  VoiceVerdict out{.distance = distance_of_batch(batch), .threshold = percentile(draws, 0.99)};
  const auto farther = std::count_if(draws.begin(), draws.end(),
                                     [&out](double draw) { return draw > out.distance; });
  out.consistency = 100 * static_cast<double>(farther) / static_cast<double>(kDraws);
  for (std::size_t f = 0; f < kNumVoiceFeatures; ++f) {
    double sum = 0;
    for (const Residual& text : texts)
      sum += text[f];
    out.shifts.push_back({f, sum / static_cast<double>(texts.size())});
  }
  std::stable_sort(out.shifts.begin(), out.shifts.end(), [](const Shift& a, const Shift& b) {
    return std::abs(a.deviations) > std::abs(b.deviations);
  });
  out.shifts.resize(5);
  return out;
}

}  // namespace bmo::metrics
