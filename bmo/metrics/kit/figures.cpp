// Intervals and cells.
#include "bmo/metrics/kit/figures.hpp"

#include <cmath>

#include <fmt/format.h>

#include "bmo/base/text.hpp"

namespace bmo::metrics {
namespace {

constexpr double kZ = 1.959964;

/// But for what products such as 100 * 0.07 bring along.
bool is_whole(double value) {
  return std::abs(value - std::round(value)) <= 1e-12 * std::max(1.0, value);
}

}  // namespace

std::string Writer::full(std::string_view id) const {
  return std::string(chapter_.card->id) + "." + std::string(id);
}

Figure& Writer::number(std::string_view id, std::string_view title, double value,
                       std::uint64_t rests_on, std::string_view unit) {
  return chapter_.figures.emplace_back(Figure{.id = full(id),
                                              .title = std::string(title),
                                              .unit = std::string(unit),
                                              .value = value,
                                              .rests_on = rests_on});
}

Figure& Writer::share(std::string_view id, std::string_view title, std::uint64_t part,
                      std::uint64_t whole) {
  const double value =
      whole == 0 ? kAbsent : 100 * static_cast<double>(part) / static_cast<double>(whole);
  Figure& figure = number(id, title, value, whole, "%");
  if (whole == 0) return figure;
  const Interval interval = wilson(part, whole);
  figure.low = 100 * interval.low;
  figure.high = 100 * interval.high;
  figure.method = "Wilson interval of 95 %";
  return figure;
}

Figure& Writer::mean(std::string_view id, std::string_view title, const Quantiles& values,
                     std::string_view unit) {
  Figure& figure = number(id, title, values.mean(), values.count(), unit);
  if (values.count() < 2) return figure;
  const double error = values.deviation() / std::sqrt(static_cast<double>(values.count()));
  figure.low = figure.value - kZ * error;
  figure.high = figure.value + kZ * error;
  figure.method = "mean with 1.96 standard errors";
  return figure;
}

Table& Writer::table(std::string_view id, std::string_view title, std::vector<std::string> columns,
                     Look look) {
  return chapter_.tables.emplace_back(Table{
      .id = full(id), .title = std::string(title), .look = look, .columns = std::move(columns)});
}

void Writer::advise(Urgency urgency, std::string text) {
  chapter_.advice.push_back({urgency, std::move(text)});
}

Table::Cell text_cell(std::string_view text) {
  return {.text = std::string(text)};
}

Table::Cell number_cell(double number) {
  return {.text = {}, .number = number};
}

std::string number_text(double value) {
  if (is_absent(value)) return "-";
  const double magnitude = std::abs(value);
  const std::string sign = value < 0 ? "-" : "";
  if (is_whole(magnitude) && magnitude < 1e15)
    return sign + format_count(static_cast<std::uint64_t>(std::llround(magnitude)));
  if (magnitude >= 1000)
    return sign + format_count(static_cast<std::uint64_t>(std::llround(magnitude)));
  if (magnitude >= 100) return fmt::format("{:.0f}", value);
  if (magnitude >= 10) return fmt::format("{:.1f}", value);
  return magnitude >= 0.1 ? fmt::format("{:.2f}", value) : fmt::format("{:.3g}", value);
}

Interval wilson(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return {};
  const auto n = static_cast<double>(whole);
  const double p = static_cast<double>(part) / n;
  const double z2 = kZ * kZ;
  const double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
  const double half = kZ * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n);
  return {std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

std::vector<Table::Cell> spread_cells(std::string_view name, const Quantiles& values) {
  std::vector<Table::Cell> out{text_cell(name), number_cell(static_cast<double>(values.count())),
                               number_cell(values.mean()), number_cell(values.deviation())};
  for (const double share : {0.05, 0.25, 0.5, 0.75, 0.95})
    out.push_back(number_cell(values.at(share)));
  return out;
}

std::vector<std::string> spread_columns(std::string_view name) {
  return {std::string(name), "n", "mean", "sd", "p5", "p25", "p50", "p75", "p95"};
}

}  // namespace bmo::metrics
