// Lays out what answers about findings come to.
#include "bmo/cli/points_text.hpp"

#include <fmt/format.h>

#include "bmo/base/text.hpp"
#include "bmo/cli/shell.hpp"
#include "bmo/cli/text_table.hpp"

namespace bmo::cli {
namespace {

std::string outcome_of(const app::KindCalibration& kind) {
  if (kind.missing != 0) return counted(kind.missing, "more answer", "more answers") + " wanted";
  const std::string change = kind.points == kind.card ? "as before" : "new";
  return kind.is_pooled ? change + ", with others of its check" : change;
}

std::string kinds_text(const app::PointsAnswer& answer, const Style& style) {
  TextTable table({{"finding"},
                   {"answers", Align::kRight},
                   {"right", Align::kRight},
                   {"precision", Align::kRight},
                   {"interval of 95 %"},
                   {"card", Align::kRight},
                   {"points", Align::kRight},
                   {""}});
  for (const app::KindCalibration& kind : answer.kinds) {
    table.add_row({kind.what, format_count(kind.answered), format_count(kind.right),
                   fmt::format("{:.1f} %", 100 * kind.precision),
                   fmt::format("{:.1f} to {:.1f} %", 100 * kind.low, 100 * kind.high),
                   std::to_string(kind.card), std::to_string(kind.points), outcome_of(kind)});
  }
  return table.text(style);
}

std::string next_text(const app::PointsAnswer& answer) {
  if (answer.settings.empty()) {
    return fmt::format("no points change: a check needs {} answers\n", scores::kEnoughAnswers);
  }
  if (answer.file.empty()) {
    return "\n" + answer.settings +
           "\nput these lines into bmo.toml, or into a file with --write-points FILE\n";
  }
  return fmt::format(
      "{} holds them; no score changes before a run is told to use them\n"
      "next: bmo score SRC --points {}\n"
      "for each run in a workspace, in its bmo.toml: [points] file = \"{}\"\n",
      printable(answer.file), shell_word(answer.file), printable(answer.file));
}

}  // namespace

std::string points_text(const app::PointsAnswer& answer, const Style& style) {
  std::string out = kinds_text(answer, style);
  if (answer.open > 0) out += counted(answer.open, "row", "rows") + " without an answer\n";
  return out + next_text(answer);
}

}  // namespace bmo::cli
