// Rows on their way out, held by column: layouts fill these from pairs, containers encode them.
//
// A layout says its fields once (a Schema) and fills one Column per field with views into the
// batch; JSON, CSV, Parquet and Arrow all encode the same columns, so that a new layout or a new
// container is one file. A struct column is sparse: rows whose children are all empty are only a 0
// in `set`, and the children hold entries for the other rows alone.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/base/arena.hpp"

namespace bmo {

enum class ColumnKind : std::uint8_t {
  kText,     ///< `text`
  kJson,     ///< `text` holds JSON text. In JSON containers it is written as that JSON value when
             ///< Field::nested, else (the default) as a string that holds the text.
  kReal,     ///< `real`; NaN is null
  kInteger,  ///< `integer`; never null
  kFlag,     ///< `flag`: 0 false, 1 true, 2 null
  kList,     ///< `ends` (one per row) into children[0]
  kStruct,   ///< `set` (one per row), children dense over the set rows
};

/// A column's name and shape; the same in every row and shard of an output.
struct Field {
  std::string name;
  ColumnKind kind = ColumnKind::kText;
  std::vector<Field> children;  ///< kList: one, the element; kStruct: its fields.
  /// JSON containers leave the key out of a row where the value is empty (used inside messages for
  /// name, tool_calls, tool_call_id, weight). Columnar containers write null.
  bool optional = false;
  bool nested = false;  ///< See kJson.
  bool whole = false;   ///< kReal: JSON spells a whole number without a fraction: 1 for 1.0.
  friend bool operator==(const Field&, const Field&) = default;
};

using Schema = std::vector<Field>;

struct Column {
  std::vector<std::string_view> text;
  std::vector<double> real;
  std::vector<std::int64_t> integer;
  std::vector<std::uint8_t> flag;
  std::vector<std::uint8_t> set;
  std::vector<std::uint32_t> ends;
  std::vector<Column> children;
};

/// The rows of one batch for one output; `columns[i]` has the shape of `schema[i]`.
struct Columns {
  std::size_t rows = 0;
  std::vector<Column> columns;
  Arena made;  ///< Texts that the batch does not hold, such as several fields joined.
};

/// The schema as CSV spells it: a cell is always there, and the JSON of a struct in it leaves out
/// what is empty. No loader infers types from inside a cell, so none needs the keys; elements of
/// lists, such as messages, keep theirs.
Schema cells_of(Schema schema);

/// Empty columns of the schema's shape.
Columns make_columns(const Schema& schema);
/// Drops the rows and the texts made for them, keeps the memory.
void clear(Columns& columns);

}  // namespace bmo
