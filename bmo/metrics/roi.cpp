// Compares the time and money that went in with what writing the pairs by hand would have taken.
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "bmo/metrics/kit/draws.hpp"
#include "bmo/metrics/kit/exact_sum.hpp"
#include "bmo/metrics/kit/figures.hpp"

namespace bmo::metrics {
namespace {

/// What the arithmetic is fed with; each may be a range.
struct Inputs {
  double pairs = 0;
  double person_hours = 0;  ///< Measured by time entries, else reviews plus set-up.
  double person_cost = 0;   ///< The same in money, where rates are entered.
  double model_cost = 0;
  Range rate;
  Range minutes_to_write;
};

struct Outcome {
  double cost = 0;         ///< What was spent.
  double replacement = 0;  ///< What writing by hand would have cost.
  double hours_saved = 0;
};

Outcome reckon(const Inputs& in, double rate, double minutes) {
  const double cost =
      (in.person_cost > 0 ? in.person_cost : in.person_hours * rate) + in.model_cost;
  return {.cost = cost,
          .replacement = in.pairs * minutes / 60 * rate,
          .hours_saved = in.pairs * minutes / 60 - in.person_hours};
}

struct Roi {
  static constexpr MetricCard card{
      .id = "roi",
      .title = "Return on investment",
      .definition =
          "Hours and money that went into the pairs, against writing the same number by hand.",
      .formula =
          "replacement = pairs x minutes to write one / 60 x hourly rate; cost = time entries at "
          "their rates + model cost; value multiplication = replacement / cost; ROI = (replacement "
          "- cost) / cost. Ranges: 10,000 draws of triangular distributions over the entered low, "
          "likely and high values, seeded, so that the same input gives the same numbers",
      .source = "",
      .caution =
          "These are estimates from the assumptions in bmo.toml; a pair that helps nobody counts "
          "here like any other.",
      .order = 8,
  };

  void add(const Observation& seen) {
    ++total;
    const Metadata* metadata = seen.pair.metadata;
    if (metadata == nullptr) return;
    const double minutes = (*metadata)[RealField::kReviewMinutes];
    if (!is_absent(minutes)) review_minutes.add(minutes);
    const double cost = (*metadata)[RealField::kCost];
    if (!is_absent(cost)) pair_cost.add(cost);
  }

  void conclude(const Settings& settings, Chapter& out) const {
    if (!settings.hourly_rate) {
      out.not_evaluated = "bmo.toml says no [roi] hourly_rate";
      return;
    }
    Writer writer(out);
    const Inputs in = inputs_of(settings);
    const std::string money = settings.currency;
    const Outcome base = reckon(in, in.rate.base, in.minutes_to_write.base);
    writer.number("hours", "Hours spent", in.person_hours, settings.times.size(), "hours").method =
        settings.times.empty() ? "minutes of reviews and set-up hours" : "time entries";
    writer.number("model_cost", "Cost of generation", in.model_cost, settings.attempts.size(),
                  money);
    if (base.cost <= 0 || total == 0) return;
    writer.number("cost", "Cost in all", base.cost, total, money);
    writer.number("cost_per_pair", "Cost of a pair", base.cost / in.pairs, total, money);
    writer.number("pairs_per_hour", "Pairs for an hour of work", in.pairs / in.person_hours, total);
    tell_ranges(in, money, writer);
    tell_tasks(settings, in.rate.base, writer);
    tell_months(settings, writer);
  }

  Inputs inputs_of(const Settings& settings) const {
    Inputs in{.pairs = static_cast<double>(total),
              .rate = *settings.hourly_rate,
              .minutes_to_write = settings.minutes_to_write.value_or(Range{6, 10, 15})};
    for (const TimeEntry& entry : settings.times) {
      in.person_hours += entry.minutes / 60;
      in.person_cost +=
          entry.minutes / 60 * (is_absent(entry.hourly_rate) ? in.rate.base : entry.hourly_rate);
    }
    if (settings.times.empty()) in.person_hours = review_hours(settings) + settings.setup_hours;
    for (const Attempt& attempt : settings.attempts)
      in.model_cost += is_absent(attempt.cost) ? 0 : attempt.cost;
    if (settings.attempts.empty()) in.model_cost = pair_cost.value();
    return in;
  }

  /// As the reviews say; where none does, as bmo.toml expects of each pair.
  double review_hours(const Settings& settings) const {
    const double measured = review_minutes.value();
    if (measured > 0 || !settings.minutes_to_review) return measured / 60;
    return settings.minutes_to_review->base * static_cast<double>(total) / 60;
  }

  static void tell_ranges(const Inputs& in, const std::string& money, Writer& writer) {
    std::vector<double> value, multiple, roi, saved;
    for (std::size_t draw = 0; draw < kDraws; ++draw) {
      const Outcome outcome =
          reckon(in, drawn(in.rate, draw, 0), drawn(in.minutes_to_write, draw, 1));
      value.push_back(outcome.replacement);
      multiple.push_back(outcome.replacement / outcome.cost);
      roi.push_back(100 * (outcome.replacement - outcome.cost) / outcome.cost);
      saved.push_back(outcome.hours_saved);
    }
    tell_draws("replacement", "Cost of writing them by hand", std::move(value), money, writer);
    tell_draws("multiplication", "Value multiplication", std::move(multiple), "x", writer);
    tell_draws("return", "Return on investment", std::move(roi), "%", writer);
    tell_draws("hours_saved", "Hours saved", std::move(saved), "hours", writer);
    tell_swings(in, writer);
  }

  /// Which assumption moves the value multiplication most.
  static void tell_swings(const Inputs& in, Writer& writer) {
    const auto multiple = [&](double rate, double minutes) {
      const Outcome outcome = reckon(in, rate, minutes);
      return outcome.replacement / outcome.cost;
    };
    Table& table = writer.table("sensitivity", "What moves the value multiplication",
                                {"assumption", "at its low", "at its high"});
    table.rows.push_back({text_cell("minutes to write a pair"),
                          number_cell(multiple(in.rate.base, in.minutes_to_write.low)),
                          number_cell(multiple(in.rate.base, in.minutes_to_write.high))});
    table.rows.push_back({text_cell("hourly rate"),
                          number_cell(multiple(in.rate.low, in.minutes_to_write.base)),
                          number_cell(multiple(in.rate.high, in.minutes_to_write.base))});
  }

  static void tell_tasks(const Settings& settings, double rate, Writer& writer) {
    if (settings.times.empty()) return;
    std::map<std::string, std::pair<double, double>> tasks;
    for (const TimeEntry& entry : settings.times) {
      auto& [hours, cost] = tasks[entry.task];
      hours += entry.minutes / 60;
      cost += entry.minutes / 60 * (is_absent(entry.hourly_rate) ? rate : entry.hourly_rate);
    }
    Table& table =
        writer.table("tasks", "Where the hours went", {"task", "cost", "hours"}, Look::kBars);
    for (const auto& [task, sums] : tasks)
      table.rows.push_back({text_cell(task), number_cell(sums.second), number_cell(sums.first)});
  }

  static void tell_months(const Settings& settings, Writer& writer) {
    std::map<std::string, double> hours;
    for (const TimeEntry& entry : settings.times)
      hours[entry.batch] += entry.minutes / 60;
    if (hours.size() < 2) return;
    Table& table = writer.table("batches", "Hours by batch", {"batch", "hours"}, Look::kBars);
    for (const auto& [batch, sum] : hours)
      table.rows.push_back({text_cell(batch.empty() ? "(none)" : batch), number_cell(sum)});
  }

  std::uint64_t total = 0;
  ExactSum review_minutes, pair_cost;
};

}  // namespace

const MetricEntry& roi() {
  return entry<Roi>();
}

}  // namespace bmo::metrics
