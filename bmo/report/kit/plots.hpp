// Says what of a table is drawn, for every form that has plots.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "bmo/metrics/metrics.hpp"

namespace bmo::report {

/// One point of a control chart.
struct ChartPoint {
  std::string label;  ///< Of the batch or day.
  double value = 0;
  double limit = 0;  ///< Beyond it, up or down, lies an alarm.
  bool is_alarm = false;
};

/// A smoothed course between limits above and below zero.
struct ControlChart {
  std::vector<ChartPoint> points;  ///< Two at least.
  double most = 0;                 ///< No value and no limit lies farther from zero.
  double limit = 0;                ///< As it is at the end.
  std::size_t value_column = 0;    ///< Of the table.
  std::size_t limit_column = 0;
};

/// Of a table with the columns `ewma` and `limit`; nothing of another, or where fewer than two rows
/// are known.
std::optional<ControlChart> control_chart_of(const metrics::Table& table);

/// How long the bar of each row is, from 0 to 1; empty where the table has no bars.
std::vector<double> bars_of(const metrics::Table& table);

/// Does the cell say that something is out of its limits?
bool is_alarm(const metrics::Table::Cell& cell);

}  // namespace bmo::report
