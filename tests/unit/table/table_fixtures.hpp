// Files in memory and rows to put into them, for tests of columnar files.
#pragma once
#include <algorithm>
#include <cmath>
#include <cstring>
#include <deque>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "bmo/table/table.hpp"

namespace bmo::table::test {

class BytesFile final : public io::File {
 public:
  explicit BytesFile(std::string bytes) : bytes_(std::move(bytes)) {}
  Result<std::size_t> read_at(std::uint64_t offset, char* out, std::size_t size) override {
    if (offset >= bytes_.size()) return std::size_t{0};
    const std::size_t got = std::min(size, bytes_.size() - static_cast<std::size_t>(offset));
    std::memcpy(out, bytes_.data() + offset, got);
    return got;
  }
  Status write_at(std::uint64_t, std::string_view) override { return ok(); }
  Status truncate(std::uint64_t) override { return ok(); }
  Status sync() override { return ok(); }
  Result<io::FileInfo> info() override { return io::FileInfo{.bytes = bytes_.size()}; }
  Status close() override { return ok(); }

 private:
  std::string bytes_;
};

class BytesOutput final : public Output {
 public:
  Status write(std::string_view more) override {
    bytes += more;
    return ok();
  }
  std::uint64_t size() const override { return bytes.size(); }
  std::string bytes;
};

inline std::string read_test_data(const std::string& path) {
  std::ifstream file(std::string(BMO_TEST_DATA) + "/" + path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

inline Result<std::unique_ptr<Reader>> open_bytes(std::string bytes, FileKind kind,
                                                  std::uint64_t first_row = 0) {
  return open_reader(std::make_unique<BytesFile>(std::move(bytes)), kind, first_row);
}

struct ReadRows {
  std::vector<std::string> rows;
  std::vector<std::string> bad;  ///< "row code column"
  std::optional<Error> error;
};

inline void read_group(const RowGroup& group, ReadRows& out) {
  std::string text;
  std::vector<std::size_t> ends;
  const std::size_t before = out.rows.size();
  auto done = group.to_json(
      text, ends,
      [&](std::size_t row, std::string_view code, std::string_view column, const std::string&) {
        out.bad.push_back(std::to_string(before + row) + " " + std::string(code) + " " +
                          std::string(column));
      });
  if (!done) out.error = done.error();
  std::size_t start = 0;
  for (const std::size_t end : ends) {
    out.rows.push_back(text.substr(start, end - start));
    start = end;
  }
}

/// Every row as JSON, asked for in pieces of `piece` rows.
inline ReadRows read_all(std::string bytes, FileKind kind, std::size_t piece = 0,
                         std::uint64_t first_row = 0) {
  ReadRows out;
  auto reader = open_bytes(std::move(bytes), kind, first_row);
  if (!reader) out.error = reader.error();
  while (!out.error) {
    auto group = (*reader)->next(piece);
    if (!group) out.error = group.error();
    if (!group || *group == nullptr) break;
    read_group(**group, out);
  }
  return out;
}

/// Rows that use every kind of column, sparse structs and empty values among them.
class SampleRows {
 public:
  explicit SampleRows(std::size_t count) {
    columns_ = make_columns(schema());
    for (std::size_t i = 0; i < count; ++i)
      add(i);
  }

  static Schema schema() {
    const Field message{"element",
                        ColumnKind::kStruct,
                        {{"role"},
                         {"content"},
                         {.name = "name", .optional = true},
                         {.name = "weight", .kind = ColumnKind::kReal, .optional = true}}};
    const Field source{"source",
                       ColumnKind::kStruct,
                       {{"document"},
                        {.name = "offset", .kind = ColumnKind::kReal},
                        {.name = "pages", .kind = ColumnKind::kList, .children = {{"element"}}}}};
    return {{"id"},
            {.name = "messages", .kind = ColumnKind::kList, .children = {message}},
            {.name = "label", .kind = ColumnKind::kFlag},
            {.name = "count", .kind = ColumnKind::kInteger},
            {.name = "score", .kind = ColumnKind::kReal},
            source,
            {.name = "extra", .kind = ColumnKind::kJson, .optional = true}};
  }

  const Columns& columns() const { return columns_; }

  /// Rows [first, last) as columns of their own.
  static Columns part(std::size_t first, std::size_t last, SampleRows& owner) {
    Columns kept = std::move(owner.columns_);
    owner.columns_ = make_columns(schema());
    for (std::size_t i = first; i < last; ++i)
      owner.add(i);
    return std::exchange(owner.columns_, std::move(kept));
  }

 private:
  std::string_view keep(std::string text) { return texts_.emplace_back(std::move(text)); }

  void add(std::size_t i) {
    auto& c = columns_.columns;
    ++columns_.rows;
    c[0].text.push_back(keep("id-" + std::to_string(i)));
    add_messages(c[1], i);
    c[2].flag.push_back(static_cast<std::uint8_t>(i % 3));
    c[3].integer.push_back(static_cast<std::int64_t>(i) - 5);
    c[4].real.push_back(i % 7 == 0 ? std::nan("") : static_cast<double>(i) / 4);
    add_source(c[5], i);
    c[6].text.push_back(i % 5 == 0 ? std::string_view()
                                   : keep("{\"n\":" + std::to_string(i) + "}"));
  }

  void add_messages(Column& list, std::size_t i) {
    Column& message = list.children[0];
    for (std::size_t turn = 0; turn < i % 4; ++turn) {
      message.set.push_back(1);
      message.children[0].text.push_back(turn % 2 == 0 ? "user" : "assistant");
      message.children[1].text.push_back(
          keep("text \"" + std::to_string(i * 7919) + "\"\n" + std::string(i % 97, 'x')));
      message.children[2].text.push_back(turn == 2 ? "bob" : "");
      message.children[3].real.push_back(turn == 1 ? 0.5 : std::nan(""));
    }
    list.ends.push_back(static_cast<std::uint32_t>(message.set.size()));
  }

  void add_source(Column& source, std::size_t i) {
    source.set.push_back(i % 3 == 0 ? 0 : 1);
    if (i % 3 == 0) return;
    source.children[0].text.push_back(i % 3 == 1 ? keep("doc" + std::to_string(i)) : "");
    source.children[1].real.push_back(static_cast<double>(i));
    Column& pages = source.children[2];
    for (std::size_t page = 0; page < i % 2; ++page)
      pages.children[0].text.push_back("p");
    pages.ends.push_back(static_cast<std::uint32_t>(pages.children[0].text.size()));
  }

  std::deque<std::string> texts_;
  Columns columns_;
};

}  // namespace bmo::table::test
