// Judges a filter by its parsed tree: what is not known to be harmless is refused.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "bmo/base/result.hpp"
#include "bmo/json/dom.hpp"
#include "bmo/model/columns.hpp"

namespace bmo::table {

/// What `SELECT (` + expression + `\n)` puts before the expression.
inline constexpr std::string_view kFilterPrefix = "SELECT (";

/// What a filter names.
struct FilterNames {
  std::vector<std::size_t> columns;  ///< Indexes into the schema, in its order.
  std::vector<std::string> scores;   ///< Imported scores, in the order they were given.
};

/// `tree` is what DuckDB's json_serialize_sql says of the whole SELECT and `plain` what it says of
/// one with nothing but a constant. Only comparisons, logic, arithmetic, CASE, casts to plain types
/// and listed functions pass: nothing that reads files, runs queries, or differs from run to run.
/// Errors: E_FILTER_SYNTAX, E_FILTER_FORBIDDEN, E_FILTER_COLUMN; place.column counts bytes of the
/// expression from 1.
Result<FilterNames> check_filter_tree(json::Dom tree, json::Dom plain, const Schema& schema,
                                      const std::vector<std::string>& score_names);

/// May a filter call this function or operator (lower case)?
bool is_filter_function(std::string_view name);
/// "; did you mean `list_contains`?"
std::string nearest_filter_function(std::string_view name);

}  // namespace bmo::table
