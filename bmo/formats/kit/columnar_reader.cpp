// Chunks of rows, their JSON text, and the columns that a file must have.
#include "bmo/formats/kit/columnar_reader.hpp"

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "bmo/base/text.hpp"

namespace bmo::formats {
namespace {

Error at_input(Error error, const std::string& display) {
  if (error.place.file.empty()) error.place.file = display;
  return error;
}

Finding unwritable(std::size_t row, std::string_view code, std::string_view column,
                   std::string detail) {
  return {.code = code,
          .row = static_cast<std::uint32_t>(row),
          .field = std::string(column),
          .detail = std::move(detail)};
}

class RowChunk final : public Chunk {
 public:
  RowChunk(std::unique_ptr<table::RowGroup> rows, std::uint64_t first, std::uint64_t max_bytes)
      : rows_(std::move(rows)), first_(first), max_bytes_(max_bytes) {}

  std::size_t records() const override { return rows_->rows(); }
  Mark mark(std::size_t index) const override {
    return {.byte = first_ + index, .line = 0, .record = first_ + index};
  }

  Status split(Batch& batch) override {
    const std::size_t first_row = batch.records.size();
    auto text = std::make_shared<std::string>();
    std::vector<std::size_t> ends;
    ends.reserve(records());
    BMO_TRY(rows_->to_json(
        *text, ends,
        [&](std::size_t row, std::string_view code, std::string_view column, std::string detail) {
          batch.findings.push_back(unwritable(first_row + row, code, column, std::move(detail)));
        }));
    add_records(*text, ends, batch);
    for (const Finding& finding : batch.findings) {
      if (finding.row >= first_row) batch.fates[finding.row] = Fate::kQuarantined;
    }
    batch.bytes = std::move(text);
    return ok();
  }

 private:
  void add_records(std::string_view text, const std::vector<std::size_t>& ends, Batch& batch) {
    std::size_t start = 0;
    for (std::size_t i = 0; i < ends.size(); ++i) {
      const std::string_view row = text.substr(start, ends[i] - start);
      start = ends[i];
      batch.records.push_back({.byte = first_ + i, .raw = row, .json = row});
      if (row.size() > max_bytes_) refuse_long(row.size(), batch);
    }
    batch.pairs.resize(batch.records.size());
    batch.fates.resize(batch.records.size(), Fate::kExported);
  }

  void refuse_long(std::size_t size, Batch& batch) const {
    batch.records.back().json = {};
    batch.findings.push_back(
        unwritable(batch.records.size() - 1, "E_RECORD_TOO_LONG", "",
                   format_size(size) + ", the limit is " + format_size(max_bytes_)));
  }

  std::unique_ptr<table::RowGroup> rows_;
  std::uint64_t first_;
  std::uint64_t max_bytes_;
};

class ColumnarReader final : public Reader {
 public:
  ColumnarReader(std::unique_ptr<table::Reader> rows, const ReadOptions& options,
                 std::string display, std::uint64_t bytes_total)
      : rows_(std::move(rows)),
        options_(options),
        display_(std::move(display)),
        bytes_total_(bytes_total) {}

  void set_first(std::uint64_t row) { row_ = row; }

  Result<std::unique_ptr<Chunk>> next() override {
    auto group = rows_->next(options_.batch_records);
    if (!group) return at_input(std::move(group).error(), display_);
    if (*group == nullptr) return end();
    const std::uint64_t first = row_;
    row_ += (*group)->rows();
    return std::unique_ptr<Chunk>(
        std::make_unique<RowChunk>(*std::move(group), first, options_.max_record_bytes));
  }

  std::uint64_t bytes_done() const override { return rows_->bytes_read(); }
  std::uint64_t bytes_total() const override { return bytes_total_; }

 private:
  Result<std::unique_ptr<Chunk>> end() const {
    if (row_ > 0) return std::unique_ptr<Chunk>();
    return at_input({.kind = ErrorKind::kBadData,
                     .code = "E_EMPTY",
                     .message = "the file has no rows",
                     .hint = "leave it out, or check what wrote it"},
                    display_);
  }

  std::unique_ptr<table::Reader> rows_;
  ReadOptions options_;
  std::string display_;
  std::uint64_t bytes_total_;
  std::uint64_t row_ = 0;
};

bool has(std::span<const std::string> names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

bool has_any(std::span<const std::string> names, std::initializer_list<std::string_view> any) {
  return std::ranges::any_of(any, [&](std::string_view name) { return has(names, name); });
}

bool fits_a_layout(std::span<const std::string> names) {
  return has_any(names, {"messages", "conversations", "contents", "text"}) ||
         (has(names, "chosen") && has(names, "rejected")) ||
         (has(names, "preferred_output") && has(names, "non_preferred_output")) ||
         (has(names, "input") && has(names, "output")) ||
         (has(names, "prompt") && has(names, "completion")) ||
         (has(names, "instruction") && has_any(names, {"output", "response", "answer"})) ||
         (has_any(names, {"question", "query"}) && has_any(names, {"answer", "response"}));
}

std::string listed(std::span<const std::string> names) {
  constexpr std::size_t kMost = 12;
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), kMost); ++i) {
    text += (i == 0 ? "`" : ", `") + excerpt(names[i], 40) + "`";
  }
  if (names.size() > kMost) text += " and " + format_count(names.size() - kMost) + " more";
  return names.empty() ? "no column" : text;
}

Result<std::unique_ptr<ColumnarReader>> open_rows(io::Disk& disk, const io::Input& input,
                                                  table::FileKind kind, const ReadOptions& options,
                                                  std::uint64_t first_row) {
  BMO_TRY_AS(auto file, io::open_random(disk, input));
  BMO_TRY_AS(const io::FileInfo info, file->info());
  BMO_TRY_AS(auto rows, table::open_reader(std::move(file), kind, first_row));
  if (!options.mapped) BMO_TRY(check_columns(rows->column_names()));
  return std::make_unique<ColumnarReader>(std::move(rows), options, input.display(), info.bytes);
}

}  // namespace

Status check_columns(std::span<const std::string> names) {
  if (fits_a_layout(names)) return ok();
  const std::string column = names.empty() ? "COLUMN" : excerpt(names.front(), 40);
  Error error{.kind = ErrorKind::kBadData,
              .code = "E_MISSING_FIELD",
              .message = "no layout has these columns",
              .why = "found " + listed(names) +
                     "; wanted messages, conversations, chosen + rejected, prompt + completion, "
                     "instruction + response, or question + answer",
              .hint =
                  "name them in a mapping file and pass --map FILE, for example: [fields] "
                  "instruction = \"" +
                  column + "\""};
  error.place.field = "schema";
  return error;
}

Result<std::unique_ptr<Reader>> open_columnar(io::Disk& disk, const io::Input& input,
                                              table::FileKind kind, const ReadOptions& options,
                                              const Mark& from) {
  auto reader = open_rows(disk, input, kind, options, from.record);
  if (!reader) return at_input(std::move(reader).error(), input.display());
  (*reader)->set_first(from.record);
  return std::unique_ptr<Reader>(*std::move(reader));
}

}  // namespace bmo::formats
