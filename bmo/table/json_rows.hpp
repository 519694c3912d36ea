// Writes the rows of an Arrow batch as JSON objects.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include <arrow/record_batch.h>

#include "bmo/table/table.hpp"

namespace bmo::table {

/// A column (or a part of one) made ready to be written value by value.
struct JsonCell {
  std::shared_ptr<arrow::Array> array;
  arrow::Type::type type = arrow::Type::NA;
  std::vector<std::string> keys;  ///< Struct: `"name":` of each child.
  std::vector<JsonCell> children;
};

/// A row being written; `fault` is set by the first value that has no JSON form.
struct JsonRow {
  std::string& text;
  std::string_view fault_code;
  std::string fault_detail;
};

JsonCell make_json_cell(const std::shared_ptr<arrow::Array>& array);

/// Appends value `at` of the cell.
void append_json(const JsonCell& cell, std::int64_t at, JsonRow& row);

/// Appends numbers, decimals, dates and times; false where `cell` is none of these.
bool append_json_scalar(const JsonCell& cell, std::int64_t at, JsonRow& row);

/// See RowGroup::to_json.
void append_json_rows(const arrow::RecordBatch& batch, std::string& text,
                      std::vector<std::size_t>& ends, const RowGroup::BadRow& bad_row);

}  // namespace bmo::table
