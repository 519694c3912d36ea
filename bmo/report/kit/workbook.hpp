// Makes an Excel workbook in memory, sheet by sheet and cell by cell.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/base/result.hpp"

namespace bmo::report {

/// How text in a cell looks. Numbers are shown to three digits and kept whole.
enum class CellLook : std::uint8_t {
  kPlain,
  kTitle,
  kHeading,
  kHeader,       ///< Of a column of text.
  kRightHeader,  ///< Of a column of numbers.
  kDim,
  kLines,  ///< Broken into lines.
  kRight,
  kAlert,
  kWatch,
  kInfo,
};

/// Rows and columns count from 0.
struct CellPlace {
  std::uint32_t row = 0;
  std::uint16_t column = 0;
};

/// Cells of one column, from one row to another; both ends belong to it.
struct CellRange {
  std::uint16_t column = 0;
  std::uint32_t first = 0;
  std::uint32_t last = 0;
};

struct Series {
  std::string name;
  CellRange values;
  bool is_limit = false;  ///< Drawn as a dashed red line.
};

/// A chart that Excel itself draws of the sheet's cells.
struct CellChart {
  enum class Kind : std::uint8_t { kBars, kLines };
  Kind kind = Kind::kBars;
  std::string title;
  CellRange labels;
  std::vector<Series> series;
  CellPlace at;  ///< Its upper left corner.
};

/// One sheet. Text stays text, whatever a spreadsheet would take it for; bytes that are no UTF-8
/// and control characters become U+FFFD; a kAbsent number leaves the cell empty.
class Sheet {
 public:
  virtual ~Sheet() = default;
  virtual void text(CellPlace at, std::string_view text, CellLook look = CellLook::kPlain) = 0;
  /// Text in lines over several cells of a row, from `at` to `last_column`, which hold `characters`
  /// in a line.
  virtual void paragraph(CellPlace at, std::uint16_t last_column, std::size_t characters,
                         std::string_view text) = 0;
  virtual void number(CellPlace at, double value) = 0;
  /// Text that leads to the top of the sheet of that name.
  virtual void link(CellPlace at, std::string_view sheet, std::string_view text) = 0;
  /// In characters.
  virtual void width(std::uint16_t first, std::uint16_t last, double characters) = 0;
  virtual void chart(const CellChart& chart) = 0;
};

/// Not thread-safe. The same calls give the same bytes.
class Workbook {
 public:
  virtual ~Workbook() = default;
  /// Lives as long as the workbook. `name`: at most 31 characters, other than others'.
  virtual Sheet& add_sheet(const std::string& name) = 0;
  /// The file's bytes; nothing may be called behind it. E_REPORT_WRITE (kIo).
  virtual Result<std::string> finish() = 0;
};

/// How many rows a chart covers.
constexpr std::uint32_t kChartRows = 16;

/// E_REPORT_WRITE (kIo) where the system gives no memory file.
Result<std::unique_ptr<Workbook>> make_workbook(const std::string& title);

}  // namespace bmo::report
