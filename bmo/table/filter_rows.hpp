// Gives our columns to DuckDB as a table.
#pragma once
#include <string>
#include <vector>

#include "bmo/model/columns.hpp"
#include "bmo/table/duckdb_api.hpp"

namespace bmo::table {

/// The rows that DuckDB reads when a query names the table function `bmo_rows()`. Set them before
/// each query; they are borrowed until it is done. Must not move while registered.
struct FilterRows {
  const DuckdbApi* api = nullptr;
  Schema fields;
  std::vector<const Column*> columns;
  std::size_t rows = 0;
  std::size_t next = 0;
};

/// Registers `bmo_rows()` with the fields of `rows`, at least one.
Status register_rows(duck::Connection connection, FilterRows& rows);

}  // namespace bmo::table
