// Cuts a sample into clusters, names them by their words, and sets them beside the given topics.
#include "bmo/metrics/kit/found_topics.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "bmo/base/text.hpp"
#include "bmo/metrics/kit/cluster_words.hpp"
#include "bmo/metrics/kit/clusters.hpp"
#include "bmo/metrics/kit/exact_sum.hpp"

namespace bmo::metrics {
namespace {

constexpr std::size_t kLeast = 200;
constexpr std::size_t kShown = 40;
constexpr std::size_t kWords = 3;
constexpr double kUneven = 0.5;

template <typename Counts>
double entropy(const Counts& counts, double all) {
  ExactSum out;  // Topics have numbers as they were met, which must not show.
  for (const auto& [key, count] : counts)
    out.add(-count / all * std::log(count / all));
  return out.value();
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words)
    out += (out.empty() ? "" : ", ") + word;
  return out.empty() ? "(no words of its own)" : out;
}

/// Of each cluster the given topic that most of its pairs have (of several the first by name), with
/// its share; 0: none.
std::vector<std::pair<std::uint32_t, double>> most_given(
    const Clusters& clusters, const DirectionSample& sample,
    const std::function<std::string(std::uint32_t)>& name_of) {
  std::vector<std::map<std::uint32_t, std::uint64_t>> counts(clusters.sizes.size());
  for (std::size_t slot = 0; slot < sample.size(); ++slot)
    ++counts[clusters.of[slot]][sample.label(slot)];
  std::vector<std::pair<std::uint32_t, double>> out;
  for (std::size_t c = 0; c < counts.size(); ++c) {
    const auto most = std::ranges::max_element(counts[c], [&](const auto& a, const auto& b) {
      return a.second != b.second ? a.second < b.second : name_of(a.first) > name_of(b.first);
    });
    out.emplace_back(most->first,
                     static_cast<double>(most->second) / static_cast<double>(clusters.sizes[c]));
  }
  return out;
}

double effective_number(const Clusters& clusters, double all) {
  std::map<std::size_t, double> counts;
  for (std::size_t c = 0; c < clusters.sizes.size(); ++c)
    counts[c] = static_cast<double>(clusters.sizes[c]);
  return std::exp(entropy(counts, all));
}

void advise(const Clusters& clusters, const std::vector<std::vector<std::string>>& words,
            double balance, double all, Writer& writer) {
  if (balance >= kUneven || clusters.sizes.size() < 4) return;
  const std::size_t last = clusters.sizes.size() - 1;
  writer.advise(
      Urgency::kInfo,
      fmt::format("The largest found topic ({}) holds {:.0f} % of the pairs; the smallest are {} "
                  "and {}. Where they are meant to be covered, write there next, or name targets "
                  "under [topics] in bmo.toml.",
                  joined(words[0]), 100 * static_cast<double>(clusters.sizes[0]) / all,
                  joined(words[last]), joined(words[last - 1])));
}

}  // namespace

void FoundTopics::add(const Observation& seen, std::uint32_t given) {
  if (seen.direction.empty()) return;
  const Message* asked = nullptr;
  for (const Message& message : seen.pair.messages) {
    if (message.role == Role::kUser) asked = &message;
  }
  sample_.add(seen.pair.content.low, seen.direction,
              asked == nullptr ? std::string_view() : asked->content, given);
}

bool FoundTopics::tell(const Space& space, const std::function<std::string(std::uint32_t)>& name_of,
                       Writer& writer) const {
  if (sample_.size() < kLeast) return false;
  const Clusters clusters = find_clusters(sample_, cluster_count(sample_.size()));
  const auto words = cluster_words(sample_.texts(), clusters.of, clusters.sizes.size(), kWords);
  const std::uint64_t n = sample_.size();
  const auto all = static_cast<double>(n);
  const double effective = effective_number(clusters, all);
  const auto count = static_cast<double>(clusters.sizes.size());
  writer.number("found", "Topics found", count, n).method =
      fmt::format("k-means of {} instructions, encoder {}", format_count(n), space.encoder);
  writer.number("found_effective", "Effective topics found", effective, n).method = "exp(H)";
  writer.number("found_balance", "Balance of the topics found (1: even)", effective / count, n);
  writer.number("found_cohesion", "Closeness to the topic's centre (mean cosine)",
                clusters.cohesion, n);
  const double known = agreement(clusters.of, sample_.labels());
  if (!is_absent(known))
    writer.number("found_agreement", "Agreement with the given topics (0 to 1)", known, n).method =
        "normalised mutual information, 0 to 1";
  const auto given = most_given(clusters, sample_, name_of);
  Table& table =
      writer.table("found_shares", "Topics found, by their own words",
                   {"words", "example", "mostly given as", "pairs looked at", "%"}, Look::kBars);
  for (std::size_t c = 0; c < std::min(kShown, clusters.sizes.size()); ++c) {
    const auto size = static_cast<double>(clusters.sizes[c]);
    const std::string mostly =
        given[c].first == 0 ? std::string("-")
                            : fmt::format("{} ({:.0f} %)", excerpt(name_of(given[c].first), 40),
                                          100 * given[c].second);
    table.rows.push_back({text_cell(joined(words[c])),
                          text_cell(excerpt(sample_.text(clusters.middle[c]), 60)),
                          text_cell(mostly), number_cell(size), number_cell(100 * size / all)});
  }
  advise(clusters, words, effective / count, all, writer);
  return true;
}

double agreement(std::span<const std::uint32_t> found, std::span<const std::uint32_t> given) {
  std::map<std::uint32_t, double> a, b;
  std::map<std::pair<std::uint32_t, std::uint32_t>, double> both;
  double all = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (given[i] == 0) continue;
    ++all;
    ++a[found[i]];
    ++b[given[i]];
    ++both[{found[i], given[i]}];
  }
  if (a.size() < 2 || b.size() < 2) return kAbsent;
  const double entropy_a = entropy(a, all);
  const double entropy_b = entropy(b, all);
  return 2 * (entropy_a + entropy_b - entropy(both, all)) / (entropy_a + entropy_b);
}

}  // namespace bmo::metrics
