// Figures in a table, shares as bars of eighths.
#include "bmo/cli/chapter_text.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "bmo/cli/text_table.hpp"

namespace bmo::cli {
namespace {

using metrics::number_text;

constexpr std::size_t kBarWidth = 32;

std::string figures_text(const metrics::Chapter& chapter, const Style& style) {
  if (chapter.figures.empty()) return "";
  TextTable table({{""}, {"", Align::kRight}, {""}, {""}});
  for (const metrics::Figure& figure : chapter.figures) {
    std::string range;
    if (!is_absent(figure.low))
      range = fmt::format("{} to {}", number_text(figure.low), number_text(figure.high));
    table.add_row({figure.title, number_text(figure.value), figure.unit, range});
  }
  return table.text(style);
}

std::string bar(double value, double most) {
  constexpr std::string_view kEighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  if (is_absent(value) || most <= 0 || value <= 0) return "";
  const auto eighths =
      static_cast<std::size_t>(std::llround(value / most * static_cast<double>(kBarWidth) * 8));
  std::string out;
  for (std::size_t i = 0; i < eighths / 8; ++i)
    out += "█";
  return out + std::string(kEighths[eighths % 8]);
}

std::string table_text(const metrics::Table& table, const Style& style) {
  const bool has_bars = table.look == metrics::Look::kBars;
  std::vector<TableColumn> columns;
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    columns.push_back({table.columns[i], i == 0 ? Align::kLeft : Align::kRight});
  if (has_bars) columns.push_back({""});
  TextTable text(columns);
  double most = 0;
  for (const auto& row : table.rows)
    most = std::max(most, is_absent(row.back().number) ? 0 : row.back().number);
  for (const auto& row : table.rows) {
    std::vector<std::string> cells;
    for (const metrics::Table::Cell& cell : row)
      cells.push_back(cell.text.empty() ? number_text(cell.number) : printable(cell.text));
    if (has_bars) cells.push_back(bar(row.back().number, most));
    text.add_row(cells);
  }
  return "\n" + style.paint(Tone::kBold, table.title) + "\n" + text.text(style);
}

Tone tone_of(metrics::Urgency urgency) {
  if (urgency == metrics::Urgency::kAlert) return Tone::kRed;
  return urgency == metrics::Urgency::kWatch ? Tone::kYellow : Tone::kBlue;
}

}  // namespace

std::string chapter_text(const metrics::Chapter& chapter, const Style& style) {
  std::string out =
      style.paint(Tone::kBold, std::string("== ") + std::string(chapter.card->title)) + "\n";
  if (!chapter.not_evaluated.empty())
    out += "  not evaluated: " + printable(chapter.not_evaluated) + "\n";
  out += figures_text(chapter, style);
  for (const metrics::Table& table : chapter.tables)
    out += table_text(table, style);
  if (!chapter.advice.empty()) out += "\n";
  for (const metrics::Advice& advice : chapter.advice) {
    const std::string word(metrics::urgency_name(advice.urgency));
    out += style.paint(tone_of(advice.urgency), word + ":") + " " + printable(advice.text) + "\n";
  }
  return out;
}

}  // namespace bmo::cli
