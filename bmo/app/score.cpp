// Watches a check go by and sums up what it says of scores.
#include "bmo/app/score.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "bmo/app/rank_correlation.hpp"
#include "bmo/app/watched_check.hpp"
#include "bmo/base/hash.hpp"
#include "bmo/pipeline/score_tally.hpp"
#include "bmo/pipeline/scoring.hpp"
#include "bmo/scores/kit/own_points.hpp"

namespace bmo::app {
namespace {

constexpr std::size_t kMostWorst = 10;
constexpr std::size_t kMostJudges = 32;
constexpr std::size_t kMostCompared = 50000;

struct Place {
  std::string file;
  std::uint64_t record = 0;
  std::uint64_t line = 0;
};

/// What is gathered while batches go by; of bounded size.
class ScoreWatch {
 public:
  void add(const pipeline::Item& item, const std::string& file) {
    tally_.add(item, 0, item.batch.size());
    for (const Finding& finding : item.batch.findings) {
      if (finding.points != 0) note_place(item, finding, file);
    }
    const std::vector<double>& soundness = item.scores[*soundness_];
    for (std::size_t row = 0; row < item.batch.size(); ++row) {
      if (is_absent(soundness[row])) continue;
      note_worst(item, row, soundness[row], file);
      if (item.batch.pairs[row].metadata != nullptr) compare(item, row, soundness[row]);
    }
  }

  void finish(ScoreAnswer& answer) {
    for (const auto& [name, total] : tally_.totals)
      answer.scores.push_back(spread_of(name, total));
    // The sum first, its parts behind it.
    std::ranges::stable_partition(answer.scores, [](const ScoreAnswer::Spread& spread) {
      return spread.name == "bmo_soundness";
    });
    add_losses(answer);
    answer.worst = std::move(worst_);
    for (const auto& [name, judge] : judges_)
      answer.judges.push_back(judge_of(name, judge));
  }

 private:
  struct Judge {
    std::uint64_t pairs = 0;
    LowestSample sample{kMostCompared};
  };

  void note_place(const pipeline::Item& item, const Finding& finding, const std::string& file) {
    const std::string name = scores::kind_name(finding);
    if (first_.contains(name)) return;
    const Record& record = item.batch.records[finding.row];
    first_[name] = {file, record.number, record.line};
  }

  void note_worst(const pipeline::Item& item, std::size_t row, double soundness,
                  const std::string& file) {
    if (soundness >= 100) return;
    if (worst_.size() == kMostWorst && soundness >= worst_.back().soundness) return;
    const Record& record = item.batch.records[row];
    ScoreAnswer::Worst worst{.soundness = soundness,
                             .id = std::string(item.batch.pairs[row].id),
                             .file = file,
                             .record = record.number,
                             .line = record.line,
                             .lost = {}};
    for (const scores::Line& line : scores::explain_loss(item.batch, row))
      worst.lost.push_back({line.points, line.text});
    const auto at = std::ranges::upper_bound(worst_, soundness, {}, &ScoreAnswer::Worst::soundness);
    worst_.insert(at, std::move(worst));
    if (worst_.size() > kMostWorst) worst_.pop_back();
  }

  void compare(const pipeline::Item& item, std::size_t row, double soundness) {
    for (const Score& score : item.batch.pairs[row].metadata->scores) {
      if (score.name.starts_with(pipeline::kOwnPrefix)) continue;
      auto judge = judges_.find(score.name);
      if (judge == judges_.end()) {
        if (judges_.size() == kMostJudges) continue;
        judge = judges_.emplace(std::string(score.name), Judge()).first;
      }
      ++judge->second.pairs;
      const std::uint64_t number = item.batch.records[row].number;
      const std::uint64_t hash = hash64({reinterpret_cast<const char*>(&number), sizeof(number)});
      judge->second.sample.add(hash, {soundness, score.value});
    }
  }

  static ScoreAnswer::Spread spread_of(const std::string& name, const pipeline::ScoreTotal& total) {
    ScoreAnswer::Spread out{.name = name,
                            .evaluated = total.evaluated,
                            .not_evaluated = total.not_evaluated,
                            .mean = total.mean(),
                            .p5 = total.percentile(0.05),
                            .p25 = total.percentile(0.25),
                            .p50 = total.percentile(0.5),
                            .p75 = total.percentile(0.75),
                            .below_85 = total.below(85),
                            .below_70 = total.below(70),
                            .tenths = std::vector<std::uint64_t>(11)};
    for (std::size_t bin = 0; bin < total.bins.size(); ++bin)
      out.tenths[bin / 10] += total.bins[bin];
    return out;
  }

  void add_losses(ScoreAnswer& answer) const {
    for (const auto& [what, loss] : tally_.losses) {
      const Place& place = first_.at(what);
      answer.losses.push_back({.what = what,
                               .pairs = loss.pairs,
                               .points = loss.points,
                               .first_file = place.file,
                               .first_record = place.record,
                               .first_line = place.line});
    }
    std::ranges::stable_sort(answer.losses, std::greater(), &ScoreAnswer::Loss::points);
  }

  static ScoreAnswer::Judge judge_of(const std::string& name, const Judge& judge) {
    const auto values = judge.sample.values();
    ScoreAnswer::Judge out{.name = name, .pairs = judge.pairs, .compared = values.size()};
    out.rank_correlation = rank_correlation(values);
    std::tie(out.low, out.high) = rank_interval(out.rank_correlation, values.size());
    return out;
  }

  std::optional<std::size_t> soundness_ = pipeline::own_score_index("bmo_soundness");
  pipeline::ScoreTally tally_;
  std::map<std::string, Place> first_;
  std::vector<ScoreAnswer::Worst> worst_;
  std::map<std::string, Judge, std::less<>> judges_;
};

}  // namespace

Result<ScoreAnswer> run_score(const ExportRequest& request, const Session& session) {
  ExportRequest all = request;
  all.checks = "all";
  ScoreWatch watch;
  ScoreAnswer answer;
  BMO_TRY_AS(answer.run, run_watched_check(all, session,
                                           [&watch](const pipeline::Item& item,
                                                    const std::string& file) -> Status {
                                             watch.add(item, file);
                                             return ok();
                                           }));
  watch.finish(answer);
  return answer;
}

}  // namespace bmo::app
