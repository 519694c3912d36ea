// Watches quality and form from batch to batch and says where they shift.
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "bmo/base/text.hpp"
#include "bmo/metrics/kit/control_chart.hpp"
#include "bmo/metrics/kit/figures.hpp"
#include "bmo/metrics/kit/named.hpp"

namespace bmo::metrics {
namespace {

/// By batch, in the order of their names.
using Series = Named<Quantiles>::Map;

constexpr std::size_t kMostSeries = 30;

struct Trends {
  static constexpr MetricCard card{
      .id = "trends",
      .title = "Trends and early warning",
      .definition =
          "Means by batch, in the order of the batches' names, on a control chart: which batch "
          "left "
          "the range that the first ones set.",
      .formula =
          "EWMA with lambda 0.2 and L 2.962 on standardised batch means, beside three standard "
          "errors for single batches; limits widened by t(m - 1, .99865) sqrt(1 + 1/m) / 3 for a "
          "baseline of m batches (the ten first, or all but two where there are fewer)",
      .source = "Lucas & Saccucci, Technometrics 1990",
      .caution =
          "Below eight baseline batches nothing is judged. A shift may be a change of topics: look "
          "at the batch before you act.",
      .order = 9,
  };

  void add(const Observation& seen) {
    const Metadata* metadata = seen.pair.metadata;
    if (metadata == nullptr || (*metadata)[TextField::kBatch].empty()) return;
    const std::string_view batch = (*metadata)[TextField::kBatch];
    for (const Score& score : metadata->scores)
      add("score " + std::string(score.name), batch, score.value);
    add("soundness", batch, seen.soundness);
    if (seen.profile.response_words == 0) return;
    add("answer length, log words", batch,
        std::log(static_cast<double>(seen.profile.response_words)));
    add("share with code", batch, seen.profile.has_code ? 1 : 0);
    add("share with lists", batch, seen.profile.list_items >= 2 ? 1 : 0);
    if (seen.profile.response_sentences > 0) {
      add("words in a sentence", batch,
          static_cast<double>(seen.profile.response_words) / seen.profile.response_sentences);
    }
  }

  void add(std::string_view name, std::string_view batch, double value) {
    Batches* batches = series.find_or_add(name);
    if (batches == nullptr) return;
    if (Quantiles* values = batches->find_or_add(batch)) values->add(value);
  }

  void conclude(const Settings& /*settings*/, Chapter& out) const {
    Writer writer(out);
    std::size_t most = 0;
    for (const auto& [name, batches] : series.map())
      most = std::max(most, batches.map().size());
    writer.number("batches", "Batches", static_cast<double>(most), most);
    if (most < kLeastBaseline + 1) {
      out.not_evaluated =
          fmt::format("{} batches: nine are needed for a baseline and one to judge", most);
      return;
    }
    tell_left_out(series, "series", writer);
    for (const auto& [name, batches] : series.map()) {
      if (batches.map().size() >= kLeastBaseline + 1) tell_series(name, batches.map(), writer);
    }
    const auto longest = series.map().find("soundness");
    if (longest != series.map().end()) tell_left_out(longest->second, "batches", writer);
  }

  static void tell_series(const std::string& name, const Series& batches, Writer& writer) {
    Quantiles all;
    std::vector<BatchMean> means;
    for (const auto& [batch, values] : batches) {
      if (values.count() == 0) return;
      all.merge(values);
      means.push_back({values.mean(), static_cast<double>(values.count())});
    }
    const std::size_t baseline = std::min<std::size_t>(10, means.size() - 1);
    const std::vector<ChartPoint> points = control_chart(means, baseline, within(batches));
    Table& table = writer.table("chart." + name, "Batches: " + name,
                                {"batch", "mean", "pairs", "ewma", "limit", "verdict"});
    std::size_t i = 0;
    for (const auto& [batch, values] : batches) {
      const ChartPoint& point = points[i];
      const std::string_view verdict =
          point.is_alarm ? "alarm" : (point.is_learning ? "learning" : "in control");
      table.rows.push_back({text_cell(batch), number_cell(means[i].mean), number_cell(means[i].n),
                            number_cell(point.ewma), number_cell(point.limit), text_cell(verdict)});
      if (point.is_alarm) {
        writer.advise(Urgency::kAlert,
                      fmt::format("Batch {}: {} is {:.3g}, {:+.1f} standard errors from the first "
                                  "{} batches.",
                                  excerpt(batch), name, means[i].mean, point.z, baseline));
      }
      ++i;
    }
  }

  /// The standard deviation of single pairs about the mean of their batch.
  static double within(const Series& batches) {
    double squares = 0;
    double degrees = 0;
    for (const auto& [batch, values] : batches) {
      const auto n = static_cast<double>(values.count());
      squares += values.deviation() * values.deviation() * (n - 1);
      degrees += n - 1;
    }
    return degrees > 0 ? std::sqrt(squares / degrees) : 0;
  }

  struct Batches : Named<Quantiles> {
    Batches() : Named<Quantiles>(kMostBatches) {}
  };
  Named<Batches> series{kMostSeries};
};

}  // namespace

const MetricEntry& trends() {
  return entry<Trends>();
}

}  // namespace bmo::metrics
