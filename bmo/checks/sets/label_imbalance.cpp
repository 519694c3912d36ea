// Finds sets in which one label or category hardly occurs beside the others.
#include <algorithm>
#include <functional>
#include <map>

#include "bmo/checks/kit/walk.hpp"
#include "bmo/checks/set_checks.hpp"

namespace bmo::checks::sets {
namespace {

constexpr std::uint64_t kLeastRows = 200;
constexpr std::uint64_t kMostTimes = 10;
constexpr std::size_t kMostNames = 256;

struct LabelImbalance {
  static constexpr CheckCard card{
      .id = "label_imbalance",
      .code = "W_IMBALANCE",
      .title = "A label or category hardly occurs in the set",
      .why =
          "The most frequent one has more than ten times the rows of the rarest. What is rare in "
          "training is forgotten first; for binary feedback, trainers ask for at most 4 to 3 after "
          "weighting.",
      .fix = "Add pairs of the rare kind, weight it up, or sample fewer of the frequent one.",
      .severity = Severity::kWarning,
      .family = Family::kContent,
  };

  void add(const Batch& batch) {
    each_pair(batch, [&](std::size_t row, const Pair& pair) {
      const std::uint64_t number = batch.records[row].number;
      if (pair.label != Label::kNone) {
        take(labels, pair.label == Label::kTrue ? "true" : "false", {1, number});
      }
      if (pair.metadata == nullptr) return;
      const std::string_view category = (*pair.metadata)[TextField::kCategory];
      if (!category.empty()) take(categories, category, {1, number});
    });
  }

  void merge(const LabelImbalance& other) {
    for (const auto& [name, count] : other.labels)
      take(labels, name, count);
    for (const auto& [name, count] : other.categories)
      take(categories, name, count);
  }

  std::vector<SetFinding> judge() const {
    std::vector<SetFinding> out;
    judge_counts("label", labels, out);
    judge_counts("category", categories, out);
    return out;
  }

  struct Count {
    std::uint64_t rows = 0;
    std::uint64_t first_record = 0;
  };
  using Counts = std::map<std::string, Count, std::less<>>;

  /// A field with more names than are kept is no set of categories: it stays above the limit.
  static void take(Counts& counts, std::string_view name, const Count& from) {
    auto found = counts.find(name);
    if (found == counts.end()) {
      if (counts.size() > kMostNames) return;
      found = counts.emplace(std::string(name), Count{}).first;
    }
    Count& into = found->second;
    const bool is_first = into.rows == 0 || from.first_record < into.first_record;
    if (is_first) into.first_record = from.first_record;
    into.rows += from.rows;
  }

  static void judge_counts(std::string_view field, const Counts& counts,
                           std::vector<SetFinding>& out) {
    if (counts.size() < 2 || counts.size() > kMostNames) return;
    const auto by_rows = [](const auto& a, const auto& b) { return a.second.rows < b.second.rows; };
    const auto [rarest, most] = std::minmax_element(counts.begin(), counts.end(), by_rows);
    std::uint64_t rows = 0;
    for (const auto& [name, count] : counts)
      rows += count.rows;
    if (rows < kLeastRows || most->second.rows <= kMostTimes * rarest->second.rows) return;
    out.push_back({.rows = rarest->second.rows,
                   .of = rows,
                   .first_record = rarest->second.first_record,
                   .detail = std::string(field) + " " + rarest->first.substr(0, 24) + " has " +
                             std::to_string(rarest->second.rows) + " rows, " +
                             most->first.substr(0, 24) + " has " +
                             std::to_string(most->second.rows)});
  }

  Counts labels;
  Counts categories;
};

}  // namespace

const SetCheckEntry& label_imbalance() {
  return set_entry<LabelImbalance>();
}

}  // namespace bmo::checks::sets
