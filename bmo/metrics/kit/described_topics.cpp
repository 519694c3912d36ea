// Sorts a sample by what the examples teach, corrects the shares, and draws the sample anew.
#include "bmo/metrics/kit/described_topics.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "bmo/base/hash.hpp"
#include "bmo/base/text.hpp"
#include "bmo/metrics/kit/soft_max.hpp"

namespace bmo::metrics {
namespace {

constexpr std::size_t kRedraws = 200;
constexpr int kMostRounds = 500;
// Of a draw, which begins where the whole sample ended.
constexpr int kRedrawRounds = 30;
constexpr std::uint64_t kLeastMissing = 20;

Examples examples_of(const std::vector<Settings::DescribedTopic>& topics, std::size_t dimension) {
  Examples out{.dimension = dimension, .classes = topics.size(), .rows = {}, .of = {}};
  for (std::size_t topic = 0; topic < topics.size(); ++topic) {
    const auto& rows = topics[topic].directions;
    out.rows.insert(out.rows.end(), rows.begin(), rows.end());
    out.of.insert(out.of.end(), rows.size() / dimension, static_cast<std::uint32_t>(topic));
  }
  return out;
}

/// How often a thing is in a draw: Poisson's numbers of mean 1, from a hash, so that neither the
/// order of the things nor their number changes a draw.
std::uint8_t times_drawn(std::uint64_t rank, std::uint64_t draw) {
  const std::array<std::uint64_t, 2> key{rank, draw};
  const std::uint64_t hash = hash64({reinterpret_cast<const char*>(key.data()), sizeof(key)}, 23);
  double left = std::ldexp(static_cast<double>(hash >> 11U), -53);
  double chance = std::exp(-1.0);
  std::uint8_t out = 0;
  while (left >= chance && out < 12) {
    left -= chance;
    chance /= ++out;
  }
  return out;
}

std::vector<float> probabilities_of(const SoftMax& learnt, const DirectionSample& sample,
                                    std::span<const std::uint32_t> slots) {
  std::vector<float> out;
  out.reserve(slots.size() * learnt.classes());
  std::vector<double> row(learnt.classes());
  for (const std::uint32_t slot : slots) {
    learnt.probabilities(sample.row(slot), row);
    for (const double value : row)
      out.push_back(static_cast<float>(value));
  }
  return out;
}

double described(const Settings& settings) {
  double out = 0;
  for (const Settings::DescribedTopic& topic : settings.described)
    out += topic.share;
  return out;
}

std::string why_not(const Settings& settings, const DirectionSample& sample) {
  if (!settings.space)
    return "Topics described by examples are not judged: --encoder none makes no vectors.";
  if (settings.described.size() < 2)
    return "Topics described by examples are not judged: two are needed; describe the rest of the "
           "set as a topic of its own.";
  if (described(settings) < kLeastDescribed)
    return fmt::format(
        "Topics described by examples are not judged: their targets add up to {:.0f} %, and what "
        "belongs to none of them would be counted for one. Describe the rest as a topic of its own "
        "in bmo.toml.",
        100 * described(settings));
  if (sample.size() < kLeastExamples)
    return "Topics described by examples are not judged: too few instructions have a vector.";
  return {};
}

struct Judged {
  const Settings::DescribedTopic& topic;
  DescribedShare now;
  double missing = 0;  ///< Pairs.

  bool is_gap() const {
    return now.high < topic.share / 2 && missing >= static_cast<double>(kLeastMissing);
  }
};

void tell_table(const std::vector<Judged>& all, Writer& writer) {
  Table& table = writer.table(
      "described", "Topics described by examples, against their targets",
      {"topic", "examples", "target %", "now %", "low %", "high %", "missing pairs", "verdict"});
  for (const Judged& one : all) {
    table.rows.push_back({text_cell(one.topic.topic),
                          number_cell(static_cast<double>(one.topic.examples)),
                          number_cell(100 * one.topic.share), number_cell(100 * one.now.share),
                          number_cell(100 * one.now.low), number_cell(100 * one.now.high),
                          number_cell(one.missing), text_cell(one.is_gap() ? "gap" : "-")});
  }
}

void advise(const Judged& one, Writer& writer) {
  if (!one.is_gap()) return;
  writer.advise(
      Urgency::kAlert,
      fmt::format(
          "Gap: write some {} pairs on {}: by its {} examples now {:.1f} % (at most {:.1f} % with "
          "95 % certainty), target {:.1f} %.",
          format_count(static_cast<std::uint64_t>(one.missing)), excerpt(one.topic.topic),
          one.topic.examples, 100 * one.now.share, 100 * one.now.high, 100 * one.topic.share));
}

}  // namespace

std::vector<DescribedShare> described_shares(const std::vector<Settings::DescribedTopic>& topics,
                                             const DirectionSample& sample) {
  const SoftMax learnt(examples_of(topics, sample.dimension()));
  const std::vector<std::uint32_t> slots = sample.by_rank();
  const std::vector<float> probabilities = probabilities_of(learnt, sample, slots);
  std::vector<std::uint8_t> times(slots.size(), 1);
  const std::vector<double> shares =
      corrected_shares(probabilities, times, learnt.prior(), learnt.prior(), kMostRounds);
  std::vector<std::vector<double>> draws(topics.size());
  for (std::size_t draw = 0; draw < kRedraws; ++draw) {
    for (std::size_t i = 0; i < slots.size(); ++i)
      times[i] = times_drawn(sample.rank(slots[i]), draw);
    const std::vector<double> drawn =
        corrected_shares(probabilities, times, learnt.prior(), shares, kRedrawRounds);
    for (std::size_t topic = 0; topic < topics.size(); ++topic)
      draws[topic].push_back(drawn[topic]);
  }
  std::vector<DescribedShare> out;
  for (std::size_t topic = 0; topic < topics.size(); ++topic) {
    std::ranges::sort(draws[topic]);
    out.push_back({.share = shares[topic],
                   .low = draws[topic][kRedraws / 40],
                   .high = draws[topic][kRedraws - 1 - kRedraws / 40]});
  }
  return out;
}

bool tell_described(const Settings& settings, const DirectionSample& sample, std::uint64_t total,
                    Writer& writer) {
  const std::string why = why_not(settings, sample);
  if (!why.empty()) {
    writer.advise(Urgency::kInfo, why);
    return false;
  }
  const std::vector<DescribedShare> shares = described_shares(settings.described, sample);
  std::vector<Judged> all;
  double met = 0;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const Settings::DescribedTopic& topic = settings.described[i];
    const double missing = (topic.share - shares[i].share) * static_cast<double>(total);
    all.push_back({topic, shares[i], std::max(0.0, std::round(missing))});
    met += std::min(topic.share, shares[i].share);
  }
  tell_table(all, writer);
  for (const Judged& one : all)
    advise(one, writer);
  writer
      .number("described_fit", "Fit to the targets described by examples",
              100 * met / described(settings), sample.size(), "%")
      .method =
      fmt::format("sum of min(now, target) over the targets; encoder {}", settings.space->encoder);
  return true;
}

}  // namespace bmo::metrics
