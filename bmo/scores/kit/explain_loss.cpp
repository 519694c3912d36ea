// Says line by line what a pair's soundness lost.
#include <algorithm>

#include "bmo/scores/scores.hpp"

namespace bmo::scores {
namespace {

std::string text_of(const Finding& finding) {
  std::string out(finding.fault.empty() ? finding.code : finding.fault);
  if (!finding.field.empty()) out += " in " + finding.field;
  if (!finding.detail.empty()) out += ": " + finding.detail;
  return out;
}

std::string cap_text(Component component, int cap) {
  return std::string(component_name(component)) + " takes " + std::to_string(cap) + " at most";
}

}  // namespace

std::vector<Line> explain_loss(const Batch& batch, std::size_t row) {
  std::vector<Line> out;
  std::array<std::uint16_t, kNumComponents> points{};
  for (const Finding& finding : batch.findings) {
    if (finding.row != row || finding.points == 0) continue;
    out.push_back({-finding.points, finding.component, text_of(finding)});
    points[static_cast<std::size_t>(finding.component)] += finding.points;
  }
  int left = 100;
  for (const Line& line : out)
    left += line.points;
  const auto soundness = static_cast<int>(soundness_of(points));
  if (soundness == left) return out;
  if (soundness == 0) {
    out.push_back({soundness - left, Component::kNone, "a score is never below 0"});
    return out;
  }
  for (std::size_t i = 0; i < kNumComponents; ++i) {
    const int over = points[i] - kCaps[i];
    const auto component = static_cast<Component>(i);
    if (over > 0) out.push_back({over, component, cap_text(component, kCaps[i])});
  }
  return out;
}

}  // namespace bmo::scores
