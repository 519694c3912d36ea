// Tells in a few numbers what the instruction of a text is about.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace bmo::metrics {

inline constexpr std::size_t kVoiceTopics = 8;

/// Where an instruction lies along the principal components of the baseline's instructions, in
/// standard deviations of these.
class VoiceTopic {
 public:
  using Place = std::array<double, kVoiceTopics>;

  /// Looks at no topic.
  VoiceTopic() = default;
  /// All of one dimension, none of them zeros. Time grows with the cube of the dimension.
  explicit VoiceTopic(const std::vector<std::span<const std::int8_t>>& directions);

  bool is_known() const { return !axes_.empty(); }
  /// Zeros (the middle) for an empty direction, and where no topic is known.
  Place place_of(std::span<const std::int8_t> direction) const;

 private:
  std::vector<double> axes_;  ///< A row for each component, in units of its deviation.
  Place middle_{};            ///< The mean along each of them.
};

}  // namespace bmo::metrics
