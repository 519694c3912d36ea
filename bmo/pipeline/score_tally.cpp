// Adds scores up in whole numbers, and spells the sums as JSON.
#include "bmo/pipeline/score_tally.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "bmo/pipeline/scoring.hpp"

namespace bmo::pipeline {
namespace {

constexpr double kThousand = 1000;

json::Dom bins_dom(const ScoreTotal& total) {
  json::Dom out = json::Dom::array();
  for (std::size_t bin = 0; bin < total.bins.size(); ++bin) {
    if (total.bins[bin] != 0) out.push_back({bin, total.bins[bin]});
  }
  return out;
}

json::Dom summary_of(const ScoreTotal& total) {
  json::Dom out{{"evaluated", total.evaluated}, {"not_evaluated", total.not_evaluated}};
  if (total.evaluated == 0) return out;
  out["mean"] = total.mean();
  for (const auto& [name, share] :
       {std::pair{"p1", 0.01}, {"p5", 0.05}, {"p25", 0.25}, {"p50", 0.5}, {"p75", 0.75}}) {
    out["percentiles"][name] = total.percentile(share);
  }
  out["below_85"] = total.below(85);
  out["below_70"] = total.below(70);
  out["histogram"] = bins_dom(total);
  return out;
}

using NamedLoss = std::pair<std::string, LossTotal>;

/// Dearest first; equals by name.
std::vector<NamedLoss> by_points(const std::map<std::string, LossTotal>& losses) {
  std::vector<NamedLoss> out(losses.begin(), losses.end());
  std::ranges::stable_sort(out, std::greater(),
                           [](const NamedLoss& loss) { return loss.second.points; });
  return out;
}

}  // namespace

void ScoreTotal::add(double value, double highest) {
  if (is_absent(value)) {
    ++not_evaluated;
    return;
  }
  const double percent = 100 * value / highest;
  ++evaluated;
  sum_thousandths += static_cast<std::uint64_t>(std::llround(percent * kThousand));
  ++bins[std::min<std::size_t>(static_cast<std::size_t>(percent + 1e-9), 100)];
}

double ScoreTotal::mean() const {
  if (evaluated == 0) return 0;
  const double mean = static_cast<double>(sum_thousandths) / static_cast<double>(evaluated);
  return std::round(mean) / kThousand;
}

unsigned ScoreTotal::percentile(double share) const {
  const auto wanted = static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(evaluated)));
  std::uint64_t seen = 0;
  for (unsigned bin = 0; bin < bins.size(); ++bin) {
    seen += bins[bin];
    if (seen >= std::max<std::uint64_t>(wanted, 1)) return bin;
  }
  return 100;
}

std::uint64_t ScoreTotal::below(unsigned percent) const {
  std::uint64_t out = 0;
  for (unsigned bin = 0; bin < percent; ++bin)
    out += bins[bin];
  return out;
}

void ScoreTally::add(const Item& item, std::size_t first, std::size_t last, const Fate* only) {
  const Batch& batch = item.batch;
  const auto counts = [&batch, only](std::size_t row) {
    return batch.fates[row] != Fate::kQuarantined && (only == nullptr || batch.fates[row] == *only);
  };
  const auto all = scores::all();
  for (std::size_t s = 0; s < item.scores.size(); ++s) {
    ScoreTotal& total = totals[own_score_names()[s]];
    for (std::size_t row = first; row < last; ++row) {
      if (counts(row)) total.add(item.scores[s][row], all[s]->card->highest);
    }
  }
  const auto begin = std::partition_point(batch.findings.begin(), batch.findings.end(),
                                          [first](const Finding& f) { return f.row < first; });
  for (auto finding = begin; finding != batch.findings.end() && finding->row < last; ++finding) {
    if (finding->points == 0 || !counts(finding->row)) continue;
    LossTotal& loss = losses[scores::kind_name(*finding)];
    ++loss.pairs;
    loss.points += finding->points;
  }
}

json::Dom score_tally_dom(const ScoreTally& tally) {
  json::Dom dom;
  for (const auto& [name, total] : tally.totals) {
    dom["totals"][name] = {total.evaluated, total.not_evaluated, total.sum_thousandths,
                           bins_dom(total)};
  }
  dom["losses"] = json::Dom::object();
  for (const auto& [name, loss] : tally.losses)
    dom["losses"][name] = {loss.pairs, loss.points};
  return dom;
}

ScoreTally score_tally_of(const json::Dom& dom) {
  ScoreTally out;
  for (const auto& [name, row] : dom.at("totals").items()) {
    ScoreTotal& total = out.totals[name];
    total.evaluated = row.at(0);
    total.not_evaluated = row.at(1);
    total.sum_thousandths = row.at(2);
    for (const json::Dom& bin : row.at(3))
      total.bins.at(bin.at(0).get<std::size_t>()) = bin.at(1);
  }
  for (const auto& [name, row] : dom.at("losses").items())
    out.losses[name] = {.pairs = row.at(0), .points = row.at(1)};
  return out;
}

json::Dom score_summary_dom(const ScoreTally& tally) {
  json::Dom dom;
  for (const auto& [name, total] : tally.totals)
    dom["scores"][name] = summary_of(total);
  dom["lost"] = json::Dom::array();
  for (const auto& [name, loss] : by_points(tally.losses))
    dom["lost"].push_back({{"what", name}, {"pairs", loss.pairs}, {"points", loss.points}});
  return dom;
}

}  // namespace bmo::pipeline
