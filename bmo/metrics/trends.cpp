// Watches quality and form from batch to batch and says where they shift.
#include <cmath>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "bmo/metrics/kit/control_chart.hpp"
#include "bmo/metrics/kit/course.hpp"
#include "bmo/metrics/kit/figures.hpp"
#include "bmo/metrics/kit/named.hpp"

namespace bmo::metrics {
namespace {

constexpr std::size_t kMostSeries = 30;

struct Trends {
  static constexpr MetricCard card{
      .id = "trends",
      .title = "Trends and early warning",
      .definition =
          "Means by batch, in the order of the batches' names: which batch left the range that the "
          "first ones set, in which the pairs are spread differently, where the level shifted, "
          "what "
          "rises or falls.",
      .formula =
          "EWMA with lambda 0.2 and L 2.962 on standardised batch means, beside three standard "
          "errors for single batches; limits widened by t(m - 1, .99865) sqrt(1 + 1/m) / 3 for a "
          "baseline of m batches (the ten first, or all but two where there are fewer). Spread: "
          "population stability index over tenths of the baseline, judged by its chi-square. "
          "Levels: least squares with a penalty of 3 log n variances a shift, segments of four "
          "batches or more. Slopes: Theil and Sen's, judged by Mann and Kendall's test after what "
          "a "
          "batch has from the one before is taken out. Of a batch's alarms those are alerts that "
          "pass Benjamini and Hochberg's test at 0.05 over all series and are half a standard "
          "deviation or two points of a share large",
      .source =
          "Lucas & Saccucci, Technometrics 1990; Yurdakul & Naranjo, Journal of Risk Model "
          "Validation 2020; Jackson et al., IEEE Signal Processing Letters 2005; Sen, JASA 1968; "
          "Benjamini & Hochberg, JRSS B 1995",
      .caution =
          "Below eight baseline batches nothing is judged, below ten no slope. A shift may be a "
          "change of topics: look at the batch before you act.",
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
    std::vector<Course> courses;
    for (const auto& [name, batches] : series.map()) {
      if (const auto course = course_of(name, batches.map())) courses.push_back(*course);
    }
    tell_courses(courses, writer);
    const auto longest = series.map().find("soundness");
    if (longest != series.map().end()) tell_left_out(longest->second, "batches", writer);
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
