// metrics.csv: a row for each report, as Lightning's CSVLogger and LitGPT write it.
#include <optional>

#include "bmo/targets/kit/log_words.hpp"

namespace bmo::targets::logs {
namespace {

/// Cells are names and numbers: nothing in them needs quotes.
std::vector<std::string_view> cells_of(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  std::vector<std::string_view> out;
  while (true) {
    const std::size_t comma = line.find(',');
    out.push_back(line.substr(0, comma));
    if (comma == std::string_view::npos) return out;
    line.remove_prefix(comma + 1);
  }
}

std::string_view next_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return line;
}

/// LitGPT counts batches as `iter` and updates as `step`; updates are what other trainers count.
std::optional<std::size_t> step_column(const std::vector<std::string_view>& names) {
  for (const std::string_view wanted : {"step", "steps", "global_step", "iteration", "iter"}) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (names[i] == wanted) return i;
    }
  }
  return std::nullopt;
}

struct MetricsCsv {
  static constexpr LogCard card{
      .id = "metrics_csv", .title = "metrics.csv", .trainers = "LitGPT, Lightning"};

  static bool recognises(std::string_view name, std::string_view /*bytes*/) {
    return name.ends_with(".csv");
  }

  static Status read(std::string_view bytes, TrainingLog& out) {
    const std::vector<std::string_view> names = cells_of(next_line(bytes));
    const auto step = step_column(names);
    if (!step) return broken_log("its first line names no column `step`");
    while (!bytes.empty()) {
      const std::vector<std::string_view> cells = cells_of(next_line(bytes));
      if (cells.size() < names.size() || is_absent(number_of(cells[*step]))) continue;
      for (std::size_t i = 0; i < names.size(); ++i) {
        const bool is_number = !cells[i].empty();
        if (is_number)
          take(measure_of(names[i]), number_of(cells[*step]), number_of(cells[i]), out);
      }
    }
    return ok();
  }
};

}  // namespace

const LogEntry& metrics_csv() {
  return log_entry<MetricsCsv>();
}

}  // namespace bmo::targets::logs
