// The order of rows, what is equal among them, and the joining of all methods' edges.
#include "bmo/dedup/dedup.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <tuple>

#include "bmo/dedup/groups.hpp"

namespace bmo::dedup {
namespace {

constexpr std::array<std::string_view, kNumEdgeKinds> kKindNames{
    "copy",     "identical",   "near",    "semantic", "variant", "semantic-variant",
    "conflict", "same-answer", "template"};

struct Place {
  std::uint64_t rank;
  Hash128 raw;
  std::uint64_t record;
  Row row;
};

/// Rows of equal rank and content differ in their metadata alone; the earlier record goes first.
bool before(const Place& a, const Place& b) {
  return std::tie(a.rank, a.raw, a.record) < std::tie(b.rank, b.raw, b.record);
}

Result<std::vector<Row>> order_rows(const Rows& rows) {
  std::vector<Place> places;
  places.reserve(rows.size());
  BMO_TRY(rows.scan_prints([&](const Rows::Chunk& chunk) {
    for (const Fingerprint& print : chunk.prints) {
      places.push_back({print.rank, print.raw, print.record, static_cast<Row>(places.size())});
    }
    return ok();
  }));
  std::sort(places.begin(), places.end(), before);
  std::vector<Row> position(rows.size());
  for (std::size_t i = 0; i < places.size(); ++i)
    position[places[i].row] = static_cast<Row>(i);
  return position;
}

/// Evidence that says how alike two pairs are, against evidence of another sort.
bool is_report(EdgeKind kind) {
  return kind == EdgeKind::kSameAnswer || kind == EdgeKind::kTemplate;
}

}  // namespace

std::string_view edge_kind_name(EdgeKind kind) {
  return kKindNames[static_cast<std::size_t>(kind)];
}

Result<Work> prepare(const Rows& rows, const Options& options, const ParallelFor& parallel,
                     io::Disk& disk, std::string directory) {
  Work out{rows, options, parallel, disk, std::move(directory), {}, {}};
  BMO_TRY_AS(out.position, order_rows(rows));
  out.same_as.resize(rows.size());
  std::iota(out.same_as.begin(), out.same_as.end(), Row{0});
  BMO_TRY(for_each_group(
      rows, out.position, options.memory_bytes / 4,
      [](const Fingerprint& print) { return print.norm; },
      [&out](std::span<const Row> group) {
        for (const Row row : group)
          out.same_as[row] = group.front();
        return ok();
      }));
  return out;
}

const MethodEntry* find_method(std::string_view id) {
  for (const MethodEntry* method : methods::all()) {
    if (method->card->id == id) return method;
  }
  return nullptr;
}

void sort_edges(const Work& work, std::vector<Edge>& edges) {
  const std::span<const Row> position = work.position;
  std::sort(edges.begin(), edges.end(), [position](const Edge& a, const Edge& b) {
    const auto key = [position](const Edge& e) {
      return std::tuple(position[e.second], is_report(e.kind), position[e.first], e.kind,
                        -e.instruction, -e.response);
    };
    return key(a) < key(b);
  });
  const auto same = [](const Edge& a, const Edge& b) {
    return a.second == b.second && a.first == b.first && is_report(a.kind) == is_report(b.kind) &&
           (!is_report(a.kind) || a.kind == b.kind);
  };
  edges.erase(std::unique(edges.begin(), edges.end(), same), edges.end());
  std::sort(edges.begin(), edges.end(), [position](const Edge& a, const Edge& b) {
    const auto key = [position](const Edge& e) {
      return std::tuple(position[e.second], e.kind, -e.instruction, -e.response, position[e.first]);
    };
    return key(a) < key(b);
  });
}

Result<std::vector<Edge>> find_edges(const Work& work,
                                     std::span<const MethodEntry* const> methods) {
  std::vector<Edge> edges;
  for (const MethodEntry* method : methods)
    BMO_TRY(method->find(work, edges));
  sort_edges(work, edges);
  return edges;
}

}  // namespace bmo::dedup
