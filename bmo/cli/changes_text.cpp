// One line for each figure.
#include "bmo/cli/changes_text.hpp"

#include "bmo/cli/text_table.hpp"

namespace bmo::cli {

std::string changes_text(const std::vector<app::FigureChange>& changes, const Style& style) {
  if (changes.empty()) return "";
  TextTable table({{"figure"},
                   {"before", Align::kRight},
                   {"after", Align::kRight},
                   {"change", Align::kRight},
                   {""},
                   {"beyond noise"}});
  for (const app::FigureChange& change : changes) {
    const std::string sign = change.delta > 0 ? "+" : "";
    table.add_row({change.title, metrics::number_text(change.before),
                   metrics::number_text(change.after), sign + metrics::number_text(change.delta),
                   change.unit, change.beyond_noise});
  }
  return style.paint(Tone::kBold, "Figures") + "\n" + table.text(style);
}

}  // namespace bmo::cli
