// Tells whether a batch of texts was written as the baseline was.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "bmo/metrics/kit/voice_features.hpp"
#include "bmo/metrics/kit/voice_topic.hpp"

namespace bmo::metrics {

/// One response: how it is written, and what it answers.
struct VoiceSample {
  std::uint64_t rank = 0;  ///< A hash of the pair.
  VoiceFeatures features{};
  /// What form the task asks for: log words of the instruction, question, code, list.
  std::array<float, 4> task{};
  std::string id;
  /// Where the instruction points (metrics.hpp); empty where that is not known.
  std::vector<std::int8_t> direction = {};
};

/// How far one feature of a batch lies from the baseline.
struct Shift {
  std::size_t feature = 0;
  double deviations = 0;  ///< Of the batch's mean, in standard deviations of single texts.
};

struct VoiceVerdict {
  double distance = 0;
  double threshold = 0;       ///< That 1 % of baseline batches of this size pass.
  double consistency = 0;     ///< 100 x share of baseline batches that are farther away.
  std::vector<Shift> shifts;  ///< The five largest.
  bool is_drift() const { return distance > threshold; }
};

inline constexpr std::size_t kLeastVoiceBaseline = 400;
inline constexpr std::size_t kLeastVoiceBatch = 20;

/// Standardised against a frozen baseline, clipped at its 1st and 99th percentile, with what the
/// task explains taken out by ridge regression (penalty 2): its form, and its topic by eight
/// principal components of where the instructions point, if that is known. The distance of a batch
/// is the sum over features of (sqrt(n) x mean)^2; its threshold is the 99th percentile of that
/// distance over 1,000 batches of the same size, drawn from the baseline by hash: 1 in 100 batches
/// of the same voice is called a drift. Where the baseline is made of batches that differ among
/// each other by more than chance (their topics differ), the threshold is raised by as much as they
/// do on average.
class VoiceBaseline {
 public:
  /// Needs kLeastVoiceBaseline texts in all.
  explicit VoiceBaseline(const std::vector<std::vector<VoiceSample>>& batches);
  VoiceVerdict judge(std::span<const VoiceSample> batch) const;
  /// Whether what the instructions are about is taken out too: 400 of them must have a direction.
  bool knows_topic() const { return topic_.is_known(); }

 private:
  /// A constant, the form of the task, and its topic.
  static constexpr std::size_t kTask =
      1 + std::tuple_size_v<decltype(VoiceSample::task)> + kVoiceTopics;
  using TaskRow = std::array<double, kTask>;
  using Residual = std::array<double, kNumVoiceFeatures>;

  TaskRow task_row(const VoiceSample& text) const;

  Residual residual_of(const VoiceSample& text) const;
  std::vector<double> distances_of_draws(std::size_t size) const;
  double distance_of_batch(std::span<const VoiceSample> batch) const;
  double unsure(std::size_t size) const;
  double spread_of(const std::vector<std::vector<VoiceSample>>& batches) const;

  std::array<double, kNumVoiceFeatures> mean_{}, deviation_{}, low_{}, high_{};
  VoiceTopic topic_;
  std::array<TaskRow, kNumVoiceFeatures> effects_{};
  std::vector<Residual> residuals_;  ///< Of the baseline, by rank.
  double spread_ = 1;                ///< Of its batches, against batches drawn from it.
};

}  // namespace bmo::metrics
