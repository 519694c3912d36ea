// Counts formats, and sets runs beside each other that were measured alike.
#include "bmo/metrics/kit/export_history.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>

#include <fmt/format.h>

#include "bmo/metrics/kit/figures.hpp"

namespace bmo::metrics {
namespace {

constexpr double kMib = 1024.0 * 1024.0;

double or_zero(double value) {
  return is_absent(value) ? 0 : value;
}

/// "2026-03-01" of "2026-03-01T12:00:00Z".
std::string_view day_of(std::string_view time) {
  return time.substr(0, 10);
}

struct FormatUse {
  std::uint64_t exports = 0;
  double rows = 0;
  double bytes = 0;
  std::string last;
};

void tell_formats(const std::vector<ExportMade>& exports, Writer& writer) {
  std::map<std::string, FormatUse> formats;
  for (const ExportMade& made : exports) {
    for (const ExportMade::Output& output : made.outputs) {
      FormatUse& use = formats[output.format];
      ++use.exports;
      use.rows += or_zero(output.rows);
      use.bytes += or_zero(output.bytes);
      use.last = std::max(use.last, made.made);
    }
  }
  std::vector<std::pair<std::string, FormatUse>> rows(formats.begin(), formats.end());
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return a.second.exports > b.second.exports;
  });
  Table& table =
      writer.table("formats", "Formats", {"format", "last", "MiB", "rows", "exports"}, Look::kBars);
  for (const auto& [format, use] : rows) {
    table.rows.push_back({text_cell(format), text_cell(day_of(use.last)),
                          number_cell(use.bytes / kMib), number_cell(use.rows),
                          number_cell(static_cast<double>(use.exports))});
  }
}

void tell_runs(const std::vector<TrainingRun>& runs, Writer& writer) {
  constexpr double kHour = 3600;
  if (runs.empty()) return;
  Table& table = writer.table("runs", "Training runs",
                              {"run", "set", "model", "steps", "tokens", "hours", "train loss",
                               "best eval loss", "at step", "evaluated on"});
  const auto or_dash = [](const std::string& text) { return text_cell(text.empty() ? "-" : text); };
  for (const TrainingRun& run : runs) {
    table.rows.push_back(
        {or_dash(run.name), or_dash(run.set), or_dash(run.model), number_cell(run.steps),
         number_cell(run.tokens), number_cell(run.seconds / kHour), number_cell(run.train_loss),
         number_cell(run.eval_loss), number_cell(run.eval_step), or_dash(run.eval_set)});
  }
}

/// The best eval losses of one set's runs.
struct Losses {
  std::string set;
  std::vector<double> values;

  double count() const { return static_cast<double>(values.size()); }
  double mean() const {
    double sum = 0;
    for (const double value : values)
      sum += value;
    return sum / count();
  }
  /// Of the runs; kAbsent for one run.
  double deviation() const {
    if (values.size() < 2) return kAbsent;
    double sum = 0;
    for (const double value : values)
      sum += (value - mean()) * (value - mean());
    return std::sqrt(sum / (count() - 1));
  }
};

/// What makes losses comparable.
struct Yardstick {
  std::string eval_set;
  std::string model;
  auto operator<=>(const Yardstick&) const = default;
};

using Races = std::map<Yardstick, std::vector<Losses>>;

Races races_of(const std::vector<TrainingRun>& runs) {
  Races races;
  for (const TrainingRun& run : runs) {
    if (run.eval_set.empty() || is_absent(run.eval_loss)) continue;
    std::vector<Losses>& sets = races[{run.eval_set, run.model}];
    auto own = std::find_if(sets.begin(), sets.end(),
                            [&](const Losses& one) { return one.set == run.set; });
    if (own == sets.end()) own = sets.insert(sets.end(), {.set = run.set, .values = {}});
    own->values.push_back(run.eval_loss);
  }
  for (auto& [yardstick, sets] : races)
    std::stable_sort(sets.begin(), sets.end(),
                     [](const Losses& a, const Losses& b) { return a.mean() < b.mean(); });
  return races;
}

/// Three runs of each at least, and the means farther apart than Student's t at 97.5 % allows with
/// the fewest degrees of freedom that Welch's test could have there.
bool is_beyond_chance(const Losses& best, const Losses& next) {
  constexpr std::size_t kFewest = 3;
  constexpr double kStudent = 4.303;  // Two degrees of freedom.
  if (best.values.size() < kFewest || next.values.size() < kFewest) return false;
  const double error = std::sqrt(best.deviation() * best.deviation() / best.count() +
                                 next.deviation() * next.deviation() / next.count());
  return next.mean() - best.mean() > kStudent * error;
}

void advise_winner(const Yardstick& yardstick, const std::vector<Losses>& sets, Writer& writer) {
  const std::string on =
      yardstick.eval_set + (yardstick.model.empty() ? "" : ", " + yardstick.model);
  const std::string said =
      fmt::format("{} reached an eval loss of {}, {} one of {} (on {})", sets[0].set,
                  number_text(sets[0].mean()), sets[1].set, number_text(sets[1].mean()), on);
  if (is_beyond_chance(sets[0], sets[1])) {
    writer.advise(Urgency::kInfo, said +
                                      ": more than chance explains. Train from the first, and see "
                                      "what its pairs have that the other's lack (bmo diff).");
  } else {
    writer.advise(Urgency::kInfo, said +
                                      ": not enough to tell from chance. Train each three times "
                                      "with other seeds before choosing.");
  }
}

void tell_races(const Races& races, Writer& writer) {
  std::size_t number = 0;
  for (const auto& [yardstick, sets] : races) {
    if (sets.size() < 2) continue;
    Table& table = writer.table("race." + std::to_string(++number),
                                "Sets by eval loss on " + yardstick.eval_set +
                                    (yardstick.model.empty() ? "" : ", " + yardstick.model),
                                {"set", "runs", "mean", "sd", "lowest"});
    for (const Losses& one : sets) {
      table.rows.push_back({text_cell(one.set), number_cell(one.count()), number_cell(one.mean()),
                            number_cell(one.deviation()),
                            number_cell(*std::min_element(one.values.begin(), one.values.end()))});
    }
    advise_winner(yardstick, sets, writer);
  }
}

/// Names the sets that were trained from, but never on the same eval set as another.
void advise_yardstick(const std::vector<TrainingRun>& runs, const Races& races, Writer& writer) {
  std::set<std::string> all;
  for (const TrainingRun& run : runs)
    all.insert(run.set);
  for (const auto& [yardstick, sets] : races) {
    for (const Losses& one : sets) {
      if (sets.size() > 1) all.erase(one.set);
    }
  }
  const bool is_alone = std::all_of(runs.begin(), runs.end(), [&](const TrainingRun& run) {
    return run.set == runs.front().set;
  });
  if (all.empty() || is_alone) return;
  std::string names;
  for (const std::string& name : all)
    names += (names.empty() ? "" : ", ") + name;
  writer.advise(Urgency::kInfo, fmt::format("The eval losses of {} are not compared with others: "
                                            "they were measured on other pairs or "
                                            "another model, or the log does not say on which. "
                                            "Evaluate all on one file, and name it by "
                                            "bmo link --eval-set NAME.",
                                            names));
}

/// Where the lowest eval loss came early and the last is clearly above it.
void advise_stop(const TrainingRun& run, Writer& writer) {
  constexpr double kWorse = 1.02;
  constexpr double kEarly = 0.8;
  if (is_absent(run.eval_loss) || is_absent(run.steps) || run.eval_last <= kWorse * run.eval_loss ||
      run.eval_step > kEarly * run.steps)
    return;
  writer.advise(
      Urgency::kWatch,
      fmt::format(
          "{} was best at step {} of {} and ended at an eval loss of {} instead of {}: train fewer "
          "epochs, or keep the best checkpoint.",
          run.name, number_text(run.eval_step), number_text(run.steps), number_text(run.eval_last),
          number_text(run.eval_loss)));
}

std::uint64_t count_linked(const ExportHistory& history) {
  std::set<std::string> linked;
  for (const TrainingRun& run : history.trainings)
    linked.insert(run.export_id);
  return static_cast<std::uint64_t>(std::count_if(
      history.exports.begin(), history.exports.end(),
      [&](const ExportMade& made) { return !made.id.empty() && linked.contains(made.id); }));
}

}  // namespace

void tell_exports(const ExportHistory& history, Chapter& chapter) {
  if (history.exports.empty() && history.trainings.empty()) return;
  chapter.not_evaluated.clear();
  Writer writer(chapter);
  double bytes = 0;
  double rows = 0;
  std::set<std::string> sets;
  for (const ExportMade& made : history.exports) {
    sets.insert(made.set);
    for (const ExportMade::Output& output : made.outputs) {
      bytes += or_zero(output.bytes);
      rows += or_zero(output.rows);
    }
  }
  const std::uint64_t count = history.exports.size();
  writer.number("count", "Exports", static_cast<double>(count), count, "exports");
  writer.number("sets", "Versions exported", static_cast<double>(sets.size()), count, "versions");
  writer.number("rows", "Rows written", rows, count, "rows");
  writer.number("size", "Size written", bytes / kMib, count, "MiB");
  writer.share("linked", "Exports with a training log", count_linked(history), count);
  writer.number("trainings", "Training runs linked", static_cast<double>(history.trainings.size()),
                history.trainings.size(), "runs");
  tell_formats(history.exports, writer);
  tell_runs(history.trainings, writer);
  const Races races = races_of(history.trainings);
  tell_races(races, writer);
  if (history.trainings.empty()) {
    writer.advise(Urgency::kInfo,
                  "No training log is linked to an export: bmo link DIR LOGS... tells which sets "
                  "train better.");
    return;
  }
  advise_yardstick(history.trainings, races, writer);
  for (const TrainingRun& run : history.trainings)
    advise_stop(run, writer);
}

}  // namespace bmo::metrics
