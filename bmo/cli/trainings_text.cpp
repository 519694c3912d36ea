// Thins courses to the width of a cell.
#include "bmo/cli/trainings_text.hpp"

#include "bmo/cli/sparkline.hpp"
#include "bmo/cli/text_table.hpp"

namespace bmo::cli {
namespace {

constexpr std::size_t kWidth = 16;

std::vector<double> thinned(const std::vector<double>& values) {
  if (values.size() <= kWidth) return values;
  std::vector<double> out;
  for (std::size_t i = 0; i < kWidth; ++i)
    out.push_back(values[i * (values.size() - 1) / (kWidth - 1)]);
  return out;
}

std::string loss_text(double loss, const std::vector<double>& course) {
  return metrics::number_text(loss) + (course.size() > 1 ? " " + sparkline(thinned(course)) : "");
}

std::string runtime_text(double seconds) {
  constexpr double kHour = 3600;
  if (is_absent(seconds)) return "-";
  return seconds < kHour ? metrics::number_text(seconds) + " s"
                         : metrics::number_text(seconds / kHour) + " h";
}

}  // namespace

std::string trainings_text(const std::vector<app::TrainingItem>& runs, const Style& style) {
  TextTable table({{"run"},
                   {"set"},
                   {"steps", Align::kRight},
                   {"tokens", Align::kRight},
                   {"time", Align::kRight},
                   {"train loss"},
                   {"best eval loss"},
                   {"at step", Align::kRight},
                   {"evaluated on"}});
  for (const app::TrainingItem& item : runs) {
    const metrics::TrainingRun& run = item.run;
    table.add_row({printable(run.name), printable(run.set), metrics::number_text(run.steps),
                   metrics::number_text(run.tokens), runtime_text(run.seconds),
                   loss_text(run.train_loss, item.train_curve),
                   loss_text(run.eval_loss, item.eval_curve), metrics::number_text(run.eval_step),
                   run.eval_set.empty() ? "-" : printable(run.eval_set)});
  }
  return table.text(style, "");
}

}  // namespace bmo::cli
