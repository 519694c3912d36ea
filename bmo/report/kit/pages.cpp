// Measures before it draws, and turns the page where the next thing would not fit.
#include "bmo/report/kit/pages.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include <fmt/format.h>

namespace bmo::report {
namespace {

constexpr double kBottom = kPageHeight - 54;
constexpr double kPadding = 4;   // Left and right of a cell's text.
constexpr double kRowGap = 2.5;  // Above and below it.
constexpr double kBarWidth = 130;
constexpr double kCellSize = 8;
constexpr int kMostLines = 14;        // Of a cell.
constexpr double kChapterRoom = 260;  // Less than this is left: a chapter begins on a new page.

TextLook cell_look(bool is_header, Colour colour, bool is_right, double width) {
  return {.size = kCellSize,
          .is_bold = is_header,
          .colour = is_header ? Colour::kDim : colour,
          .is_right = is_right,
          .width = width,
          .most_lines = kMostLines};
}

/// The widest that columns may be so that together they fill `room`.
double widest(const std::vector<double>& natural, double room) {
  std::vector<double> sorted = natural;
  std::sort(sorted.begin(), sorted.end());
  double left = room;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const double share = left / static_cast<double>(sorted.size() - i);
    if (sorted[i] > share) return share;
    left -= sorted[i];
  }
  return room;
}

/// It takes what room is left.
double& widest_of_words(std::vector<double>& widths, const Grid& grid) {
  std::size_t found = 0;
  for (std::size_t i = 1; i < widths.size(); ++i) {
    if (grid.is_word[i] && widths[i] > widths[found]) found = i;
  }
  return widths[found];
}

std::vector<GridCell> header_of(const Grid& grid) {
  std::vector<GridCell> out;
  for (const std::string& name : grid.columns)
    out.push_back({name});
  return out;
}

/// Draws what a tag encloses.
class Tagged {
 public:
  Tagged(Canvas& canvas, const char* tag, const std::string& attributes = "")
      : canvas_(canvas), tag_(tag) {
    canvas_.begin_tag(tag_, attributes);
  }
  Tagged(const Tagged&) = delete;
  Tagged& operator=(const Tagged&) = delete;
  ~Tagged() { canvas_.end_tag(tag_); }

 private:
  Canvas& canvas_;
  const char* tag_;
};

}  // namespace

Pages::Pages(Canvas& canvas, std::string title, PageNumbers known)
    : canvas_(canvas), title_(std::move(title)), known_(std::move(known)) {}

void Pages::write_margins() {
  const TextLook look{.size = 7.5, .colour = Colour::kDim, .width = kTextWidth, .most_lines = 1};
  TextLook right = look;
  right.is_right = true;
  if (page_ > 1) {
    canvas_.text({kMargin, 24}, title_,
                 {.size = 7.5, .colour = Colour::kDim, .width = kTextWidth * 0.6, .most_lines = 1});
    canvas_.text({kMargin, 24}, header_, right);
    const std::array<Point, 2> rule{{{kMargin, 38}, {kPageWidth - kMargin, 38}}};
    canvas_.line(rule, Colour::kLine, 0.5, false);
  }
  canvas_.text({kMargin, kPageHeight - 36}, fmt::format("Page {} of {}", page_, known_.total),
               right);
}

void Pages::turn() {
  write_margins();
  canvas_.next_page();
  ++page_;
  header_ = chapter_;
  y_ = kMargin;
}

void Pages::need(double height) {
  if (y_ > kMargin && y_ + height > kBottom) turn();
}

PageNumbers Pages::finish() {
  write_margins();
  canvas_.next_page();
  found_.total = page_;
  return found_;
}

void Pages::title(std::string_view text) {
  const Tagged tag(canvas_, "H1");
  y_ += canvas_
            .text({kMargin, y_}, text,
                  {.size = 22, .is_bold = true, .width = kTextWidth, .most_lines = 3})
            .height +
        4;
}

void Pages::chapter(const std::string& destination, const std::string& text) {
  constexpr double kGap = 18;
  const bool is_begun = y_ > kMargin;
  if (is_begun && (page_ == 1 || y_ + kGap + kChapterRoom > kBottom)) {
    turn();
  } else if (is_begun) {
    y_ += kGap;
  }
  chapter_ = text;
  if (y_ <= kMargin) header_ = text;
  found_.chapters[destination] = page_;
  const std::array<Point, 2> rule{{{kMargin, y_}, {kPageWidth - kMargin, y_}}};
  canvas_.line(rule, Colour::kInk, 1.5, false);
  y_ += 8;
  const Tagged goal(canvas_, "cairo.dest", "name='" + destination + "'");
  const Tagged tag(canvas_, "H1");
  y_ +=
      canvas_.text({kMargin, y_}, text, {.size = 16, .is_bold = true, .width = kTextWidth}).height +
      4;
  canvas_.bookmark(text, destination);
}

void Pages::heading(std::string_view text, double below) {
  const TextLook look{.size = 10.5, .is_bold = true, .width = kTextWidth, .most_lines = 2};
  y_ += 10;
  need(canvas_.measure(text, look).height + 4 + below);
  const Tagged tag(canvas_, "H2");
  y_ += canvas_.text({kMargin, y_}, text, look).height + 4;
}

void Pages::paragraph(std::string_view text, const TextLook& look) {
  TextLook wide = look;
  wide.width = kTextWidth;
  need(canvas_.measure(text, wide).height);
  const Tagged tag(canvas_, "P");
  y_ += canvas_.text({kMargin, y_}, text, wide).height + 5;
}

void Pages::task(std::string_view word, Colour colour, std::string_view who,
                 std::string_view text) {
  constexpr double kIndent = 10;
  const TextLook head{.size = 7.5, .is_bold = true, .colour = colour};
  const TextLook body{.width = kTextWidth - 2 * kIndent};
  const double top = canvas_.measure(word, head).height;
  const double height = top + canvas_.measure(text, body).height + 8;
  need(height + 5);
  canvas_.box({kMargin, y_}, {kTextWidth, height}, Colour::kSoft);
  canvas_.box({kMargin, y_}, {3, height}, colour);
  const Tagged tag(canvas_, "P");
  const Size named = canvas_.text({kMargin + kIndent, y_ + 3}, word, head);
  canvas_.text({kMargin + kIndent + named.width + 6, y_ + 3}, who,
               {.size = 7.5, .colour = Colour::kDim});
  canvas_.text({kMargin + kIndent, y_ + 4 + top}, text, body);
  y_ += height + 5;
}

void Pages::cards(const std::vector<GridCell>& numbers, const std::vector<std::string>& names) {
  constexpr std::size_t kInRow = 4;
  constexpr double kGap = 8;
  constexpr double kWidth = (kTextWidth - (kInRow - 1) * kGap) / kInRow;
  constexpr double kHeight = 54;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (i % kInRow == 0) need(kHeight);
    const double x = kMargin + static_cast<double>(i % kInRow) * (kWidth + kGap);
    canvas_.box({x, y_}, {kWidth, kHeight}, Colour::kSoft);
    const Tagged tag(canvas_, "P");
    canvas_.text({x + 8, y_ + 5}, numbers[i].text,
                 {.size = 14, .is_bold = true, .width = kWidth - 12, .most_lines = 1});
    canvas_.text({x + 8, y_ + 25}, names[i],
                 {.size = 7.5, .colour = Colour::kDim, .width = kWidth - 12, .most_lines = 2});
    if (i % kInRow == kInRow - 1 || i + 1 == numbers.size()) y_ += kHeight + kGap;
  }
}

void Pages::contents(const std::vector<ContentsLine>& lines) {
  constexpr double kHeight = 15;
  constexpr double kGap = 24;
  constexpr double kWidth = (kTextWidth - kGap) / 2;
  const std::size_t rows = (lines.size() + 1) / 2;
  heading("Contents", static_cast<double>(rows) * kHeight);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Point at{kMargin + static_cast<double>(i / rows) * (kWidth + kGap),
                   y_ + static_cast<double>(i % rows) * kHeight};
    const Tagged tag(canvas_, "Link", "dest='" + lines[i].destination + "'");
    canvas_.text(at, lines[i].text, {.colour = Colour::kInfo});
    const auto page = known_.chapters.find(lines[i].destination);
    canvas_.text(at, page == known_.chapters.end() ? "" : std::to_string(page->second),
                 {.colour = Colour::kDim, .is_right = true, .width = kWidth});
  }
  y_ += static_cast<double>(rows) * kHeight;
}

std::vector<double> Pages::column_widths(const Grid& grid) {
  std::vector<double> natural(grid.columns.size(), 0);
  for (std::size_t i = 0; i < natural.size(); ++i) {
    const TextLook header = cell_look(true, Colour::kInk, false, 0);
    natural[i] = canvas_.measure(grid.columns[i], header).width;
    for (const auto& row : grid.rows) {
      const TextLook look = cell_look(false, Colour::kInk, false, 0);
      natural[i] = std::max(natural[i], canvas_.measure(row[i].text, look).width);
    }
    natural[i] += 2 * kPadding + 1;
  }
  const double room = kTextWidth - (grid.bars.empty() ? 0 : kBarWidth);
  const double most = widest(natural, room);
  for (double& width : natural)
    width = std::min(width, most);
  const double taken = std::accumulate(natural.begin(), natural.end(), 0.0);
  widest_of_words(natural, grid) += room - taken;
  return natural;
}

double Pages::row_height(const std::vector<GridCell>& cells, const std::vector<double>& widths,
                         bool is_header) {
  double height = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const TextLook look = cell_look(is_header, cells[i].colour, false, widths[i] - 2 * kPadding);
    height = std::max(height, canvas_.measure(cells[i].text, look).height);
  }
  return height + 2 * kRowGap;
}

void Pages::grid_row(const std::vector<GridCell>& cells, const std::vector<double>& widths,
                     const Grid& grid, bool is_header, double bar) {
  const double height = row_height(cells, widths, is_header);
  const Tagged tag(canvas_, "TR");
  double x = kMargin;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const Tagged cell(canvas_, is_header ? "TH" : "TD");
    canvas_.text({x + kPadding, y_ + kRowGap}, cells[i].text,
                 cell_look(is_header, cells[i].colour, !grid.is_word[i], widths[i] - 2 * kPadding));
    x += widths[i];
  }
  if (bar > 0)
    canvas_.box({x + kPadding, y_ + height / 2 - 3.5}, {bar * (kBarWidth - kPadding), 7},
                Colour::kBar);
  y_ += height;
  const std::array<Point, 2> rule{{{kMargin, y_}, {kPageWidth - kMargin, y_}}};
  canvas_.line(rule, is_header ? Colour::kDim : Colour::kLine, 0.5, false);
}

double Pages::height_of(const Grid& grid) {
  const std::vector<double> widths = column_widths(grid);
  double height = row_height(header_of(grid), widths, true);
  for (const auto& row : grid.rows)
    height += row_height(row, widths, false);
  return height;
}

void Pages::grid(const Grid& grid) {
  const std::vector<double> widths = column_widths(grid);
  const std::vector<GridCell> header = header_of(grid);
  const Tagged tag(canvas_, "Table");
  const double top = row_height(header, widths, true);
  for (std::size_t i = 0; i < grid.rows.size(); ++i) {
    const double height = row_height(grid.rows[i], widths, false);
    const bool is_full = y_ + height + (i == 0 ? top : 0) > kBottom;
    if (is_full) turn();
    if (is_full || i == 0) grid_row(header, widths, grid, true, 0);
    grid_row(grid.rows[i], widths, grid, false, grid.bars.empty() ? 0 : grid.bars[i]);
  }
  y_ += 6;
}

void Pages::chart(const ControlChart& chart) {
  constexpr double kHeight = kChartHeight - 4;
  need(kHeight);
  const double middle = y_ + kHeight / 2;
  const auto at = [&](double value) { return middle - value / chart.most * (kHeight / 2 - 8); };
  for (const double level : {chart.limit, 0.0, -chart.limit}) {
    const std::array<Point, 2> rule{{{kMargin, at(level)}, {kPageWidth - kMargin, at(level)}}};
    canvas_.line(rule, level == 0.0 ? Colour::kLine : Colour::kAlert, 0.7, level != 0.0);
  }
  const auto last = static_cast<double>(chart.points.size() - 1);
  std::vector<Point> course;
  for (std::size_t i = 0; i < chart.points.size(); ++i)
    course.push_back({kMargin + 10 + (kTextWidth - 20) * static_cast<double>(i) / last,
                      at(chart.points[i].value)});
  canvas_.line(course, Colour::kBar, 1.3, false);
  for (std::size_t i = 0; i < course.size(); ++i) {
    const bool is_alarm = chart.points[i].is_alarm;
    canvas_.dot(course[i], is_alarm ? 4 : 2, is_alarm ? Colour::kAlert : Colour::kBar);
  }
  y_ += kChartHeight;
}

}  // namespace bmo::report
