// Charts each course, then asks of all together what chance would do to so many.
#include "bmo/metrics/kit/course.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include "bmo/base/text.hpp"
#include "bmo/metrics/kit/change_points.hpp"
#include "bmo/metrics/kit/slope.hpp"
#include "bmo/metrics/kit/stability.hpp"

namespace bmo::metrics {
namespace {

constexpr double kFalseDiscoveries = 0.05;
constexpr double kLargeShift = 0.5;      // Standard deviations of single pairs.
constexpr double kLargeShare = 0.02;     // Of a share: two points.
constexpr double kUnlikely = 0.01;       // A spread is told from there on ...
constexpr double kLeastStability = 0.1;  // ... where it matters too.

/// The standard deviation of single pairs about the mean of their batch.
double deviation_within(std::span<const Quantiles* const> batches) {
  double squares = 0;
  double degrees = 0;
  for (const Quantiles* values : batches) {
    const auto n = static_cast<double>(values->count());
    squares += values->deviation() * values->deviation() * (n - 1);
    degrees += n - 1;
  }
  return degrees > 0 ? std::sqrt(squares / degrees) : 0;
}

/// Something that a batch is not like the first ones in.
struct Surprise {
  std::size_t batch = 0;
  double chance = 1;  ///< Of it, where nothing has changed.
  bool is_large = false;
  std::string text;
};

/// The mean of the batches that set the range.
double centre_of(const Course& course) {
  double sum = 0;
  double weight = 0;
  for (const BatchMean& batch : std::span(course.means).first(course.baseline)) {
    sum += batch.mean * batch.n;
    weight += batch.n;
  }
  return sum / weight;
}

/// Series of shares are named so.
bool is_share(const Course& course) {
  return course.name.starts_with("share ");
}

/// Of the smoothed line or of the single batch, whichever tells more; limits are three standard
/// errors wide.
double chance_of(const ChartPoint& point, double limit_of_line) {
  const double by_line = 3 * std::abs(point.ewma) / limit_of_line;
  return std::erfc(std::max(by_line, std::abs(point.z)) / std::sqrt(2.0));
}

void tell_chart(const Course& course, Writer& writer, std::vector<Surprise>& surprises) {
  Table& table = writer.table("chart." + course.name, "Batches: " + course.name,
                              {"batch", "mean", "pairs", "ewma", "limit", "verdict"});
  const double centre = centre_of(course);
  for (std::size_t i = 0; i < course.points.size(); ++i) {
    const ChartPoint& point = course.points[i];
    const BatchMean& batch = course.means[i];
    table.rows.push_back({text_cell(course.batches[i]), number_cell(batch.mean),
                          number_cell(batch.n), number_cell(point.ewma), number_cell(point.limit),
                          text_cell(point.is_alarm      ? "alarm"
                                    : point.is_learning ? "learning"
                                                        : "in control")});
    if (!point.is_alarm) continue;
    const double shift = std::abs(batch.mean - centre);
    surprises.push_back(
        {.batch = i,
         .chance = chance_of(point, point.limit),
         .is_large =
             shift >= kLargeShift * course.deviation || (is_share(course) && shift >= kLargeShare),
         .text = fmt::format("Batch {}: the mean of {} is {:.3g}, in the first {} batches {:.3g} "
                             "({:+.1f} standard errors).",
                             excerpt(course.batches[i]), course.name, batch.mean, course.baseline,
                             centre, point.z)});
  }
}

/// Where half of the pairs lie, about their median.
std::string half_of(const Quantiles& values) {
  return fmt::format("{:.3g} and {:.3g}", values.at(0.25), values.at(0.75));
}

std::string spread_text(const Course& course, std::size_t batch, const Quantiles& baseline,
                        const Stability& stability) {
  const std::string head =
      fmt::format("Batch {}, {}: ", excerpt(course.batches[batch]), course.name);
  const double mean = course.means[batch].mean;
  if (is_share(course)) {
    return head +
           fmt::format("{:.1f} % of its pairs, of the first {} batches {:.1f} % (PSI {:.2f}).",
                       100 * mean, course.baseline, 100 * centre_of(course), stability.index);
  }
  return head + fmt::format(
                    "half of its pairs lie between {}, in the first {} batches between {} (PSI "
                    "{:.2f}). The mean alone, {:.3g} against {:.3g}, raised no alarm.",
                    half_of(*course.values[batch]), course.baseline, half_of(baseline),
                    stability.index, mean, centre_of(course));
}

/// Rows of the batches whose pairs are spread differently than those of the baseline.
void add_spreads(const Course& course, Table& table, std::vector<Surprise>& surprises) {
  Quantiles baseline;
  for (const Quantiles* values : std::span(course.values).first(course.baseline))
    baseline.merge(*values);
  for (std::size_t i = course.baseline; i < course.values.size(); ++i) {
    const auto stability = stability_of(baseline, *course.values[i]);
    if (!stability || stability->chance >= kUnlikely || stability->index < kLeastStability)
      continue;
    table.rows.push_back({text_cell(course.name), text_cell(course.batches[i]),
                          number_cell(course.means[i].n), number_cell(stability->index),
                          number_cell(stability->chance)});
    if (course.points[i].is_alarm) continue;  // Its mean says it already.
    surprises.push_back({.batch = i,
                         .chance = stability->chance,
                         .is_large = true,
                         .text = spread_text(course, i, baseline, *stability)});
  }
}

double mean_of(std::span<const BatchMean> batches) {
  double sum = 0;
  for (const BatchMean& batch : batches)
    sum += batch.mean;
  return sum / static_cast<double>(batches.size());
}

std::vector<double> means_of(const Course& course) {
  std::vector<double> out;
  for (const BatchMean& batch : course.means)
    out.push_back(batch.mean);
  return out;
}

void add_levels(const Course& course, Table& table) {
  std::vector<std::size_t> begins = change_points(means_of(course));
  if (begins.empty()) return;
  begins.insert(begins.begin(), 0);
  begins.push_back(course.means.size());
  for (std::size_t i = 1; i + 1 < begins.size(); ++i) {
    const std::span<const BatchMean> all(course.means);
    const double before = mean_of(all.subspan(begins[i - 1], begins[i] - begins[i - 1]));
    const double after = mean_of(all.subspan(begins[i], begins[i + 1] - begins[i]));
    table.rows.push_back({text_cell(course.name), text_cell(course.batches[begins[i]]),
                          number_cell(before), number_cell(after), number_cell(after - before)});
  }
}

/// Rows of what rises or falls beyond chance, all courses taken together.
void add_slopes(std::span<const Course> courses, Table& table, Writer& writer) {
  std::vector<Slope> slopes;
  std::vector<double> chances;
  std::vector<const Course*> of;
  for (const Course& course : courses) {
    const auto slope = slope_of(means_of(course));
    if (!slope) continue;
    slopes.push_back(*slope);
    chances.push_back(slope->chance);
    of.push_back(&course);
  }
  const std::vector<bool> found = discoveries(chances, chances.size());
  for (std::size_t i = 0; i < slopes.size(); ++i) {
    if (!found[i] || slopes[i].by_step == 0) continue;
    const std::string_view course = slopes[i].by_step > 0 ? "rises" : "falls";
    table.rows.push_back({text_cell(of[i]->name), text_cell(course), number_cell(slopes[i].by_step),
                          number_cell(slopes[i].chance)});
    writer.advise(Urgency::kWatch,
                  fmt::format("The mean of {} {} from batch to batch, by {:.3g} a batch.",
                              of[i]->name, course, std::abs(slopes[i].by_step)));
  }
}

void keep_if_filled(Table table, Writer& writer) {
  if (table.rows.empty()) return;
  writer.table(table.id, table.title, table.columns).rows = std::move(table.rows);
}

/// A mean and a spread were looked at of each of so many courses.
void advise(const std::vector<Surprise>& surprises, std::size_t courses, Writer& writer) {
  std::map<std::size_t, std::vector<const Surprise*>> by_batch;
  for (const Surprise& surprise : surprises)
    by_batch[surprise.batch].push_back(&surprise);
  for (const auto& [batch, list] : by_batch) {
    std::vector<double> chances;
    for (const Surprise* surprise : list)
      chances.push_back(surprise->chance);
    const std::vector<bool> found = discoveries(chances, 2 * courses);
    for (std::size_t i = 0; i < list.size(); ++i) {
      const bool is_alert = found[i] && list[i]->is_large;
      writer.advise(is_alert ? Urgency::kAlert : Urgency::kWatch, list[i]->text);
    }
  }
}

}  // namespace

std::vector<bool> discoveries(std::span<const double> chances, std::size_t tests) {
  std::vector<std::size_t> order(chances.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return chances[a] < chances[b]; });
  std::size_t found = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const double limit =
        kFalseDiscoveries * static_cast<double>(i + 1) / static_cast<double>(tests);
    if (chances[order[i]] <= limit) found = i + 1;
  }
  std::vector<bool> out(chances.size(), false);
  for (std::size_t i = 0; i < found; ++i)
    out[order[i]] = true;
  return out;
}

std::optional<Course> course_of(const std::string& name, const Named<Quantiles>::Map& batches) {
  if (batches.size() < kLeastBaseline + 1) return std::nullopt;
  Course out{.name = name};
  for (const auto& [batch, values] : batches) {
    if (values.count() == 0) return std::nullopt;
    out.batches.push_back(batch);
    out.values.push_back(&values);
    out.means.push_back({values.mean(), static_cast<double>(values.count())});
  }
  out.baseline = std::min<std::size_t>(10, out.means.size() - 1);
  out.deviation = deviation_within(out.values);
  out.points = control_chart(out.means, out.baseline, out.deviation);
  return out;
}

void tell_courses(std::span<const Course> courses, Writer& writer) {
  std::vector<Surprise> surprises;
  Table spreads{.id = "spreads",
                .title = "Batches whose pairs are spread differently",
                .columns = {"series", "batch", "pairs", "PSI", "chance"}};
  Table levels{.id = "levels",
               .title = "Where the level shifted",
               .columns = {"series", "since batch", "before", "after", "shift"}};
  Table slopes{.id = "slopes",
               .title = "What rises or falls",
               .columns = {"series", "course", "a batch", "chance"}};
  for (const Course& course : courses) {
    tell_chart(course, writer, surprises);
    add_spreads(course, spreads, surprises);
    add_levels(course, levels);
  }
  add_slopes(courses, slopes, writer);
  keep_if_filled(std::move(spreads), writer);
  keep_if_filled(std::move(levels), writer);
  keep_if_filled(std::move(slopes), writer);
  advise(surprises, courses.size(), writer);
}

}  // namespace bmo::metrics
