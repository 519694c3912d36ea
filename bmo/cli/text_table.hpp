// Columns of text that line up on a terminal.
#pragma once
#include <string>
#include <vector>

#include "bmo/cli/terminal.hpp"

namespace bmo::cli {

enum class Align : std::uint8_t { kLeft, kRight };

struct TableColumn {
  std::string title;  ///< Empty in all columns: no heading line.
  Align align = Align::kLeft;
};

class TextTable {
 public:
  explicit TextTable(std::vector<TableColumn> columns) : columns_(std::move(columns)) {}

  /// One cell for each column; made printable here.
  void add_row(std::vector<std::string> cells);
  bool empty() const { return rows_.empty(); }
  std::size_t size() const { return rows_.size(); }

  /// Every line after `indent`; on a terminal the last column is wrapped to its width, in
  /// a pipe each row stays one line.
  std::string text(const Style& style, std::string_view indent = "  ") const;

 private:
  std::vector<TableColumn> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace bmo::cli
