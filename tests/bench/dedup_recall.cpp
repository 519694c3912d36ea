// Prints, for each threshold, how many of the edges that comparing all with all gives the search
// finds.
//
//   bmo_dedup_recall FILE [PAIRS]
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <numeric>
#include <set>
#include <string>
#include <vector>

#include "bmo/dedup/compare.hpp"
#include "bmo/dedup/shingles.hpp"
#include "tests/unit/dedup/real_pairs.hpp"

namespace bmo::dedup {
namespace {

constexpr double kFloor = 0.5;
constexpr std::array<double, 8> kThresholds{0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9, 0.95};

struct Sized {
  std::vector<std::uint64_t> shingles;
  Row row = 0;
};

/// The sets that are compared, smallest first. Rows that cannot be told apart are one.
Result<std::vector<Sized>> cut_all(const Work& work, const Survey& survey) {
  std::vector<Sized> out;
  std::string skeleton;
  BMO_TRY(work.rows.scan([&](const Rows::Chunk& chunk) {
    for (std::size_t i = 0; i < chunk.prints.size(); ++i) {
      const Row row = chunk.first + static_cast<Row>(i);
      if (work.same_as[row] != row) continue;
      survey.strip(chunk.texts_of(chunk.prints[i]).instruction, skeleton);
      Sized made{.row = row};
      cut_shingles(skeleton, made.shingles);
      make_set(made.shingles);
      out.push_back(std::move(made));
    }
    return ok();
  }));
  std::sort(out.begin(), out.end(),
            [](const Sized& a, const Sized& b) { return a.shingles.size() < b.shingles.size(); });
  return out;
}

Result<std::vector<Edge>> compare_all(const Work& work) {
  BMO_TRY_AS(const Survey survey, Survey::take(work.rows, serial(), work.options.strip_lines));
  BMO_TRY_AS(const std::vector<Sized> all, cut_all(work, survey));
  Comparer comparer(work, survey);
  std::vector<Edge> out;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto limit =
        static_cast<std::size_t>(static_cast<double>(all[i].shingles.size()) / kFloor);
    for (std::size_t j = i + 1; j < all.size() && all[j].shingles.size() <= limit; ++j) {
      if (jaccard(all[i].shingles, all[j].shingles) < kFloor) continue;
      BMO_TRY_AS(const std::optional<Edge> edge, comparer.compare(all[i].row, all[j].row));
      if (edge) out.push_back(*edge);
    }
  }
  return out;
}

void print_recall(const std::vector<Edge>& expected, const std::vector<Edge>& found) {
  std::set<std::pair<Row, Row>> seen;
  for (const Edge& edge : found)
    seen.insert({edge.first, edge.second});
  std::printf("threshold  edges  found  recall   near  found  recall\n");
  for (const double threshold : kThresholds) {
    std::array<std::size_t, 4> counts{};
    for (const Edge& edge : expected) {
      if (edge.instruction < static_cast<float>(threshold)) continue;
      const bool is_found = seen.contains({edge.first, edge.second});
      const bool is_near = edge.kind == EdgeKind::kNear;
      counts[0] += 1;
      counts[1] += is_found ? 1U : 0U;
      counts[2] += is_near ? 1U : 0U;
      counts[3] += is_near && is_found ? 1U : 0U;
    }
    const auto share = [](std::size_t part, std::size_t whole) {
      return whole == 0 ? 1.0 : static_cast<double>(part) / static_cast<double>(whole);
    };
    std::printf("%9.2f %6zu %6zu %7.4f %6zu %6zu %7.4f\n", threshold, counts[0], counts[1],
                share(counts[1], counts[0]), counts[2], counts[3], share(counts[3], counts[2]));
  }
}

Status run(const std::string& path, std::size_t limit) {
  FingerprintBatch batch;
  Fingerprinter fingerprinter;
  BMO_TRY(for_each_pair(path, nullptr, [&](const Pair& pair) {
    if (batch.prints.size() < limit) {
      fingerprinter.add(pair, {.record = batch.prints.size() + 1}, batch);
    }
  }));
  const Rows rows = Rows::of(std::move(batch));
  const Options options{.floor = kFloor};
  const ParallelFor parallel = serial();
  BMO_TRY_AS(const Work work, prepare(rows, options, parallel, io::posix_disk(), "."));
  const std::array<const MethodEntry*, 1> near{find_method("near")};
  BMO_TRY_AS(const std::vector<Edge> found, find_edges(work, near));
  BMO_TRY_AS(const std::vector<Edge> expected, compare_all(work));
  std::printf("%s: %zu pairs, %zu edges by the search\n", path.c_str(), rows.size(), found.size());
  print_recall(expected, found);
  return ok();
}

}  // namespace
}  // namespace bmo::dedup

int main(int count, char** values) {
  if (count < 2) return 2;
  const bmo::Status status =
      bmo::dedup::run(values[1], count > 2 ? std::strtoul(values[2], nullptr, 10) : 20000);
  if (status) return 0;
  std::fprintf(stderr, "%s\n", status.error().message.c_str());
  return 1;
}
