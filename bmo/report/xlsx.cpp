// XLSX: a workbook with a first page, then a sheet for each chapter, with charts of its own.
#include <algorithm>
#include <array>

#include "bmo/report/kit/plots.hpp"
#include "bmo/report/kit/wording.hpp"
#include "bmo/report/kit/workbook.hpp"

namespace bmo::report {
namespace {

constexpr std::string_view kFirstSheet = "summary";
constexpr std::uint32_t kMostBars = 40;  // In a chart; the table holds the others too.

// Columns of a sheet, and how many characters they hold.
constexpr std::uint16_t kLastColumn = 7;
constexpr double kFirstWidth = 44;
constexpr double kOtherWidth = 13;
constexpr std::uint16_t kIdColumn = 6;
constexpr double kIdWidth = 26;

/// Text from `first` to the last column that a page shows.
void write_lines(Sheet& sheet, std::uint32_t row, std::uint16_t first, std::string_view text) {
  const auto others = static_cast<std::size_t>((kLastColumn - first) * kOtherWidth + kIdWidth);
  const auto extra = first == 0 ? static_cast<std::size_t>(kFirstWidth - kOtherWidth) : 0;
  sheet.paragraph({row, first}, kLastColumn, others + extra, text);
}

CellLook look_of(metrics::Urgency urgency) {
  if (urgency == metrics::Urgency::kAlert) return CellLook::kAlert;
  return urgency == metrics::Urgency::kWatch ? CellLook::kWatch : CellLook::kInfo;
}

/// One line for each figure; the last column says how it was computed.
std::uint32_t write_figures(Sheet& sheet, std::uint32_t row,
                            const std::vector<const metrics::Figure*>& figures) {
  if (figures.empty()) return row;
  constexpr auto kNames = std::to_array<std::string_view>(
      {"figure", "value", "unit", "low", "high", "rests on", "id", "how computed"});
  for (std::uint16_t column = 0; column < kNames.size(); ++column) {
    const bool is_number = column == 1 || (column >= 3 && column <= 5);
    sheet.text({row, column}, kNames[column],
               is_number ? CellLook::kRightHeader : CellLook::kHeader);
  }
  ++row;
  for (const metrics::Figure* figure : figures) {
    sheet.text({row, 0}, figure->title);
    sheet.number({row, 1}, figure->value);
    sheet.text({row, 2}, figure->unit, CellLook::kDim);
    sheet.number({row, 3}, figure->low);
    sheet.number({row, 4}, figure->high);
    sheet.number({row, 5}, static_cast<double>(figure->rests_on));
    sheet.text({row, 6}, figure->id, CellLook::kDim);
    sheet.text({row, 7}, figure->method, CellLook::kDim);
    ++row;
  }
  return row + 1;
}

/// Where the rows of a table stand in a sheet.
struct TableBody {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::uint16_t columns = 0;
};

TableBody write_cells(Sheet& sheet, std::uint32_t row, const metrics::Table& table) {
  std::uint16_t column = 0;
  for (const std::string& name : table.columns) {
    sheet.text({row, column}, name, column == 0 ? CellLook::kHeader : CellLook::kRightHeader);
    ++column;
  }
  const std::uint32_t first = row + 1;
  for (const auto& cells : table.rows) {
    ++row;
    column = 0;
    for (const metrics::Table::Cell& cell : cells) {
      const CellPlace at{row, column++};
      if (cell.text.empty()) {
        sheet.number(at, cell.number);
      } else {
        sheet.text(at, cell.text,
                   is_alarm(cell)   ? CellLook::kAlert
                   : at.column == 0 ? CellLook::kPlain
                                    : CellLook::kRight);
      }
    }
  }
  return {first, row, static_cast<std::uint16_t>(table.columns.size())};
}

/// The lower limit needs cells of its own: the first column behind the table.
CellChart control_chart(Sheet& sheet, const metrics::Table& table, const TableBody& body,
                        const ControlChart& chart) {
  const std::uint16_t lower = body.columns;
  sheet.text({body.first - 1, lower}, "lower limit", CellLook::kRightHeader);
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const double limit = table.rows[i][chart.limit_column].number;
    sheet.number({body.first + static_cast<std::uint32_t>(i), lower}, -limit);
  }
  const auto range = [&](std::size_t column) {
    return CellRange{static_cast<std::uint16_t>(column), body.first, body.last};
  };
  return {.kind = CellChart::Kind::kLines,
          .title = table.title,
          .labels = range(0),
          .series = {{"ewma", range(chart.value_column)},
                     {"limit", range(chart.limit_column), true},
                     {"lower limit", range(lower), true}},
          .at = {body.first - 1, static_cast<std::uint16_t>(lower + 2)}};
}

CellChart bar_chart(const metrics::Table& table, const TableBody& body) {
  const std::uint32_t last = std::min(body.last, body.first + kMostBars - 1);
  const auto values = static_cast<std::uint16_t>(body.columns - 1);
  return {.kind = CellChart::Kind::kBars,
          .title = table.title,
          .labels = {0, body.first, last},
          .series = {{table.columns.back(), {values, body.first, last}}},
          .at = {body.first - 1, static_cast<std::uint16_t>(body.columns + 1)}};
}

std::uint32_t write_table(Sheet& sheet, std::uint32_t row, const metrics::Table& table) {
  sheet.text({row++, 0}, table.title, CellLook::kHeading);
  if (table.columns.empty()) return row + 1;
  const std::uint32_t top = row;
  const TableBody body = write_cells(sheet, row, table);
  row = body.last + 2;
  if (table.rows.empty()) return row;
  const auto chart = control_chart_of(table);
  const bool has_bars = table.look == metrics::Look::kBars;
  if (chart) {
    sheet.chart(control_chart(sheet, table, body, *chart));
  } else if (has_bars) {
    sheet.chart(bar_chart(table, body));
  }
  return chart || has_bars ? std::max(row, top + kChartRows + 1) : row;
}

void set_widths(Sheet& sheet) {
  sheet.width(0, 0, kFirstWidth);
  sheet.width(1, 20, kOtherWidth);
  sheet.width(kIdColumn, kIdColumn, kIdWidth);
}

std::vector<const metrics::Figure*> figures_of(const metrics::Chapter& chapter) {
  std::vector<const metrics::Figure*> out;
  for (const metrics::Figure& figure : chapter.figures)
    out.push_back(&figure);
  return out;
}

void write_chapter(Workbook& book, const metrics::Chapter& chapter) {
  const metrics::MetricCard& card = *chapter.card;
  Sheet& sheet = book.add_sheet(std::string(card.id));
  set_widths(sheet);
  std::uint32_t row = 0;
  sheet.text({row++, 0}, card.title, CellLook::kTitle);
  write_lines(sheet, row++, 0, card.definition);
  if (!chapter.not_evaluated.empty())
    sheet.text({row++, 0}, "Not evaluated: " + chapter.not_evaluated, CellLook::kWatch);
  sheet.link({row++, 0}, kFirstSheet, "Back to the summary");
  ++row;
  for (const metrics::Advice& advice : chapter.advice) {
    sheet.text({row, 0}, metrics::urgency_name(advice.urgency), look_of(advice.urgency));
    write_lines(sheet, row++, 1, advice.text);
  }
  if (!chapter.advice.empty()) ++row;
  row = write_figures(sheet, row, figures_of(chapter));
  for (const metrics::Table& table : chapter.tables)
    row = write_table(sheet, row, table);
  sheet.text({row++, 0}, "How it is computed, and what it does not say", CellLook::kHeading);
  write_lines(sheet, row++, 0, card.formula);
  write_lines(sheet, row++, 0, card.caution);
  if (!card.source.empty()) write_lines(sheet, row++, 0, "Source: " + std::string(card.source));
}

std::uint32_t write_tasks(Sheet& sheet, std::uint32_t row, const Document& document) {
  sheet.text({row++, 0}, "What to do", CellLook::kHeading);
  const std::vector<Task> list = tasks(document);
  if (list.empty()) sheet.text({row++, 0}, "Nothing that the figures would tell.");
  for (const Task& task : list) {
    sheet.link({row, 0}, task.chapter->id, task.chapter->title);
    sheet.text({row, 1}, metrics::urgency_name(task.advice->urgency),
               look_of(task.advice->urgency));
    write_lines(sheet, row++, 2, task.advice->text);
  }
  return row + 1;
}

void write_first_sheet(Workbook& book, const Document& document) {
  Sheet& sheet = book.add_sheet(std::string(kFirstSheet));
  set_widths(sheet);
  std::uint32_t row = 0;
  sheet.text({row++, 0}, document.title, CellLook::kTitle);
  ++row;
  const auto count = [&](std::string_view name, std::uint64_t number) {
    sheet.text({row, 0}, name);
    sheet.number({row++, 1}, static_cast<double>(number));
  };
  count("Pairs", document.pairs);
  count("Records", document.records);
  count("Records that could not be read as pairs", document.quarantined);
  ++row;
  for (const Headline& line : headlines(document)) {
    sheet.text({row++, 0}, std::string(line.question), CellLook::kHeading);
    row = write_figures(sheet, row, line.figures);
  }
  row = write_tasks(sheet, row, document);
  sheet.text({row++, 0}, "Chapters", CellLook::kHeading);
  for (const metrics::Chapter& chapter : document.chapters) {
    sheet.link({row, 0}, chapter.card->id, chapter.card->title);
    write_lines(sheet, row++, 1, chapter.card->definition);
  }
}

struct Xlsx {
  static constexpr FormCard card{
      .id = "xlsx", .ending = ".xlsx", .title = "Excel workbook, a sheet a chapter"};

  static Result<Written> write(const Document& document) {
    BMO_TRY_AS(const std::unique_ptr<Workbook> book, make_workbook(document.title));
    write_first_sheet(*book, document);
    for (const metrics::Chapter& chapter : document.chapters)
      write_chapter(*book, chapter);
    Written out;
    BMO_TRY_AS(out.bytes, book->finish());
    return out;
  }
};

}  // namespace

const FormEntry& xlsx() {
  return entry<Xlsx>();
}

}  // namespace bmo::report
