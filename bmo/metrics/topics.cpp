// Tells which topics are covered, how evenly, and what is missing against the targets.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "bmo/base/text.hpp"
#include "bmo/metrics/kit/described_topics.hpp"
#include "bmo/metrics/kit/figures.hpp"
#include "bmo/metrics/kit/found_topics.hpp"
#include "bmo/metrics/kit/named.hpp"

namespace bmo::metrics {
namespace {

constexpr std::size_t kShown = 40;
constexpr std::uint64_t kLeastMissing = 20;

struct Topics {
  static constexpr MetricCard card{
      .id = "topics",
      .title = "Topics and balance",
      .definition =
          "How pairs are spread over the topics that they came with, and over topics that are "
          "found in them: instructions that ask for similar things.",
      .formula =
          "entropy H = -sum p ln p; effective topics = exp(H); balance = exp(H) / topics; Gini of "
          "the counts. A topic is a gap where the upper end of its Wilson interval lies below half "
          "its target and at least 20 pairs are missing. Found topics: spherical k-means of the "
          "directions of up to 10,000 instructions (those with the lowest hashes), k = root of "
          "half their number, 8 to 200, the best of four starts; named by class-based TF-IDF. "
          "Topics "
          "described by examples: multinomial logistic regression on their directions, shares of "
          "the same sample corrected for what it mixes up by expectation and maximisation, "
          "interval from 200 bootstrap draws; fit = sum over topics of min(now, target) / sum of "
          "the targets",
      .source =
          "Shannon, 1948; Wilson, 1927; Arthur & Vassilvitskii, 2007; Grootendorst, 2022; "
          "Saerens et al., 2002",
      .caution =
          "A pair counts for each of its topics; what a tag means is for its author to say. Found "
          "topics are as fine as k makes them, and their words seldom are the name that a person "
          "would choose: read the examples. Their shares are of the sample. With fewer than 40 "
          "examples of a topic more gaps are called that are none. What belongs to no described "
          "topic is counted for one: describe the rest as a topic too.",
      .order = 3,
      .directions = true,
  };

  void add(const Observation& seen) {
    ++total;
    const Metadata* metadata = seen.pair.metadata;
    const auto topics =
        metadata == nullptr ? std::span<const std::string_view>() : (*metadata)[ListField::kTopics];
    untagged += topics.empty() ? 1 : 0;
    std::uint32_t first = 0;
    for (const std::string_view topic : topics) {
      Topic* known = counts.find_or_add(topic);
      if (known == nullptr) continue;
      if (known->count++ == 0) known->number = static_cast<std::uint32_t>(counts.map().size());
      if (first == 0) first = known->number;
    }
    found.add(seen, first);
  }

  void conclude(const Settings& settings, Chapter& out) const {
    Writer writer(out);
    writer.share("untagged", "Pairs without a topic", untagged, total);
    const bool is_given = !counts.map().empty();
    if (is_given) {
      tell_balance(writer);
      tell_counts(writer);
      if (!settings.topics.empty()) tell_targets(settings, writer);
      tell_left_out(counts, "topics", writer);
    }
    const bool is_described =
        !settings.described.empty() && tell_described(settings, found.sample(), total, writer);
    const auto name_of = [this](std::uint32_t number) { return name_by(number); };
    const bool is_found = settings.space && found.tell(*settings.space, name_of, writer);
    if (!is_given && !is_found && !is_described) out.not_evaluated = "no pair came with a topic";
  }

  std::string name_by(std::uint32_t number) const {
    for (const auto& [name, topic] : counts.map()) {
      if (topic.number == number) return name;
    }
    return {};
  }

  void tell_balance(Writer& writer) const {
    std::uint64_t sum = 0;
    std::vector<double> sorted;
    for (const auto& [name, topic] : counts.map()) {
      sum += topic.count;
      sorted.push_back(static_cast<double>(topic.count));
    }
    double entropy = 0;
    for (const double count : sorted) {
      const double p = count / static_cast<double>(sum);
      entropy -= p * std::log(p);
    }
    std::sort(sorted.begin(), sorted.end());
    double weighted = 0;
    for (std::size_t i = 0; i < sorted.size(); ++i)
      weighted +=
          (2.0 * static_cast<double>(i + 1) - static_cast<double>(sorted.size()) - 1) * sorted[i];
    const auto n = static_cast<double>(sorted.size());
    writer.number("count", "Topics", n, total);
    writer.number("effective", "Effective topics", std::exp(entropy), sum).method = "exp(H)";
    writer.number("balance", "Balance of topics (1: even)", std::exp(entropy) / n, sum).method =
        "exp(H) / topics";
    writer.number("gini", "Gini of the counts (0: even)", weighted / (n * static_cast<double>(sum)),
                  sum);
  }

  void tell_counts(Writer& writer) const {
    std::vector<std::pair<std::string, std::uint64_t>> sorted;
    for (const auto& [name, topic] : counts.map())
      sorted.emplace_back(name, topic.count);
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    Table& table = writer.table("shares", "Pairs by topic", {"topic", "%", "pairs"}, Look::kBars);
    for (std::size_t i = 0; i < std::min(kShown, sorted.size()); ++i) {
      const auto count = static_cast<double>(sorted[i].second);
      table.rows.push_back({text_cell(sorted[i].first),
                            number_cell(100 * count / static_cast<double>(total)),
                            number_cell(count)});
    }
  }

  void tell_targets(const Settings& settings, Writer& writer) const {
    Table& table = writer.table("targets", "Topics against their targets",
                                {"topic", "target %", "now %", "low %", "high %", "missing pairs"});
    double met = 0;
    double wanted_at_all = 0;
    for (const Settings::TopicTarget& target : settings.topics) {
      const auto given = counts.map().find(target.topic);
      const std::uint64_t count = given == counts.map().end() ? 0 : given->second.count;
      const Interval interval = wilson(count, total);
      const double now = static_cast<double>(count) / static_cast<double>(total);
      met += std::min(now, target.share);
      wanted_at_all += target.share;
      const double wanted = target.share * static_cast<double>(total);
      const double missing = std::max(0.0, std::round(wanted - static_cast<double>(count)));
      table.rows.push_back({text_cell(target.topic), number_cell(100 * target.share),
                            number_cell(100 * now), number_cell(100 * interval.low),
                            number_cell(100 * interval.high), number_cell(missing)});
      const bool is_gap =
          interval.high < target.share / 2 && missing >= static_cast<double>(kLeastMissing);
      if (!is_gap) continue;
      writer.advise(
          Urgency::kAlert,
          fmt::format("Gap: write some {} pairs on {}: now {:.1f} % (at most {:.1f} % with 95 % "
                      "certainty), target {:.1f} %.",
                      format_count(static_cast<std::uint64_t>(missing)), excerpt(target.topic),
                      100 * now, 100 * interval.high, 100 * target.share));
    }
    if (wanted_at_all <= 0) return;
    writer.number("fit", "Fit to the targets", 100 * met / wanted_at_all, total, "%").method =
        "sum of min(now, target) over the targets";
  }

  std::uint64_t total = 0;
  std::uint64_t untagged = 0;
  struct Topic {
    std::uint64_t count = 0;
    std::uint32_t number = 0;  ///< From 1, as they were met.
  };
  Named<Topic> counts{kMostNames};
  FoundTopics found;
};

}  // namespace

const MetricEntry& topics() {
  return entry<Topics>();
}

}  // namespace bmo::metrics
