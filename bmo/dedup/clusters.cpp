// What the verdicts mean for a whole source, and which rows belong to one side of a split.
#include <algorithm>
#include <map>
#include <numeric>

#include "bmo/dedup/groups.hpp"
#include "bmo/dedup/survivors.hpp"

namespace bmo::dedup {
namespace {

/// Sets that grow together; the root of each is its first row by position.
class Clusters {
 public:
  explicit Clusters(std::span<const Row> position) : position_(position), parent_(position.size()) {
    std::iota(parent_.begin(), parent_.end(), Row{0});
  }

  Row root(Row row) {
    while (parent_[row] != row) {
      parent_[row] = parent_[parent_[row]];
      row = parent_[row];
    }
    return row;
  }

  void join(Row a, Row b) {
    a = root(a);
    b = root(b);
    if (position_[a] > position_[b]) std::swap(a, b);
    parent_[b] = a;
  }

  std::vector<Row> roots() {
    for (Row row = 0; row < parent_.size(); ++row)
      parent_[row] = root(row);
    return std::move(parent_);
  }

 private:
  std::span<const Row> position_;
  std::vector<Row> parent_;
};

bool joins(const Edge& edge, const Policy& policy) {
  const bool by_meaning =
      edge.kind == EdgeKind::kSemantic || edge.kind == EdgeKind::kSemanticVariant;
  const double threshold = by_meaning ? policy.semantic_threshold : policy.threshold;
  return edge.kind != EdgeKind::kSameAnswer && edge.kind != EdgeKind::kTemplate &&
         edge.instruction >= static_cast<float>(threshold);
}

}  // namespace

Result<std::vector<Loss>> count_losses(const Work& work, std::span<const Removed> removed) {
  std::map<std::uint32_t, Loss> losses;
  std::size_t next = 0;
  BMO_TRY(work.rows.scan_prints([&](const Rows::Chunk& chunk) {
    for (std::size_t i = 0; i < chunk.prints.size(); ++i) {
      Loss& loss = losses[chunk.prints[i].source];
      loss.source = chunk.prints[i].source;
      ++loss.pairs;
      if (next == removed.size() || removed[next].row != chunk.first + i) continue;
      const bool is_equal = removed[next].kind <= EdgeKind::kIdentical;
      ++(is_equal ? loss.equal : loss.near);
      ++next;
    }
    return ok();
  }));
  std::vector<Loss> out;
  for (const auto& [source, loss] : losses)
    out.push_back(loss);
  return out;
}

Result<std::vector<Row>> find_clusters(const Work& work, std::span<const Edge> edges,
                                       const Policy& policy) {
  Clusters clusters(work.position);
  for (const Edge& edge : edges) {
    if (joins(edge, policy)) clusters.join(edge.first, edge.second);
  }
  for (Row row = 0; row < work.same_as.size(); ++row)
    clusters.join(work.same_as[row], row);
  BMO_TRY(for_each_group(
      work.rows, work.position, work.options.memory_bytes / 4,
      [](const Fingerprint& print) { return print.seed == 0 ? Hash128{} : Hash128{1, print.seed}; },
      [&clusters](std::span<const Row> rows) {
        for (const Row row : rows.subspan(1))
          clusters.join(rows.front(), row);
        return ok();
      }));
  return clusters.roots();
}

}  // namespace bmo::dedup
