// Compares the time and money that went in with what writing the pairs by hand would have taken.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "bmo/base/hash.hpp"
#include "bmo/metrics/kit/figures.hpp"

namespace bmo::metrics {
namespace {

constexpr std::size_t kDraws = 10000;

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

/// A number of the triangular distribution, from a uniform one in [0, 1).
double triangular(const Range& range, double uniform) {
  const double width = range.high - range.low;
  if (width <= 0) return range.base;
  const double peak = (range.base - range.low) / width;
  return uniform < peak ? range.low + std::sqrt(uniform * width * (range.base - range.low))
                        : range.high - std::sqrt((1 - uniform) * width * (range.high - range.base));
}

/// The n-th number of a stream: a hash, so that the same draw is made on every machine.
double uniform(std::uint64_t draw, std::uint64_t input) {
  const std::array<std::uint64_t, 2> key{draw, input};
  const std::uint64_t hash = hash64({reinterpret_cast<const char*>(key.data()), sizeof(key)});
  return std::ldexp(static_cast<double>(hash >> 11U), -53);
}

double quantile(std::vector<double>& values, double share) {
  const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + at, values.end());
  return values[static_cast<std::size_t>(at)];
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
    if (!is_absent(minutes)) review_minutes += minutes;
    const double cost = (*metadata)[RealField::kCost];
    if (!is_absent(cost)) pair_cost += cost;
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
    if (settings.times.empty()) in.person_hours = review_minutes / 60 + settings.setup_hours;
    for (const Attempt& attempt : settings.attempts)
      in.model_cost += is_absent(attempt.cost) ? 0 : attempt.cost;
    if (settings.attempts.empty()) in.model_cost = pair_cost;
    return in;
  }

  static void tell_ranges(const Inputs& in, const std::string& money, Writer& writer) {
    std::vector<double> value, multiple, roi, saved;
    for (std::size_t draw = 0; draw < kDraws; ++draw) {
      const Outcome outcome = reckon(in, triangular(in.rate, uniform(draw, 0)),
                                     triangular(in.minutes_to_write, uniform(draw, 1)));
      value.push_back(outcome.replacement);
      multiple.push_back(outcome.replacement / outcome.cost);
      roi.push_back(100 * (outcome.replacement - outcome.cost) / outcome.cost);
      saved.push_back(outcome.hours_saved);
    }
    const auto tell = [&](std::string_view id, std::string_view title, std::vector<double>& draws,
                          std::string_view unit) {
      Figure& figure = writer.number(id, title, quantile(draws, 0.5), kDraws, unit);
      figure.low = quantile(draws, 0.1);
      figure.high = quantile(draws, 0.9);
      figure.method = "middle of 10,000 draws, with the range that holds 80 % of them";
    };
    tell("replacement", "Cost of writing them by hand", value, money);
    tell("multiplication", "Value multiplication", multiple, "x");
    tell("return", "Return on investment", roi, "%");
    tell("hours_saved", "Hours saved", saved, "hours");
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
  double review_minutes = 0;
  double pair_cost = 0;
};

}  // namespace

const MetricEntry& roi() {
  return entry<Roi>();
}

}  // namespace bmo::metrics
