// Rows arrive in the order of survivors, so the first stays the first.
#include "bmo/dedup/stars.hpp"

#include <unordered_set>

namespace bmo::dedup {

void add_star(std::span<const Row> rows, EdgeKind kind, std::vector<Edge>& edges) {
  for (const Row row : rows.subspan(1)) {
    edges.push_back({.first = rows.front(),
                     .second = row,
                     .instruction = 1,
                     .response = 1,
                     .kind = kind,
                     .same_seed = false});
  }
}

Status add_distinct(const Work& work, std::span<const Row> rows, const Report& report,
                    const std::function<std::uint64_t(const Fingerprint&)>& aspect,
                    std::vector<Edge>& edges) {
  Fingerprint first;
  BMO_TRY(work.rows.read(rows.front(), first));
  std::unordered_set<std::uint64_t> seen{aspect(first)};
  for (const Row row : rows.subspan(1)) {
    Fingerprint print;
    BMO_TRY(work.rows.read(row, print));
    if (!seen.insert(aspect(print)).second) continue;
    edges.push_back({.first = rows.front(),
                     .second = row,
                     .instruction = report.instruction,
                     .response = report.response,
                     .kind = report.kind,
                     .same_seed = print.seed != 0 && print.seed == first.seed});
  }
  return ok();
}

}  // namespace bmo::dedup
