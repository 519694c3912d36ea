// Shapes and reuse of columns.
#include "bmo/model/columns.hpp"

namespace bmo {
namespace {

Column make_column(const Field& field) {
  Column column;
  for (const Field& child : field.children)
    column.children.push_back(make_column(child));
  return column;
}

void leave_out_empty(Field& field) {
  if (field.kind != ColumnKind::kStruct) return;
  for (Field& child : field.children) {
    child.optional = true;
    leave_out_empty(child);
  }
}

void clear(Column& column) {
  column.text.clear();
  column.real.clear();
  column.integer.clear();
  column.flag.clear();
  column.set.clear();
  column.ends.clear();
  for (Column& child : column.children)
    clear(child);
}

}  // namespace

Schema cells_of(Schema schema) {
  for (Field& field : schema) {
    field.optional = false;
    leave_out_empty(field);
  }
  return schema;
}

Columns make_columns(const Schema& schema) {
  Columns out;
  for (const Field& field : schema)
    out.columns.push_back(make_column(field));
  return out;
}

void clear(Columns& columns) {
  columns.rows = 0;
  columns.made.reset();
  for (Column& column : columns.columns)
    clear(column);
}

}  // namespace bmo
