// Looks findings up in a user's table of points, and works points out from answers.
#include "bmo/scores/kit/own_points.hpp"

#include <algorithm>
#include <array>

namespace bmo::scores {

std::string kind_name(const Finding& finding) {
  std::string out(finding.code);
  if (!finding.fault.empty()) out.append(" ").append(finding.fault);
  return out;
}

void use_points(const OwnPoints& own, Batch& batch) {
  for (Finding& finding : batch.findings) {
    const auto found = std::ranges::find_if(own, [&finding](const KindPoints& kind) {
      return kind.code == finding.code && kind.fault == finding.fault;
    });
    if (found != own.end()) finding.points = found->points;
  }
}

unsigned gravity_of(unsigned card_points) {
  constexpr std::array<unsigned, 4> kGravities{5, 12, 30, 100};
  const auto found = std::ranges::lower_bound(kGravities, card_points);
  return found == kGravities.end() ? kGravities.back() : *found;
}

std::uint8_t estimated_points(std::uint8_t card_points, std::uint64_t right,
                              std::uint64_t answered) {
  // The card's share is card_points / gravity, so that the gravity cancels out of the prior.
  const std::uint64_t sum = kPriorAnswers * card_points + gravity_of(card_points) * right;
  const std::uint64_t weight = kPriorAnswers + answered;
  return static_cast<std::uint8_t>((sum + weight / 2) / weight);
}

}  // namespace bmo::scores
