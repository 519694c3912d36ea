// Separated values by RFC 4180: where records end, what their cells hold, what the header says.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/base/result.hpp"

namespace bmo::formats {

inline constexpr std::size_t kMostColumns = 4096;

/// Where a record ends. A quote opens a quoted field only at the field's start; elsewhere it is a
/// character like any other.
struct CsvEnd {
  bool found = false;
  std::size_t end = 0;       ///< Of the record, without its line end.
  std::size_t next = 0;      ///< Behind its line end.
  bool in_quotes = false;    ///< The text ends inside a quoted field...
  std::size_t quote_at = 0;  ///< ...that was opened here.
};
CsvEnd find_csv_end(std::string_view text, std::size_t at, char delimiter, bool at_end);

/// Walks the cells of one record.
class CsvCells {
 public:
  CsvCells(std::string_view record, char delimiter) : record_(record), delimiter_(delimiter) {}
  /// False when there are no more, or text follows a closing quote (`is_torn`).
  bool next();
  /// The cell's text; a view into the record or, where quotes were doubled, until the next call.
  std::string_view text() const { return text_; }
  /// Where the cell (or what tears it) begins in the record.
  std::size_t start() const { return start_; }
  bool is_torn() const { return torn_; }

 private:
  bool next_quoted();

  std::string_view record_;
  char delimiter_;
  std::size_t at_ = 0;
  std::size_t start_ = 0;
  bool ended_ = false;
  bool torn_ = false;
  std::string_view text_;
  std::string unquoted_;
};

/// The separator that the header line uses most outside quotes: one of , ; tab |.
char guess_delimiter(std::string_view header_line);

/// The names in the header record. Errors: E_CSV_HEADER, E_CSV_QUOTE, E_UTF8, E_TOO_MANY_COLUMNS
/// with line and column, `place.file` left empty.
Result<std::vector<std::string>> read_csv_header(std::string_view record, char delimiter);

/// Appends a quoted cell.
void append_csv_text(std::string& out, std::string_view text);

}  // namespace bmo::formats
