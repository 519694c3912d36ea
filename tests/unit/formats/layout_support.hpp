// Reads records from text, and writes columns as JSON rows the slow and plain way, for tests.
#pragma once
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "bmo/formats/layouts.hpp"
#include "bmo/formats/mapping.hpp"
#include "bmo/io/io.hpp"

namespace bmo::formats::testing {

/// A batch of the given records, not yet read. The lines are copied.
inline std::unique_ptr<Batch> batch_of(const std::vector<std::string>& lines) {
  auto batch = std::make_unique<Batch>();
  std::uint64_t number = 0;
  for (const std::string& line : lines) {
    Record record;
    record.number = ++number;
    record.raw = record.json = batch->arena.keep(line);
    batch->records.push_back(record);
  }
  return batch;
}

inline std::unique_ptr<Batch> read(const std::vector<std::string>& lines,
                                   const Mapping* mapping = nullptr) {
  auto batch = batch_of(lines);
  RecordReader(mapping).read(*batch);
  return batch;
}

/// A record that a container made from the text cells of a CSV line.
inline std::unique_ptr<Batch> read_cells(const std::string& json) {
  auto batch = batch_of({json});
  batch->records[0].raw = batch->arena.keep("some,cells");
  RecordReader(nullptr).read(*batch);
  return batch;
}

/// "E_ROLE messages[0].role", one for each finding.
inline std::vector<std::string> findings_of(const Batch& batch) {
  std::vector<std::string> out;
  for (const Finding& finding : batch.findings) {
    out.push_back(std::string(finding.code) + " " + finding.field);
  }
  return out;
}

inline const LayoutEntry& layout(std::string_view id) {
  for (const LayoutEntry* entry : layouts::all()) {
    if (entry->card->id == id) return *entry;
  }
  std::abort();
}

class JsonRows {
 public:
  static std::vector<std::string> of(const Schema& schema, const Columns& columns) {
    std::vector<std::string> rows(columns.rows);
    for (std::size_t row = 0; row < columns.rows; ++row) {
      rows[row] = members(schema, columns.columns, row);
    }
    return rows;
  }

 private:
  static std::string quoted(std::string_view text) {
    std::string out;
    json::append_string(out, text);
    return out;
  }

  static bool is_empty(const Field& field, const Column& column, std::size_t at) {
    if (field.kind == ColumnKind::kReal) return is_absent(column.real[at]);
    if (field.kind == ColumnKind::kStruct) return column.set[at] == 0;
    if (field.kind == ColumnKind::kList) {
      return column.ends[at] == (at == 0 ? 0 : column.ends[at - 1]);
    }
    return column.text[at].empty();
  }

  static std::string members(const std::vector<Field>& fields, const std::vector<Column>& columns,
                             std::size_t at) {
    std::string out = "{";
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (fields[i].optional && is_empty(fields[i], columns[i], at)) continue;
      if (out.size() > 1) out += ",";
      out += quoted(fields[i].name) + ":" + value(fields[i], columns[i], at);
    }
    return out + "}";
  }

  static std::string list(const Field& field, const Column& column, std::size_t at) {
    std::string out = "[";
    for (std::size_t i = at == 0 ? 0 : column.ends[at - 1]; i < column.ends[at]; ++i) {
      if (out.size() > 1) out += ",";
      out += value(field.children[0], column.children[0], i);
    }
    return out + "]";
  }

  static std::string structure(const Field& field, const Column& column, std::size_t at) {
    if (column.set[at] == 0) return "null";
    std::size_t dense = 0;
    for (std::size_t i = 0; i < at; ++i)
      dense += column.set[i];
    return members(field.children, column.children, dense);
  }

  static std::string value(const Field& field, const Column& column, std::size_t at) {
    switch (field.kind) {
      case ColumnKind::kText:
        return quoted(column.text[at]);
      case ColumnKind::kJson:
        return field.nested ? std::string(column.text[at]) : quoted(column.text[at]);
      case ColumnKind::kReal: {
        if (is_absent(column.real[at])) return "null";
        std::string out;
        json::append_real(out, column.real[at]);
        return out;
      }
      case ColumnKind::kInteger:
        return std::to_string(column.integer[at]);
      case ColumnKind::kFlag:
        return column.flag[at] == 2 ? "null" : column.flag[at] == 1 ? "true" : "false";
      case ColumnKind::kList:
        return list(field, column, at);
      case ColumnKind::kStruct:
        return structure(field, column, at);
    }
    return {};
  }
};

/// The rows of a batch in a layout, as JSON; rows that it cannot hold are left out.
inline std::vector<std::string> write(const Batch& batch, const LayoutEntry& entry,
                                      MetadataMode mode) {
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < batch.size(); ++row) {
    const bool is_good = batch.fates[row] == Fate::kExported;
    if (is_good && entry.unholdable(batch.pairs[row]) == nullptr) rows.push_back(row);
  }
  Columns columns;
  entry.write(batch, rows, mode, columns);
  return JsonRows::of(entry.schema(mode), columns);
}

/// Every canonical column of the pairs, as JSON: what must survive an export and an import.
inline std::vector<std::string> canonical(const Batch& batch,
                                          const std::vector<std::uint32_t>& rows) {
  Columns columns;
  write_canonical(batch, rows, {}, columns);
  Schema schema = canonical_schema();
  schema.resize(schema.size() - 2);  // the record's own number and file differ
  columns.columns.resize(schema.size());
  return JsonRows::of(schema, columns);
}

/// The records of a .json (list) or .jsonl file, plain or compressed.
inline std::vector<std::string> records_of(const std::string& path) {
  auto source = io::open_source(io::posix_disk(), {path, {}}, 0);
  if (!source) return {};
  std::string text;
  std::string piece(std::size_t{1} << 20U, '\0');
  while (true) {
    auto size = (*source)->read(piece.data(), piece.size());
    if (!size || *size == 0) break;
    text.append(piece, 0, *size);
  }
  std::vector<std::string> records;
  json::Document document;
  Arena arena;
  json::Fault fault;
  if (document.parse(text, arena, fault) && document.root().is_array()) {
    for (const json::Value value : document.root().elements())
      records.emplace_back(value.raw());
    return records;
  }
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.find_first_not_of(" \t\r") != std::string::npos) records.push_back(line);
  }
  return records;
}

}  // namespace bmo::formats::testing
