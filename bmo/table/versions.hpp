// Names the versions of the columnar libraries in use.
#pragma once
#include <string>

#include "bmo/base/result.hpp"

namespace bmo::table {

std::string arrow_version();

/// Loads DuckDB to ask it. E_DUCKDB (kUnsupported) where it cannot be loaded.
Result<std::string> duckdb_version();

}  // namespace bmo::table
