// PDF: A4 pages with contents, side bar, tables and the plots of the HTML page, drawn here.
#include <fmt/format.h>

#include "bmo/report/kit/pages.hpp"
#include "bmo/report/kit/wording.hpp"

namespace bmo::report {
namespace {

constexpr TextLook kDimText{.size = 8, .colour = Colour::kDim};

Colour colour_of(metrics::Urgency urgency) {
  if (urgency == metrics::Urgency::kAlert) return Colour::kAlert;
  return urgency == metrics::Urgency::kWatch ? Colour::kWatch : Colour::kInfo;
}

std::string destination_of(const metrics::MetricCard& card) {
  return "chapter-" + std::string(card.id);
}

/// In one line, as a cell shows it.
std::string in_line(std::string text) {
  for (char& byte : text) {
    if (byte == '\n' || byte == '\t') byte = ' ';
  }
  return text;
}

Grid figures_grid(const metrics::Chapter& chapter) {
  Grid grid{.columns = {"figure", "value", "rests on", "how computed"},
            .is_word = {true, false, false, true}};
  for (const metrics::Figure& figure : chapter.figures) {
    grid.rows.push_back({{in_line(figure.title)},
                         {in_line(figure_text(figure))},
                         {number_text(static_cast<double>(figure.rests_on)), Colour::kDim},
                         {in_line(figure.method), Colour::kDim}});
  }
  return grid;
}

Grid grid_of(const metrics::Table& table) {
  Grid grid{.columns = table.columns, .is_word = word_columns(table), .bars = bars_of(table)};
  for (const auto& row : table.rows) {
    std::vector<GridCell>& cells = grid.rows.emplace_back();
    for (const metrics::Table::Cell& cell : row)
      cells.push_back({in_line(cell_text(cell)), is_alarm(cell) ? Colour::kAlert : Colour::kInk});
  }
  return grid;
}

/// A short table is kept together; of a long one the first rows stand with its heading.
void write_table(Pages& pages, const metrics::Table& table) {
  constexpr double kMostKept = 250;
  const Grid grid = grid_of(table);
  const auto chart = control_chart_of(table);
  const double height = pages.height_of(grid) + (chart ? kChartHeight : 0);
  pages.heading(table.title, height < kMostKept ? height : kMostKept / 2);
  if (chart) pages.chart(*chart);
  pages.grid(grid);
}

void write_chapter(Pages& pages, const metrics::Chapter& chapter) {
  const metrics::MetricCard& card = *chapter.card;
  pages.chapter(destination_of(card), std::string(card.title));
  pages.paragraph(card.definition);
  if (!chapter.not_evaluated.empty())
    pages.paragraph("Not evaluated: " + chapter.not_evaluated + ".", {.is_bold = true});
  for (const metrics::Advice& advice : chapter.advice)
    pages.task(metrics::urgency_name(advice.urgency), colour_of(advice.urgency), "", advice.text);
  if (!chapter.figures.empty()) pages.grid(figures_grid(chapter));
  for (const metrics::Table& table : chapter.tables)
    write_table(pages, table);
  pages.heading("How it is computed, and what it does not say");
  pages.paragraph(card.formula, kDimText);
  pages.paragraph(card.caution, kDimText);
  if (!card.source.empty()) pages.paragraph("Source: " + std::string(card.source), kDimText);
}

void write_cards(Pages& pages, const Headline& line) {
  std::vector<GridCell> numbers;
  std::vector<std::string> names;
  for (const metrics::Figure* figure : line.figures) {
    numbers.push_back({number_text(figure->value) + " " + figure->unit});
    names.push_back(figure->title);
    if (!is_absent(figure->low))
      names.back() +=
          fmt::format(", {} to {}", number_text(figure->low), number_text(figure->high));
  }
  pages.heading(line.question);
  pages.cards(numbers, names);
}

void write_first_page(Pages& pages, const Document& document) {
  pages.title(in_line(document.title));
  pages.paragraph(fmt::format("{} pairs from {} records; {} could not be read as pairs.",
                              number_text(static_cast<double>(document.pairs)),
                              number_text(static_cast<double>(document.records)),
                              number_text(static_cast<double>(document.quarantined))),
                  kDimText);
  for (const Headline& line : headlines(document))
    write_cards(pages, line);
  pages.heading("What to do");
  const std::vector<Task> list = tasks(document);
  if (list.empty()) pages.paragraph("Nothing that the figures would tell.");
  for (const Task& task : list) {
    pages.task(metrics::urgency_name(task.advice->urgency), colour_of(task.advice->urgency),
               task.chapter->title, task.advice->text);
  }
  if (document.chapters.empty()) return;
  std::vector<ContentsLine> lines;
  for (const metrics::Chapter& chapter : document.chapters)
    lines.push_back({destination_of(*chapter.card), chapter.card->title});
  pages.contents(lines);
}

PageNumbers write_pages(const Document& document, Canvas& canvas, const PageNumbers& known) {
  Pages pages(canvas, in_line(document.title), known);
  write_first_page(pages, document);
  for (const metrics::Chapter& chapter : document.chapters)
    write_chapter(pages, chapter);
  return pages.finish();
}

std::vector<std::string> notes_of(const Canvas& canvas) {
  if (canvas.unknown_characters() == 0) return {};
  return {
      fmt::format("{} characters stand as boxes, since no font of this machine has them: "
                  "apt install fonts-noto-core fonts-noto-cjk",
                  canvas.unknown_characters())};
}

struct Pdf {
  static constexpr FormCard card{.id = "pdf", .ending = ".pdf", .title = "PDF, A4 pages"};

  /// The pages are filled twice: contents stand before what they lead to.
  static Result<Written> write(const Document& document) {
    BMO_TRY_AS(const std::unique_ptr<Canvas> draft, make_canvas(document.title));
    const PageNumbers numbers = write_pages(document, *draft, {});
    BMO_TRY_AS(const std::unique_ptr<Canvas> canvas, make_canvas(document.title));
    write_pages(document, *canvas, numbers);
    Written out{.bytes = {}, .notes = notes_of(*canvas)};
    BMO_TRY_AS(out.bytes, canvas->finish());
    return out;
  }
};

}  // namespace

const FormEntry& pdf() {
  return entry<Pdf>();
}

}  // namespace bmo::report
