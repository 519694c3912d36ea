// Which formats the workspace's sets leave in, and how well models trained from them.
#include "bmo/metrics/metrics.hpp"

namespace bmo::metrics {
namespace {

struct Exports {
  static constexpr MetricCard card{
      .id = "exports",
      .title = "Exports and training",
      .definition =
          "In which formats the data sets of the workspace were exported, and what training "
          "logs that were linked to the exports say of the models.",
      .formula =
          "an export counts for each of its formats; a set's eval loss is the mean over its runs "
          "of each "
          "run's lowest; sets are compared only where pairs of the eval set and model are the "
          "same, and called "
          "different where each has three runs and the means are more than 4.303 standard errors "
          "apart",
      .source = "",
      .caution =
          "Exports of plain files are not remembered. Losses hang on seed, batch size and learning "
          "rate too, "
          "which logs do not tell; a lower eval loss is not yet a better model.",
      .order = 13,
  };

  void add(const Observation& /*seen*/) {}

  /// Pairs say nothing of it: `tell_exports` fills the chapter in where a workspace is at hand.
  void conclude(const Settings& /*settings*/, Chapter& out) const {
    out.not_evaluated = "no export of a data set is remembered: bmo export dataset:NAME --out DIR";
  }
};

}  // namespace

const MetricEntry& exports() {
  return entry<Exports>();
}

}  // namespace bmo::metrics
