// Reads plots out of tables: bars from the last column, control charts from named ones.
#include "bmo/report/kit/plots.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace bmo::report {
namespace {

using metrics::Table;

std::optional<std::size_t> column_of(const Table& table, std::string_view name) {
  const auto found = std::find(table.columns.begin(), table.columns.end(), name);
  if (found == table.columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - table.columns.begin());
}

}  // namespace

bool is_alarm(const Table::Cell& cell) {
  return cell.text == "alarm" || cell.text == "drift";
}

std::optional<ControlChart> control_chart_of(const Table& table) {
  const auto value = column_of(table, "ewma");
  const auto limit = column_of(table, "limit");
  if (!value || !limit) return std::nullopt;
  constexpr double kLeastHeight = 0.1;
  ControlChart chart{.most = kLeastHeight, .value_column = *value, .limit_column = *limit};
  for (const auto& row : table.rows) {
    const double at = row[*value].number;
    const double bound = row[*limit].number;
    if (is_absent(at) || is_absent(bound)) continue;
    chart.points.push_back({row[0].text, at, bound, is_alarm(row.back())});
    chart.most = std::max({chart.most, std::abs(at), bound});
    chart.limit = bound;
  }
  if (chart.points.size() < 2) return std::nullopt;
  return chart;
}

std::vector<double> bars_of(const Table& table) {
  std::vector<double> out;
  if (table.look != metrics::Look::kBars) return out;
  double most = 0;
  for (const auto& row : table.rows)
    most = is_absent(row.back().number) ? most : std::max(most, row.back().number);
  for (const auto& row : table.rows) {
    const double value = row.back().number;
    out.push_back(is_absent(value) || most <= 0 ? 0 : std::max(0.0, value / most));
  }
  return out;
}

}  // namespace bmo::report
