// The course that a figure takes from batch to batch, and what of it is worth a warning.
#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "bmo/metrics/kit/control_chart.hpp"
#include "bmo/metrics/kit/figures.hpp"
#include "bmo/metrics/kit/named.hpp"
#include "bmo/metrics/kit/quantiles.hpp"

namespace bmo::metrics {

/// A series of batches, in the order of their names.
struct Course {
  std::string name;
  std::vector<std::string> batches;
  std::vector<const Quantiles*> values;  ///< Of pairs, by batch; outlive the course.
  std::vector<BatchMean> means;
  std::vector<ChartPoint> points;
  std::size_t baseline = 0;  ///< So many batches set the range.
  double deviation = 0;      ///< Of single pairs about the mean of their batch.
};

/// nullopt where there are too few batches to judge one, or one is empty.
std::optional<Course> course_of(const std::string& name, const Named<Quantiles>::Map& batches);

/// Adds a chart of each course, and tables of the batches whose pairs are spread differently, of
/// the levels and of the slopes, where there are any; advises.
void tell_courses(std::span<const Course> courses, Writer& writer);

/// Which of these chances, the least of `tests`, are discoveries where one discovery in twenty may
/// be false: Benjamini & Hochberg, JRSS B 1995.
std::vector<bool> discoveries(std::span<const double> chances, std::size_t tests);

}  // namespace bmo::metrics
