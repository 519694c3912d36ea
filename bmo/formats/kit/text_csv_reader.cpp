// Frames CSV records and turns their cells into JSON.
#include "bmo/formats/kit/text_csv_reader.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "bmo/base/text.hpp"
#include "bmo/formats/kit/text_csv.hpp"
#include "bmo/formats/kit/text_reader.hpp"
#include "bmo/json/json.hpp"

namespace bmo::formats {
namespace {

/// What the header record says, and where the records begin.
struct CsvHead {
  char delimiter = ',';
  std::vector<std::string> names;
  std::vector<std::string> keys;  ///< `{"name":` for the first, `,"name":` for the others.
  Mark behind;
  bool has_mark = false;
};

class CsvChunk final : public TextChunk {
 public:
  CsvChunk(FramedText framed, std::shared_ptr<const CsvHead> head)
      : TextChunk(std::move(framed)), head_(std::move(head)) {}

 private:
  void convert(Batch& batch, std::size_t first_row) override {
    std::string text;
    for (std::size_t row = first_row; row < batch.records.size(); ++row) {
      if (batch.fates[row] == Fate::kQuarantined) continue;
      text.clear();
      const bool is_read = is_text(batch, row) ? read_cells(batch, row, text)
                                               : is_other_text(batch.records[row].raw, text);
      if (is_read) batch.records[row].json = batch.arena.keep(text);
    }
  }

  static bool is_text(Batch& batch, std::size_t row) {
    const std::string_view raw = batch.records[row].raw;
    const std::size_t nul = raw.find('\0');
    if (nul != std::string_view::npos) {
      return refuse(batch, row, "E_CONTROL_CHAR", nul, "a NUL byte");
    }
    const std::size_t bad = find_invalid_utf8(raw);
    if (bad == std::string_view::npos) return true;
    return refuse(batch, row, "E_UTF8", bad, describe_invalid_utf8(raw, bad));
  }

  std::size_t append_cells(CsvCells& cells, std::string& out) const {
    std::size_t count = 0;
    for (; cells.next(); ++count) {
      if (count >= head_->keys.size()) continue;
      out += head_->keys[count];
      json::append_string(out, cells.text());
    }
    out += '}';
    return count;
  }

  /// A refused record that may be read once its bytes are mended.
  bool is_other_text(std::string_view raw, std::string& out) const {
    if (raw.find('\0') != std::string_view::npos) return false;
    CsvCells cells(raw, head_->delimiter);
    return append_cells(cells, out) == head_->names.size() && !cells.is_torn();
  }

  bool read_cells(Batch& batch, std::size_t row, std::string& out) const {
    CsvCells cells(batch.records[row].raw, head_->delimiter);
    const std::size_t count = append_cells(cells, out);
    if (cells.is_torn()) {
      return refuse(batch, row, "E_CSV_QUOTE", cells.start(),
                    "text follows a closing quote; double the quote to keep it");
    }
    if (count == head_->names.size()) return true;
    return refuse(batch, row, "E_CSV_FIELDS", 0,
                  format_count(count) + (count == 1 ? " field" : " fields") + ", the header has " +
                      format_count(head_->names.size()) +
                      "; probably an unquoted line break or delimiter");
  }

  /// A column counts within the record's first line; a place further down is said in words.
  static bool refuse(Batch& batch, std::size_t row, std::string_view code, std::size_t at,
                     std::string detail) {
    const std::string_view before = batch.records[row].raw.substr(0, at);
    const std::size_t line_start = before.rfind('\n') + 1;
    std::uint64_t column = at + 1;
    if (line_start > 0) {
      detail += " (in line " + std::to_string(batch.records[row].line + count_lines(before)) +
                ", column " + std::to_string(at - line_start + 1) + ")";
      column = 0;
    }
    quarantine(batch, {.code = code,
                       .row = static_cast<std::uint32_t>(row),
                       .column = column,
                       .detail = std::move(detail)});
    return false;
  }

  std::shared_ptr<const CsvHead> head_;
};

class CsvFramer {
 public:
  CsvFramer(std::shared_ptr<const CsvHead> head, const ReadOptions& options)
      : head_(std::move(head)), limit_(options.max_record_bytes) {}

  Step step(std::string_view text, std::size_t at, bool at_end) {
    if (at == text.size()) return {at_end ? Step::Kind::kEnd : Step::Kind::kMore};
    const CsvEnd record = find_csv_end(text, at, head_->delimiter, at_end);
    if (is_hopeless(text, at, record, at_end)) return {Step::Kind::kError};
    if (!record.found) return {Step::Kind::kMore};
    Step step{Step::Kind::kFrame, at, record.end,
              record.next,        0,  count_lines(text.substr(at, record.next - at))};
    if (is_blank_line(text.substr(at, record.end - at)) && head_->delimiter != '\t') {
      step.kind = Step::Kind::kSkip;
      ++blank_lines_;
    }
    return step;
  }

  static bool skip(std::string_view text, std::size_t& at, bool at_end) {
    const std::size_t end = find_byte(text, at, '\n');
    at = std::min(end + 1, text.size());
    return end < text.size() || at_end;
  }

  Error error(const Mark& at) const {
    Error error;
    error.kind = ErrorKind::kBadData;
    error.code = "E_CSV_QUOTE";
    error.message = "a quoted field is never closed";
    error.why = "the file ends, or " + format_size(limit_) + " have passed, inside the quotes";
    error.hint = "close the quote, or double it where it is part of the text";
    error.place.line = at.line + count_lines(open_quote_);
    error.place.column = open_quote_.size() - (open_quote_.rfind('\n') + 1) + 1;
    error.place.byte = at.byte;
    error.place.record = at.record + 1;
    return error;
  }

  std::vector<Note> notes() const {
    std::vector<Note> notes;
    if (head_->has_mark) notes.push_back({"N_BOM", "a byte order mark was skipped"});
    if (head_->delimiter != ',') {
      const std::string name = head_->delimiter == '\t' ? "tab" : std::string(1, head_->delimiter);
      notes.push_back({"N_DELIMITER", "fields are separated by '" + name + "'"});
    }
    if (blank_lines_ > 0) {
      notes.push_back({"N_BLANK_LINES", "blank lines skipped: " + format_count(blank_lines_)});
    }
    return notes;
  }

  std::unique_ptr<Chunk> make_chunk(FramedText framed) const {
    return std::make_unique<CsvChunk>(std::move(framed), head_);
  }

 private:
  /// A quote that stays open to the end of the file or beyond the longest record: whatever the
  /// buffer holds, the same records are refused.
  bool is_hopeless(std::string_view text, std::size_t at, const CsvEnd& record, bool at_end) {
    CsvEnd open = record;
    const bool too_long = (record.found ? record.end : text.size()) - at > limit_;
    if (too_long) open = find_csv_end(text.substr(0, at + limit_), at, head_->delimiter, false);
    if (!open.in_quotes || !(too_long || at_end)) return false;
    open_quote_ = text.substr(at, open.quote_at - at);
    return true;
  }

  std::shared_ptr<const CsvHead> head_;
  std::uint64_t limit_;
  std::uint64_t blank_lines_ = 0;
  std::string open_quote_;  ///< The record up to the quote that is never closed.
};

Status name_columns(CsvHead& head, std::string_view record, std::uint64_t line) {
  auto names = read_csv_header(record, head.delimiter);
  if (!names) {
    names.error().place.line = names.error().place.line.value_or(1) + line - 1;
    return std::move(names).error();
  }
  head.names = *std::move(names);
  for (const std::string& name : head.names) {
    std::string key = head.keys.empty() ? "{" : ",";
    json::append_string(key, name);
    head.keys.push_back(key + ":");
  }
  return ok();
}

Error endless_header(std::uint64_t limit, std::uint64_t line) {
  Error error;
  error.kind = ErrorKind::kBadData;
  error.code = "E_CSV_HEADER";
  error.message = "the header does not end";
  error.why = "a line of more than " + format_size(limit) + ", or a quote that is never closed";
  error.hint = "the first line must name the columns";
  error.place.line = line;
  return error;
}

/// Reads on until the record that the text begins with is all there.
Result<CsvEnd> read_record(TextWindow& window, char& delimiter, const ReadOptions& options,
                           std::uint64_t line) {
  for (;;) {
    const std::string_view text = window.text();
    const std::size_t line_end = find_byte(text, 0, '\n');
    const bool has_line = line_end < text.size() || window.at_end();
    if (options.csv_delimiter == 0) delimiter = guess_delimiter(text.substr(0, line_end));
    const CsvEnd record = find_csv_end(text, 0, delimiter, window.at_end());
    const bool found = has_line && record.found;
    const bool too_long = (found ? record.end : text.size()) > options.max_record_bytes;
    if (too_long || (!found && window.at_end())) {
      return endless_header(options.max_record_bytes, line);
    }
    if (found) return record;
    BMO_TRY(window.fill(text.size() * 2));
  }
}

/// Reads the header record: the first that is not blank.
Result<CsvHead> read_head(TextWindow& window, const ReadOptions& options) {
  CsvHead head;
  head.delimiter = options.csv_delimiter;
  BMO_TRY(window.fill(std::max<std::size_t>(options.chunk_bytes, 3)));
  head.has_mark = window.text().starts_with("\xEF\xBB\xBF");
  if (head.has_mark) window.pass(3);
  std::uint64_t line = 1;
  for (bool blank = true; blank;) {
    BMO_TRY(window.fill(1));
    if (window.text().empty()) break;
    BMO_TRY_AS(const CsvEnd record, read_record(window, head.delimiter, options, line));
    const std::string_view text = window.text();
    blank = is_blank_line(text.substr(0, record.end));
    if (!blank) BMO_TRY(name_columns(head, text.substr(0, record.end), line));
    line += count_lines(text.substr(0, record.next));
    window.pass(record.next);
    head.behind = {window.offset(), line, 0};
  }
  return head;
}

bool may_be_name(std::string_view cell) {
  return cell.size() <= 64 && cell.find_first_of("\n{}") == std::string_view::npos;
}

}  // namespace

int guess_csv(std::string_view head) {
  constexpr int kUnlikely = 10;
  constexpr int kLikely = 60;
  const char delimiter = guess_delimiter(head.substr(0, find_byte(head, 0, '\n')));
  const CsvEnd header = find_csv_end(head, 0, delimiter, true);
  const CsvEnd record = find_csv_end(head, header.next, delimiter, true);
  if (!header.found || !record.found) return kUnlikely;
  std::size_t columns = 0;
  for (CsvCells cells(head.substr(0, header.end), delimiter); cells.next(); ++columns) {
    if (!may_be_name(cells.text())) return kUnlikely;
  }
  CsvCells cells(head.substr(header.next, record.end - header.next), delimiter);
  while (cells.next())
    --columns;
  return columns == 0 && head.find(delimiter) < header.end ? kLikely : kUnlikely;
}

Result<std::unique_ptr<Reader>> open_csv(io::Disk& disk, const io::Input& input,
                                         const ReadOptions& options, const Mark& from) {
  BMO_TRY_AS(TextWindow window, TextWindow::open(disk, input, 0, options.chunk_bytes));
  auto head = read_head(window, options);
  if (!head) {
    if (head.error().place.file.empty()) head.error().place.file = input.display();
    return std::move(head).error();
  }
  if (head->names.empty()) return empty_input(input.display());
  const Mark start = from.byte == 0 ? head->behind : from;
  const auto shared = std::make_shared<const CsvHead>(*std::move(head));
  return open_text(disk, input, options, start, CsvFramer(shared, options));
}

}  // namespace bmo::formats
