// Tells how scores are spread: those given with the data, and ours.
#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "bmo/metrics/kit/figures.hpp"
#include "bmo/metrics/kit/named.hpp"

namespace bmo::metrics {
namespace {

constexpr std::size_t kBins = 10;

constexpr std::size_t kMostScores = 100;

struct Quality {
  static constexpr MetricCard card{
      .id = "quality",
      .title = "Quality",
      .definition =
          "How the scores given with the pairs are spread, each on its own scale, and beside them "
          "our soundness, which counts defects.",
      .formula =
          "mean, standard deviation, percentiles (exact up to 2,048 different values, else off by "
          "at most 0.5 %), ten equal bins",
      .source = "DDSketch (Masson et al., VLDB 2019) for percentiles",
      .caution =
          "Scores by judges and our soundness measure unlike things and are never averaged: a pair "
          "without defects may still be of little use.",
      .order = 2,
  };

  void add(const Observation& seen) {
    ++total;
    soundness.add(seen.soundness);
    if (seen.pair.metadata == nullptr || seen.pair.metadata->scores.empty()) return;
    ++scored;
    for (const Score& score : seen.pair.metadata->scores)
      if (Quantiles* values = given.find_or_add(score.name)) values->add(score.value);
  }

  void conclude(const Settings& settings, Chapter& out) const {
    Writer writer(out);
    writer.share("scored", "Pairs that came with a score", scored, total);
    for (const auto& [name, values] : given.map())
      writer.mean("mean." + name, "Mean of " + name, values);
    if (soundness.count() > 0) {
      writer.mean("mean.soundness", "Mean soundness", soundness);
      writer.share("below_85", "Pairs with a soundness below 85", soundness.below(85),
                   soundness.count());
    }
    Table& spread = writer.table("spread", "How the scores are spread", spread_columns("score"));
    for (const auto& [name, values] : given.map())
      spread.rows.push_back(spread_cells(name, values));
    if (soundness.count() > 0) spread.rows.push_back(spread_cells("soundness", soundness));
    for (const auto& [name, values] : given.map())
      histogram(name, values, scale_of(settings, name, values), writer);
    if (soundness.count() > 0) histogram("soundness", soundness, {0, 100}, writer);
    tell_left_out(given, "scores", writer);
    if (total > 0 && scored == 0) {
      writer.advise(Urgency::kInfo,
                    "No pair came with a score. A sample of 200, judged by a person or a model, "
                    "tells what soundness cannot: whether the answers are any good.");
    }
  }

  struct Bounds {
    double low = 0;
    double high = 1;
  };

  static Bounds scale_of(const Settings& settings, const std::string& name,
                         const Quantiles& values) {
    for (const Settings::Scale& scale : settings.scales) {
      if (scale.score == name && scale.high > scale.low) return {scale.low, scale.high};
    }
    return {values.lowest(), std::max(values.highest(), values.lowest() + 1e-9)};
  }

  static void histogram(const std::string& name, const Quantiles& values, Bounds bounds,
                        Writer& writer) {
    Table& table =
        writer.table("histogram." + name, "Histogram of " + name, {name, "pairs"}, Look::kBars);
    const double width = (bounds.high - bounds.low) / static_cast<double>(kBins);
    std::uint64_t before = values.below(bounds.low);
    for (std::size_t bin = 0; bin < kBins; ++bin) {
      const double from = bounds.low + width * static_cast<double>(bin);
      const bool is_last = bin + 1 == kBins;
      const std::uint64_t until = is_last ? values.count() : values.below(from + width);
      table.rows.push_back({text_cell(fmt::format("{:g} to {:g}", from, from + width)),
                            number_cell(static_cast<double>(until - std::min(until, before)))});
      before = until;
    }
  }

  std::uint64_t total = 0;
  std::uint64_t scored = 0;
  Quantiles soundness;
  Named<Quantiles> given{kMostScores};
};

}  // namespace

const MetricEntry& quality() {
  return entry<Quality>();
}

}  // namespace bmo::metrics
