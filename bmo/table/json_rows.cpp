// JSON of nested Arrow values: text, lists, structs, maps, dictionaries, unions.
#include "bmo/table/json_rows.hpp"

#include <arrow/array.h>
#include <arrow/extension_type.h>
#include <arrow/scalar.h>

#include "bmo/base/text.hpp"
#include "bmo/json/json.hpp"

namespace bmo::table {
namespace {

using arrow::Type;

void append_text(std::string_view text, JsonRow& row) {
  const std::size_t bad = find_invalid_utf8(text);
  if (bad == std::string_view::npos) return json::append_string(row.text, text);
  if (!row.fault_code.empty()) return;
  row.fault_code = "E_UTF8";
  row.fault_detail = "byte " + std::to_string(bad) + " of " + std::to_string(text.size()) +
                     " is not UTF-8: " + excerpt(text.substr(bad), 8);
}

template <typename ArrayType>
std::string_view view(const JsonCell& cell, std::int64_t at) {
  return static_cast<const ArrayType&>(*cell.array).GetView(at);
}

/// The bytes of a text or binary value; false where the cell is neither.
bool text_of(const JsonCell& cell, std::int64_t at, std::string_view& out) {
  switch (cell.type) {
    case Type::STRING:
    case Type::BINARY:
      out = view<arrow::BinaryArray>(cell, at);
      return true;
    case Type::LARGE_STRING:
    case Type::LARGE_BINARY:
      out = view<arrow::LargeBinaryArray>(cell, at);
      return true;
    case Type::STRING_VIEW:
    case Type::BINARY_VIEW:
      out = view<arrow::BinaryViewArray>(cell, at);
      return true;
    case Type::FIXED_SIZE_BINARY:
      out = view<arrow::FixedSizeBinaryArray>(cell, at);
      return true;
    default:
      return false;
  }
}

struct Range {
  std::int64_t first = 0;
  std::int64_t length = 0;
};

template <typename ArrayType>
Range range_in(const JsonCell& cell, std::int64_t at) {
  const auto& list = static_cast<const ArrayType&>(*cell.array);
  return {list.value_offset(at), list.value_length(at)};
}

/// Where the elements of a list stand in its child; false where the cell is no list.
bool range_of(const JsonCell& cell, std::int64_t at, Range& out) {
  switch (cell.type) {
    case Type::MAP:
    case Type::LIST:
      out = range_in<arrow::ListArray>(cell, at);
      return true;
    case Type::LARGE_LIST:
      out = range_in<arrow::LargeListArray>(cell, at);
      return true;
    case Type::FIXED_SIZE_LIST:
      out = range_in<arrow::FixedSizeListArray>(cell, at);
      return true;
    case Type::LIST_VIEW:
      out = range_in<arrow::ListViewArray>(cell, at);
      return true;
    case Type::LARGE_LIST_VIEW:
      out = range_in<arrow::LargeListViewArray>(cell, at);
      return true;
    default:
      return false;
  }
}

/// A map's key must be a string in JSON: other keys are written as the text of their JSON.
void append_key(const JsonCell& keys, std::int64_t at, JsonRow& row) {
  std::string_view text;
  if (!keys.array->IsNull(at) && text_of(keys, at, text)) return append_text(text, row);
  std::string plain;
  JsonRow inner{plain, {}, {}};
  append_json(keys, at, inner);
  if (!plain.empty() && plain.front() == '"') {
    row.text += plain;
  } else {
    json::append_string(row.text, plain);
  }
}

void append_map(const JsonCell& cell, const Range& range, JsonRow& row) {
  row.text += '{';
  for (std::int64_t i = range.first; i < range.first + range.length; ++i) {
    if (i != range.first) row.text += ',';
    append_key(cell.children[0], i, row);
    row.text += ':';
    append_json(cell.children[1], i, row);
  }
  row.text += '}';
}

void append_list(const JsonCell& cell, const Range& range, JsonRow& row) {
  row.text += '[';
  for (std::int64_t i = range.first; i < range.first + range.length; ++i) {
    if (i != range.first) row.text += ',';
    append_json(cell.children[0], i, row);
  }
  row.text += ']';
}

void append_struct(const JsonCell& cell, std::int64_t at, JsonRow& row) {
  row.text += '{';
  for (std::size_t i = 0; i < cell.children.size(); ++i) {
    if (i != 0) row.text += ',';
    row.text += cell.keys[i];
    append_json(cell.children[i], at, row);
  }
  row.text += '}';
}

void append_union(const JsonCell& cell, std::int64_t at, JsonRow& row) {
  const auto& values = static_cast<const arrow::UnionArray&>(*cell.array);
  const auto child = static_cast<std::size_t>(values.child_id(at));
  const std::int64_t inner =
      cell.type == Type::DENSE_UNION
          ? static_cast<const arrow::DenseUnionArray&>(values).value_offset(at)
          : at;
  append_json(cell.children[child], inner, row);
}

void append_run(const JsonCell& cell, std::int64_t at, JsonRow& row) {
  const auto one = cell.array->Slice(at, 1);
  append_json(cell.children[0],
              static_cast<const arrow::RunEndEncodedArray&>(*one).FindPhysicalOffset(), row);
}

/// Types too rare to have a form of their own: Arrow's text of the value.
void append_rare(const JsonCell& cell, std::int64_t at, JsonRow& row) {
  auto scalar = cell.array->GetScalar(at);
  append_text(scalar.ok() ? (*scalar)->ToString() : scalar.status().message(), row);
}

std::string key_of(const std::string& name) {
  std::string key;
  json::append_string(key, name);
  key += ':';
  return key;
}

void add_struct_children(JsonCell& cell) {
  const auto& values = static_cast<const arrow::StructArray&>(*cell.array);
  for (int i = 0; i < values.num_fields(); ++i) {
    cell.keys.push_back(key_of(values.type()->field(i)->name()));
    cell.children.push_back(make_json_cell(values.field(i)));
  }
}

template <typename ArrayType>
void add_values(JsonCell& cell) {
  cell.children.push_back(make_json_cell(static_cast<const ArrayType&>(*cell.array).values()));
}

void add_union_children(JsonCell& cell) {
  const auto& values = static_cast<const arrow::UnionArray&>(*cell.array);
  for (int i = 0; i < values.num_fields(); ++i) {
    cell.children.push_back(make_json_cell(values.field(i)));
  }
}

void add_map_children(JsonCell& cell) {
  const auto& map = static_cast<const arrow::MapArray&>(*cell.array);
  cell.children.push_back(make_json_cell(map.keys()));
  cell.children.push_back(make_json_cell(map.items()));
}

void add_children(JsonCell& cell) {
  switch (cell.type) {
    case Type::LIST:
      return add_values<arrow::ListArray>(cell);
    case Type::LARGE_LIST:
      return add_values<arrow::LargeListArray>(cell);
    case Type::FIXED_SIZE_LIST:
      return add_values<arrow::FixedSizeListArray>(cell);
    case Type::LIST_VIEW:
      return add_values<arrow::ListViewArray>(cell);
    case Type::LARGE_LIST_VIEW:
      return add_values<arrow::LargeListViewArray>(cell);
    case Type::RUN_END_ENCODED:
      return add_values<arrow::RunEndEncodedArray>(cell);
    case Type::STRUCT:
      return add_struct_children(cell);
    case Type::MAP:
      return add_map_children(cell);
    case Type::SPARSE_UNION:
    case Type::DENSE_UNION:
      return add_union_children(cell);
    case Type::DICTIONARY:
      cell.children.push_back(
          make_json_cell(static_cast<const arrow::DictionaryArray&>(*cell.array).dictionary()));
      return;
    default:
      return;
  }
}

/// The value behind an index or a run; false where the cell holds its values itself.
bool append_indirect(const JsonCell& cell, std::int64_t at, JsonRow& row) {
  switch (cell.type) {
    case Type::DICTIONARY:
      append_json(cell.children[0],
                  static_cast<const arrow::DictionaryArray&>(*cell.array).GetValueIndex(at), row);
      return true;
    case Type::RUN_END_ENCODED:
      append_run(cell, at, row);
      return true;
    case Type::SPARSE_UNION:
    case Type::DENSE_UNION:
      append_union(cell, at, row);
      return true;
    case Type::STRUCT:
      append_struct(cell, at, row);
      return true;
    default:
      return false;
  }
}

}  // namespace

JsonCell make_json_cell(const std::shared_ptr<arrow::Array>& array) {
  JsonCell cell;
  cell.array = array;
  if (array->type_id() == Type::EXTENSION) {
    cell.array = static_cast<const arrow::ExtensionArray&>(*array).storage();
  }
  cell.type = cell.array->type_id();
  add_children(cell);
  return cell;
}

void append_json(const JsonCell& cell, std::int64_t at, JsonRow& row) {
  if (cell.type == Type::NA || cell.array->IsNull(at)) {
    row.text += "null";
    return;
  }
  std::string_view text;
  Range range;
  if (text_of(cell, at, text)) {
    append_text(text, row);
  } else if (append_json_scalar(cell, at, row)) {
    return;
  } else if (range_of(cell, at, range)) {
    cell.type == Type::MAP ? append_map(cell, range, row) : append_list(cell, range, row);
  } else if (!append_indirect(cell, at, row)) {
    append_rare(cell, at, row);
  }
}

void append_json_rows(const arrow::RecordBatch& batch, std::string& text,
                      std::vector<std::size_t>& ends, const RowGroup::BadRow& bad_row) {
  std::vector<JsonCell> cells;
  std::vector<std::string> keys;
  for (int i = 0; i < batch.num_columns(); ++i) {
    cells.push_back(make_json_cell(batch.column(i)));
    keys.push_back((i == 0 ? "{" : ",") + key_of(batch.column_name(i)));
  }
  for (std::int64_t at = 0; at < batch.num_rows(); ++at) {
    const std::size_t start = text.size();
    JsonRow row{text, {}, {}};
    std::size_t column = 0;
    for (; column < cells.size() && row.fault_code.empty(); ++column) {
      text += keys[column];
      append_json(cells[column], at, row);
    }
    text += cells.empty() ? "{}" : "}";
    if (!row.fault_code.empty()) {
      text.resize(start);
      bad_row(ends.size(), row.fault_code, batch.column_name(static_cast<int>(column) - 1),
              row.fault_detail);
    }
    ends.push_back(text.size());
  }
}

}  // namespace bmo::table
