// Fills pages from top to bottom: paragraphs, tables, bars and control charts.
#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/report/kit/canvas.hpp"
#include "bmo/report/kit/plots.hpp"

namespace bmo::report {

constexpr double kMargin = 48;
constexpr double kTextWidth = kPageWidth - 2 * kMargin;
constexpr double kChartHeight = 100;

struct GridCell {
  std::string text;
  Colour colour = Colour::kInk;
};

/// A table as it is set: words left, numbers right.
struct Grid {
  std::vector<std::string> columns;
  std::vector<bool> is_word;  ///< By column; one at least.
  std::vector<std::vector<GridCell>> rows;
  std::vector<double> bars;  ///< One for each row, 0 to 1; empty: none.
};

struct ContentsLine {
  std::string destination;
  std::string_view text;
};

/// Where the chapters begin: known only once all pages have been filled once.
struct PageNumbers {
  std::map<std::string, std::size_t> chapters;  ///< By destination; pages count from 1.
  std::size_t total = 0;
};

class Pages {
 public:
  /// `known`: what an earlier filling of the same pages found.
  Pages(Canvas& canvas, std::string title, PageNumbers known);

  void title(std::string_view text);
  /// A chapter's heading; contents and side bar lead to it.
  void chapter(const std::string& destination, const std::string& text);
  /// `below`: how high what must stand on the same page is.
  void heading(std::string_view text, double below = 48);
  void paragraph(std::string_view text, const TextLook& look = {});
  /// A paragraph behind a bar of that colour, which `word` names.
  void task(std::string_view word, Colour colour, std::string_view who, std::string_view text);
  /// Numbers in boxes, with what they are below them.
  void cards(const std::vector<GridCell>& numbers, const std::vector<std::string>& names);
  /// Where the chapters are, in two columns, with their heading on the same page.
  void contents(const std::vector<ContentsLine>& lines);
  void grid(const Grid& grid);
  double height_of(const Grid& grid);
  void chart(const ControlChart& chart);

  /// Ends the last page.
  PageNumbers finish();

 private:
  void need(double height);
  void turn();
  void write_margins();
  void grid_row(const std::vector<GridCell>& cells, const std::vector<double>& widths,
                const Grid& grid, bool is_header, double bar);
  std::vector<double> column_widths(const Grid& grid);
  double row_height(const std::vector<GridCell>& cells, const std::vector<double>& widths,
                    bool is_header);

  Canvas& canvas_;
  std::string title_;
  PageNumbers known_;
  PageNumbers found_;
  std::string chapter_;  ///< That is being written.
  std::string header_;   ///< With which the page began.
  std::size_t page_ = 1;
  double y_ = kMargin;
};

}  // namespace bmo::report
