// Measures cells and pads them.
#include "bmo/cli/text_table.hpp"

#include <algorithm>

namespace bmo::cli {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kNarrowest = 24;  // A last column narrower than this is not wrapped further.

std::string padded(std::string_view cell, std::size_t width, Align align) {
  const std::size_t taken = display_width(cell);
  const std::string space(width > taken ? width - taken : 0, ' ');
  return align == Align::kRight ? space + std::string(cell) : std::string(cell) + space;
}

/// The last cell, wrapped so that its lines stand under one another.
std::string last_cell(std::string_view cell, std::size_t left, std::size_t columns) {
  const std::size_t room = std::max(columns > left ? columns - left : 0, kNarrowest);
  if (display_width(cell) <= room) return std::string(cell);
  const std::string wrapped = wrap(cell, left + room, std::string(left, ' '));
  return wrapped.substr(left, wrapped.size() - left - 1);
}

}  // namespace

void TextTable::add_row(std::vector<std::string> cells) {
  for (std::string& cell : cells)
    cell = printable(cell);
  cells.resize(columns_.size());
  rows_.push_back(std::move(cells));
}

std::string TextTable::text(const Style& style, std::string_view indent) const {
  std::vector<std::size_t> widths;
  bool titled = false;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    std::size_t width = display_width(columns_[c].title);
    titled = titled || width != 0;
    for (const auto& row : rows_)
      width = std::max(width, display_width(row[c]));
    widths.push_back(width);
  }
  const auto line_of = [&](const std::vector<std::string>& cells) {
    std::string line(indent);
    for (std::size_t c = 0; c + 1 < cells.size(); ++c) {
      line += padded(cells[c], widths[c], columns_[c].align) + std::string(kGap, ' ');
    }
    if (columns_.back().align == Align::kRight) {
      line += padded(cells.back(), widths.back(), Align::kRight);
    } else {
      line += style.terminal ? last_cell(cells.back(), display_width(line), style.columns)
                             : cells.back();
    }
    line.erase(line.find_last_not_of(' ') + 1);
    return line + "\n";
  };
  std::string out;
  if (titled) {
    std::vector<std::string> titles;
    for (const TableColumn& column : columns_)
      titles.push_back(column.title);
    std::string heading = line_of(titles);
    heading.pop_back();
    out += style.paint(Tone::kDim, heading) + "\n";
  }
  for (const auto& row : rows_)
    out += line_of(row);
  return out;
}

}  // namespace bmo::cli
