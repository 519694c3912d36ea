// Reads CSV back with a decoder of our own, small because it knows only RFC 4180 with rows that end
// in a line feed, and the JSON text of lists and structs through simdjson.
//
// Other decoders (Arrow's, DuckDB's) do it too, at two and six times the cost; none of this shares
// a line with the writer, and tests read the same files with pandas, polars and datasets.
#include <cstring>

#include "bmo/json/events.hpp"
#include "bmo/table/json_hash.hpp"
#include "bmo/table/json_plain.hpp"
#include "bmo/table/proof.hpp"
#include "bmo/table/proof_window.hpp"

namespace bmo::table {
namespace {

constexpr std::size_t kHashesAtOnce = 1024;

struct Cell {
  std::string_view text;  ///< Valid until the next; json::EventReader::kPadding bytes behind it.
  bool is_quoted = false;
};

/// What stands behind a cell: another of its row, the next row, or what should not.
enum class After : std::uint8_t { kCell, kRow, kFault };

/// Takes cells off the front of a text, from left to right.
class CellReader {
 public:
  /// `has_all`: nothing comes behind `text`. `scratch` holds cells that had to be changed.
  CellReader(std::string_view text, bool has_all, std::string& scratch)
      : at_(text.data()), end_(at_ + text.size()), has_all_(has_all), scratch_(scratch) {}

  /// False where its end is not within the text.
  bool next(Cell& cell, After& after) {
    cell.is_quoted = at_ < end_ && *at_ == '"';
    if (!(cell.is_quoted ? quoted(cell) : bare(cell))) return false;
    if (at_ == end_) {
      after = After::kRow;
      return has_all_;
    }
    const char behind = *at_++;
    after = behind == ',' ? After::kCell : behind == '\n' ? After::kRow : After::kFault;
    return true;
  }

  const char* at() const { return at_; }

 private:
  const char* find_quote(const char* from) const {
    return static_cast<const char*>(std::memchr(from, '"', static_cast<std::size_t>(end_ - from)));
  }

  /// Up to the quote that no other follows; of two the first is text.
  bool quoted(Cell& cell) {
    const char* first = ++at_;
    scratch_.clear();
    const char* quote = find_quote(first);
    for (; quote != nullptr && quote + 1 < end_ && quote[1] == '"'; quote = find_quote(first)) {
      scratch_.append(first, quote + 1);
      first = quote + 2;
    }
    if (quote == nullptr || (quote + 1 == end_ && !has_all_)) return false;
    cell.text = {first, static_cast<std::size_t>(quote - first)};
    if (!scratch_.empty()) cell.text = joined(cell.text);
    at_ = quote + 1;
    return true;
  }

  std::string_view joined(std::string_view rest) {
    scratch_ += rest;
    const std::size_t size = scratch_.size();
    scratch_.append(json::EventReader::kPadding, ' ');
    return std::string_view(scratch_).substr(0, size);
  }

  bool bare(Cell& cell) {
    const char* const first = at_;
    while (at_ < end_ && *at_ != ',' && *at_ != '\n')
      ++at_;
    cell.text = {first, static_cast<std::size_t>(at_ - first)};
    return true;
  }

  const char* at_;
  const char* end_;
  bool has_all_;
  std::string& scratch_;
};

class CellHasher {
 public:
  explicit CellHasher(const Schema& schema) : schema_(cells_of(schema)), plain_(schema_) {
    for (std::size_t i = 0; i < schema_.size(); ++i)
      places_.push_back(field_place(0, i));
  }

  void add_cell(Hash128& row, std::size_t index, const Cell& cell) {
    const Field& field = schema_[index];
    const Place place = places_[index];
    const bool is_text = field.kind == ColumnKind::kText || field.kind == ColumnKind::kJson;
    if (cell.text.empty() && !cell.is_quoted) {
      const bool may_be_nothing =
          field.kind == ColumnKind::kReal || field.kind == ColumnKind::kFlag;
      if (!may_be_nothing) add(row, place, Tag::kNull);
    } else if (!is_text) {
      add_json(row, index, cell.text);
    } else if (!cell.text.empty()) {
      add(row, place, Tag::kText, cell.text);
    }
  }

 private:
  void add_json(Hash128& row, std::size_t index, std::string_view text) {
    Hash128 sum = row;
    if (plain_.add_value(sum, index, text)) {
      row = sum;
    } else {
      any_.add_value(row, schema_[index], places_[index], text);
    }
  }

  Schema schema_;
  std::vector<Place> places_;
  PlainJson plain_;
  JsonHasher any_;
};

/// Takes rows off a file, each by a function that gets the row's cells.
class RowReader {
 public:
  RowReader(ProofWindow window, std::size_t columns)
      : window_(std::move(window)), columns_(columns) {}

  /// `start()` begins a row, anew where the window held only a part of it; `cell(index, cell)` gets
  /// its cells. False at the end of the file, and at a row that is none: see `fault`.
  template <typename Start, typename TakeCell>
  Result<bool> next(Start&& start, TakeCell&& cell) {
    for (;;) {
      if (has_all_ && window_.bytes().empty()) return false;
      start();
      if (row(cell)) {
        ++rows_;
        return true;
      }
      if (!fault_.empty()) return false;
      if (has_all_) return fail("does not end");
      BMO_TRY_AS(const bool more, window_.more());
      has_all_ = !more;
    }
  }

  /// Empty where all rows were sound.
  const std::string& fault() const { return fault_; }

 private:
  template <typename TakeCell>
  bool row(TakeCell&& take) {
    const std::string_view bytes = window_.bytes();
    CellReader cells(bytes, has_all_, scratch_);
    Cell cell;
    for (std::size_t index = 0;; ++index) {
      After after{};
      if (!cells.next(cell, after)) return false;
      if (after == After::kFault) return fail("has text behind a closing quote");
      if (index == columns_) return fail("has too many cells");
      take(index, cell);
      if (after == After::kCell) continue;
      if (index + 1 < columns_) return fail("has too few cells");
      window_.pass(static_cast<std::size_t>(cells.at() - bytes.data()));
      return true;
    }
  }

  bool fail(std::string_view what) {
    fault_ = "row " + std::to_string(rows_) + " " + std::string(what);
    return false;
  }

  ProofWindow window_;
  std::size_t columns_;
  std::uint64_t rows_ = 0;  ///< The header is row 0.
  bool has_all_ = false;
  std::string fault_;
  std::string scratch_;
};

Error unreadable(const std::string& path, std::string why) {
  return {.kind = ErrorKind::kInternal,
          .code = "E_PROOF",
          .message = "a written file cannot be read back",
          .why = std::move(why),
          .hint = "please report this; the input is untouched",
          .place = {.file = path}};
}

/// True where the first row names the columns.
Result<bool> has_header(RowReader& reader, const Schema& schema) {
  bool same = true;
  BMO_TRY_AS(const bool any, reader.next([&same] { same = true; },
                                         [&](std::size_t index, const Cell& cell) {
                                           same = same && cell.text == schema[index].name;
                                         }));
  return any && same;
}

}  // namespace

Status read_csv_again(const ProofFile& file, const TakeHashes& take) {
  BMO_TRY_AS(ProofWindow window, ProofWindow::open(file.disk, file.path, 0));
  RowReader reader(std::move(window), file.schema.size());
  BMO_TRY_AS(const bool is_headed, has_header(reader, file.schema));
  if (!is_headed) return unreadable(file.path, "the header names other columns");
  CellHasher hasher(file.schema);
  std::vector<Hash128> hashes;
  Hash128 row;
  const auto start = [&row] { row = {}; };
  const auto add_cell = [&](std::size_t index, const Cell& cell) {
    hasher.add_cell(row, index, cell);
  };
  for (;;) {
    BMO_TRY_AS(const bool any, reader.next(start, add_cell));
    if (!any) break;
    hashes.push_back(row);
    if (hashes.size() < kHashesAtOnce) continue;
    BMO_TRY(take(hashes));
    hashes.clear();
  }
  if (!reader.fault().empty()) return unreadable(file.path, reader.fault());
  return take(hashes);
}

}  // namespace bmo::table
