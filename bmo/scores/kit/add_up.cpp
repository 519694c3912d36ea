// Adds up findings, and says what rows can be judged by.
#include <algorithm>

#include "bmo/scores/scores.hpp"

namespace bmo::scores {
namespace {

/// What can be judged in a pair at all.
Components judgeable(const facts::PairFacts& pair) {
  unsigned out = bit_of(Component::kHygiene);
  if (pair.has_answer) out |= bit_of(Component::kCompleteness) | bit_of(Component::kCoherence);
  if (pair.is_single) out |= bit_of(Component::kClarity);
  return static_cast<Components>(out);
}

}  // namespace

void add_up(const Batch& batch, const facts::Facts& facts, Components checked, Losses& out) {
  out.points.assign(batch.size(), {});
  out.evaluated.assign(batch.size(), 0);
  for (std::size_t row = 0; row < batch.size(); ++row) {
    if (batch.fates[row] == Fate::kQuarantined) continue;
    out.evaluated[row] = static_cast<Components>(checked & judgeable(facts.pairs[row]));
  }
  for (const Finding& finding : batch.findings) {
    if (finding.points == 0) continue;
    auto& points = out.points[finding.row][static_cast<std::size_t>(finding.component)];
    points = static_cast<std::uint16_t>(std::min(points + finding.points, 0xFFFF));
    auto& evaluated = out.evaluated[finding.row];
    evaluated = static_cast<Components>(evaluated | bit_of(finding.component));
  }
}

double component_score(const Losses& losses, std::size_t row, Component component) {
  if ((losses.evaluated[row] & bit_of(component)) == 0) return kAbsent;
  const auto index = static_cast<std::size_t>(component);
  const double cap = kCaps[index];
  const double lost = std::min<double>(losses.points[row][index], cap);
  return 100.0 * (1.0 - lost / cap);
}

double soundness_of(const std::array<std::uint16_t, kNumComponents>& points) {
  int lost = 0;
  for (std::size_t i = 0; i < kNumComponents; ++i) {
    if (points[i] >= kFatal && i == static_cast<std::size_t>(Component::kCompleteness)) return 0;
    lost += std::min(points[i], kCaps[i]);
  }
  return std::max(0, 100 - lost);
}

Band band_of(double soundness) {
  if (soundness >= 85) return Band::kAccept;
  return soundness >= 70 ? Band::kReview : Band::kReject;
}

std::string_view band_name(Band band) {
  constexpr std::string_view kNames[] = {"accept", "review", "reject"};
  return kNames[static_cast<std::size_t>(band)];
}

}  // namespace bmo::scores
