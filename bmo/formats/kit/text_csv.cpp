// Separated values by RFC 4180.
#include "bmo/formats/kit/text_csv.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <unordered_map>

#include "bmo/base/text.hpp"
#include "bmo/formats/kit/text_scan.hpp"

namespace bmo::formats {
namespace {

/// Behind the quote that closes the field opened at `at`; npos where the text ends first. A quote
/// that is the text's last byte closes the field only where the file ends, too.
std::size_t skip_quoted(std::string_view text, std::size_t at, bool at_end) {
  for (std::size_t i = at + 1;;) {
    i = find_byte(text, i, '"');
    if (i >= text.size()) return std::string_view::npos;
    if (i + 1 == text.size()) return at_end ? text.size() : std::string_view::npos;
    if (text[i + 1] != '"') return i + 1;
    i += 2;
  }
}

CsvEnd end_at(std::string_view text, std::size_t start, std::size_t end, std::size_t next) {
  if (end > start && text[end - 1] == '\r') --end;
  return {.found = true, .end = end, .next = next};
}

Error header_error(std::string code, std::string message, std::size_t line, std::size_t column) {
  Error error;
  error.kind = ErrorKind::kBadData;
  error.code = std::move(code);
  error.message = std::move(message);
  error.place.line = line;
  error.place.column = column;
  return error;
}

/// Line and column, from 1, of a byte of the header record.
Error header_error_at(std::string code, std::string message, std::string_view record,
                      std::size_t at) {
  const std::string_view before = record.substr(0, at);
  const std::size_t line_start = before.rfind('\n') + 1;
  return header_error(std::move(code), std::move(message), count_lines(before) + 1,
                      at - line_start + 1);
}

Error unnamed_column(std::string_view record, std::size_t at, std::size_t number) {
  Error error = header_error_at("E_CSV_HEADER", "a column of the header has no name", record, at);
  error.why = "column number " + std::to_string(number) + " is blank";
  error.hint = "give every column a name in the file's first line";
  return error;
}

Error repeated_column(std::string_view record, std::size_t at, std::string_view name,
                      std::size_t first) {
  Error error = header_error_at("E_CSV_HEADER", "the header names a column twice", record, at);
  error.why =
      "\"" + excerpt(name, 60) + "\" is column number " + std::to_string(first) + " already";
  error.hint = "rename one of the columns in the file's first line";
  return error;
}

Status check_header_text(std::string_view record) {
  const std::size_t bad = find_invalid_utf8(record);
  if (bad != std::string_view::npos) {
    Error error = header_error_at("E_UTF8", "the header is not valid UTF-8", record, bad);
    error.why = describe_invalid_utf8(record, bad);
    error.hint = "convert the file: iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW";
    return error;
  }
  const std::size_t nul = record.find('\0');
  if (nul == std::string_view::npos) return ok();
  return header_error_at("E_CONTROL_CHAR", "the header holds a NUL byte", record, nul);
}

}  // namespace

CsvEnd find_csv_end(std::string_view text, std::size_t at, char delimiter, bool at_end) {
  for (std::size_t i = at;;) {
    i = find_either(text, i, '"', '\n');
    if (i >= text.size()) break;
    if (text[i] == '\n') return end_at(text, at, i, i + 1);
    const bool opens = i == at || text[i - 1] == delimiter;
    if (!opens) {
      ++i;
      continue;
    }
    const std::size_t behind = skip_quoted(text, i, at_end);
    if (behind == std::string_view::npos) return {.in_quotes = true, .quote_at = i};
    i = behind;
  }
  if (!at_end) return {};
  return end_at(text, at, text.size(), text.size());
}

bool CsvCells::next() {
  if (ended_ || torn_) return false;
  start_ = at_;
  if (at_ < record_.size() && record_[at_] == '"') return next_quoted();
  const std::size_t end = find_byte(record_, at_, delimiter_);
  text_ = record_.substr(at_, end - at_);
  ended_ = end >= record_.size();
  at_ = end + 1;
  return true;
}

bool CsvCells::next_quoted() {
  const std::size_t behind = std::min(skip_quoted(record_, at_, true), record_.size());
  text_ = record_.substr(at_ + 1, behind - at_ - 2);
  if (text_.find('"') != std::string_view::npos) {
    unquoted_.clear();
    for (std::size_t i = 0; i < text_.size(); ++i) {
      unquoted_ += text_[i];
      if (text_[i] == '"') ++i;
    }
    text_ = unquoted_;
  }
  ended_ = behind >= record_.size();
  if (!ended_ && record_[behind] != delimiter_) {
    start_ = behind;
    torn_ = true;
    return false;
  }
  at_ = behind + 1;
  return true;
}

char guess_delimiter(std::string_view header_line) {
  constexpr std::array kCandidates{',', '\t', ';', '|'};
  std::array<std::size_t, kCandidates.size()> counts{};
  bool in_quotes = false;
  for (const char c : header_line) {
    if (c == '"') in_quotes = !in_quotes;
    if (in_quotes) continue;
    const auto* found = std::find(kCandidates.begin(), kCandidates.end(), c);
    if (found != kCandidates.end()) ++counts[static_cast<std::size_t>(found - kCandidates.begin())];
  }
  const auto* most = std::max_element(counts.begin(), counts.end());
  return kCandidates[static_cast<std::size_t>(most - counts.begin())];
}

Result<std::vector<std::string>> read_csv_header(std::string_view record, char delimiter) {
  BMO_TRY(check_header_text(record));
  std::vector<std::string> names;
  std::unordered_map<std::string, std::size_t> seen;
  CsvCells cells(record, delimiter);
  while (cells.next()) {
    const std::string_view name = trim_ascii(cells.text());
    if (name.empty()) return unnamed_column(record, cells.start(), names.size() + 1);
    const auto [found, fresh] = seen.try_emplace(std::string(name), names.size() + 1);
    if (!fresh) return repeated_column(record, cells.start(), name, found->second);
    names.emplace_back(name);
    if (names.size() > kMostColumns) {
      return header_error_at("E_TOO_MANY_COLUMNS",
                             "the header has more than " + format_count(kMostColumns) + " columns",
                             record, cells.start());
    }
  }
  if (cells.is_torn()) {
    Error error = header_error_at("E_CSV_QUOTE", "text follows a closing quote in the header",
                                  record, cells.start());
    error.hint = "double the quote to keep it";
    return error;
  }
  return names;
}

// Texts hold few quotes, but the JSON of lists and structs holds one in every few bytes: a block
// without a quote is copied whole, any other byte by byte without a branch.
void append_csv_text(std::string& out, std::string_view text) {
  constexpr std::size_t kBlock = 32;
  const std::size_t before = out.size();
  out.resize(before + text.size() * 2 + 2);
  char* to = out.data() + before;
  *to++ = '"';
  for (std::size_t at = 0; at < text.size(); at += kBlock) {
    const std::string_view block = text.substr(at, kBlock);
    if (find_byte(block, 0, '"') == block.size()) {
      std::memcpy(to, block.data(), block.size());
      to += block.size();
      continue;
    }
    for (const char c : block) {
      to[0] = c;
      to[1] = '"';
      to += c == '"' ? 2 : 1;
    }
  }
  *to++ = '"';
  out.resize(static_cast<std::size_t>(to - out.data()));
}

}  // namespace bmo::formats
