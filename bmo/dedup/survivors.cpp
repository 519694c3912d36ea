// One walk along the edges, greedy by position.
//
// Rows that no method can tell apart (Work::same_as) share the fate of the first of them. Beyond
// that, rows of equal words may differ in their guards (capital letters), so that the first of them
// may go for a near duplicate that the others do not match: each group of equal words remembers
// which of its rows stays, and later rows name that one.
#include "bmo/dedup/survivors.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace bmo::dedup {
namespace {

class Walk {
 public:
  Walk(const Work& work, std::span<const Edge> edges, const Policy& policy)
      : work_(work), edges_(edges), policy_(policy), removed_at_(work.rows.size()) {
    stays_for_[0].assign(work.rows.size(), kNoRow);
    stays_for_[1].assign(work.rows.size(), kNoRow);
  }

  std::vector<Removed> run() {
    // Rows without an edge to an earlier one stay: only the others need a look.
    for (std::size_t begin = 0; begin < edges_.size();) {
      std::size_t end = begin + 1;
      while (end < edges_.size() && edges_[end].second == edges_[begin].second)
        ++end;
      judge(edges_.subspan(begin, end - begin));
      begin = end;
    }
    return std::move(removed_);
  }

 private:
  void judge(std::span<const Edge> edges) {
    const Row row = edges.front().second;
    std::optional<Removed> verdict = by_equality(edges);
    if (!verdict) verdict = by_nearness(edges);
    if (!verdict) verdict = by_likeness(row);
    if (verdict) {
      removed_.push_back(*verdict);
      removed_at_[row] = static_cast<std::uint32_t>(removed_.size());
    } else {
      stay(edges);
    }
  }

  std::optional<Removed> by_equality(std::span<const Edge> edges) const {
    for (const Edge& edge : edges) {
      if (!counts_as_equal(edge)) continue;
      const Row first = stays_for(edge);
      if (first != kNoRow) {
        return Removed{.row = edge.second, .survivor = first, .similarity = 1, .kind = edge.kind};
      }
    }
    return std::nullopt;
  }

  std::optional<Removed> by_nearness(std::span<const Edge> edges) const {
    for (const Edge& edge : edges) {
      if (!counts_as_near(edge) || !stays(edge.first)) continue;
      return Removed{.row = edge.second,
                     .survivor = edge.first,
                     .similarity = edge.instruction,
                     .kind = edge.kind};
    }
    return std::nullopt;
  }

  /// The first of its like went for a near duplicate: so does this one, for the same.
  std::optional<Removed> by_likeness(Row row) const {
    const Row first = work_.same_as[row];
    if (first == row || stays(first)) return std::nullopt;
    Removed out = removed_[removed_at_[first] - 1];
    out.row = row;
    return out;
  }

  void stay(std::span<const Edge> edges) {
    for (const Edge& edge : edges) {
      if (counts_as_equal(edge)) kept_of(edge) = edge.second;
    }
  }

  bool counts_as_equal(const Edge& edge) const {
    if (policy_.keep_seeds && edge.same_seed) return false;
    return (edge.kind == EdgeKind::kCopy && policy_.copies) ||
           (edge.kind == EdgeKind::kIdentical && policy_.identical);
  }

  bool counts_as_near(const Edge& edge) const {
    if (policy_.keep_seeds && edge.same_seed) return false;
    if (edge.kind == EdgeKind::kSemantic) {
      return policy_.semantic && edge.instruction >= static_cast<float>(policy_.semantic_threshold);
    }
    if (edge.instruction < static_cast<float>(policy_.threshold)) return false;
    return (edge.kind == EdgeKind::kNear && policy_.near) ||
           (edge.kind == EdgeKind::kVariant && policy_.variants);
  }

  /// The row that stays of the group whose first row the edge names.
  Row stays_for(const Edge& edge) const {
    if (stays(edge.first)) return edge.first;
    return stays_for_[edge.kind == EdgeKind::kCopy ? 0 : 1][edge.first];
  }
  Row& kept_of(const Edge& edge) {
    return stays_for_[edge.kind == EdgeKind::kCopy ? 0 : 1][edge.first];
  }

  bool stays(Row row) const { return removed_at_[row] == 0; }

  const Work& work_;
  std::span<const Edge> edges_;
  const Policy& policy_;
  std::vector<std::uint32_t> removed_at_;  ///< Index into removed_, from 1; 0: the row stays.
  std::array<std::vector<Row>, 2> stays_for_;
  std::vector<Removed> removed_;
};

}  // namespace

std::vector<Removed> choose_survivors(const Work& work, std::span<const Edge> edges,
                                      const Policy& policy) {
  std::vector<Removed> out = Walk(work, edges, policy).run();
  std::sort(out.begin(), out.end(),
            [](const Removed& a, const Removed& b) { return a.row < b.row; });
  return out;
}

std::vector<ThresholdCount> count_thresholds(const Work& work, std::span<const Edge> edges,
                                             Policy policy, std::span<const double> thresholds) {
  std::vector<ThresholdCount> out;
  for (const double threshold : thresholds) {
    policy.threshold = threshold;
    out.push_back({threshold, choose_survivors(work, edges, policy).size()});
  }
  return out;
}

}  // namespace bmo::dedup
