// The few functions of DuckDB's C interface that filters and proofs call, found in its library at
// run time.
//
// DuckDB ships its library without a header where we get it from, so what is used is declared here,
// for the stable part of the C interface (1.2 and later).
#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "bmo/base/result.hpp"

namespace bmo::table {

namespace duck {

using Index = std::uint64_t;

// Opaque to us; each is a pointer inside.
using Database = struct DatabaseTag*;
using Connection = struct ConnectionTag*;
using Prepared = struct PreparedTag*;
using Chunk = struct ChunkTag*;
using Vector = struct VectorTag*;
using Config = struct ConfigTag*;
using LogicalType = struct LogicalTypeTag*;
using TableFunction = struct TableFunctionTag*;
using BindInfo = struct BindInfoTag*;
using InitInfo = struct InitInfoTag*;
using FunctionInfo = struct FunctionInfoTag*;
using ScalarFunction = struct ScalarFunctionTag*;

// Enumerations of a C interface are ints.
// NOLINTBEGIN(performance-enum-size)
enum class State : int { kSuccess = 0, kError = 1 };

enum class Type : int {
  kBoolean = 1,
  kBigint = 5,
  kDouble = 11,
  kHugeint = 16,
  kVarchar = 17,
  kList = 24,
  kStruct = 25,
  kAny = 34
};
// NOLINTEND(performance-enum-size)

struct QueryResult {
  Index column_count;
  Index row_count;
  Index rows_changed;
  void* columns;
  char* error_message;
  void* internal;
};

using BindCall = void (*)(BindInfo);
using InitCall = void (*)(InitInfo);
using ScanCall = void (*)(FunctionInfo, Chunk);
using RowsCall = void (*)(FunctionInfo, Chunk input, Vector output);
using DeleteCall = void (*)(void*);

}  // namespace duck

/// Pointers into the loaded library. The members have the names of the C functions without their
/// "duckdb_"; see its documentation for what they do.
struct DuckdbApi {
  duck::State (*open)(const char* path, duck::Database* out);
  void (*close)(duck::Database*);
  duck::State (*connect)(duck::Database, duck::Connection* out);
  void (*disconnect)(duck::Connection*);
  duck::State (*query)(duck::Connection, const char* sql, duck::QueryResult* out);
  const char* (*result_error)(duck::QueryResult*);
  void (*destroy_result)(duck::QueryResult*);
  duck::Type (*column_type)(duck::QueryResult*, duck::Index);
  duck::Chunk (*fetch_chunk)(duck::QueryResult);
  void (*destroy_data_chunk)(duck::Chunk*);
  duck::Index (*data_chunk_get_size)(duck::Chunk);
  void (*data_chunk_set_size)(duck::Chunk, duck::Index);
  duck::Vector (*data_chunk_get_vector)(duck::Chunk, duck::Index);
  duck::State (*prepare)(duck::Connection, const char* sql, duck::Prepared* out);
  const char* (*prepare_error)(duck::Prepared);
  void (*destroy_prepare)(duck::Prepared*);
  duck::State (*execute_prepared)(duck::Prepared, duck::QueryResult* out);
  duck::State (*execute_prepared_streaming)(duck::Prepared, duck::QueryResult* out);
  duck::Index (*column_count)(duck::QueryResult*);
  const char* (*column_name)(duck::QueryResult*, duck::Index);
  duck::LogicalType (*column_logical_type)(duck::QueryResult*, duck::Index);
  duck::Type (*get_type_id)(duck::LogicalType);
  duck::LogicalType (*list_type_child_type)(duck::LogicalType);
  duck::Index (*struct_type_child_count)(duck::LogicalType);
  char* (*struct_type_child_name)(duck::LogicalType, duck::Index);
  duck::LogicalType (*struct_type_child_type)(duck::LogicalType, duck::Index);
  void (*free)(void*);
  duck::Index (*vector_size)();
  void* (*vector_get_data)(duck::Vector);
  std::uint64_t* (*vector_get_validity)(duck::Vector);
  void (*vector_ensure_validity_writable)(duck::Vector);
  void (*vector_assign_string_element_len)(duck::Vector, duck::Index, const char*, duck::Index);
  duck::Vector (*list_vector_get_child)(duck::Vector);
  duck::State (*list_vector_set_size)(duck::Vector, duck::Index);
  duck::State (*list_vector_reserve)(duck::Vector, duck::Index);
  duck::Vector (*struct_vector_get_child)(duck::Vector, duck::Index);
  duck::LogicalType (*create_logical_type)(duck::Type);
  duck::LogicalType (*create_list_type)(duck::LogicalType);
  duck::LogicalType (*create_struct_type)(duck::LogicalType*, const char** names, duck::Index);
  void (*destroy_logical_type)(duck::LogicalType*);
  duck::TableFunction (*create_table_function)();
  void (*destroy_table_function)(duck::TableFunction*);
  void (*table_function_set_name)(duck::TableFunction, const char*);
  void (*table_function_set_extra_info)(duck::TableFunction, void*, duck::DeleteCall);
  void (*table_function_set_bind)(duck::TableFunction, duck::BindCall);
  void (*table_function_set_init)(duck::TableFunction, duck::InitCall);
  void (*table_function_set_function)(duck::TableFunction, duck::ScanCall);
  duck::State (*register_table_function)(duck::Connection, duck::TableFunction);
  void* (*bind_get_extra_info)(duck::BindInfo);
  void (*bind_add_result_column)(duck::BindInfo, const char*, duck::LogicalType);
  void* (*init_get_extra_info)(duck::InitInfo);
  void (*init_set_max_threads)(duck::InitInfo, duck::Index);
  void* (*function_get_extra_info)(duck::FunctionInfo);
  duck::ScalarFunction (*create_scalar_function)();
  void (*destroy_scalar_function)(duck::ScalarFunction*);
  void (*scalar_function_set_name)(duck::ScalarFunction, const char*);
  void (*scalar_function_set_varargs)(duck::ScalarFunction, duck::LogicalType);
  void (*scalar_function_set_return_type)(duck::ScalarFunction, duck::LogicalType);
  void (*scalar_function_set_special_handling)(duck::ScalarFunction);
  void (*scalar_function_set_extra_info)(duck::ScalarFunction, void*, duck::DeleteCall);
  void (*scalar_function_set_function)(duck::ScalarFunction, duck::RowsCall);
  duck::State (*register_scalar_function)(duck::Connection, duck::ScalarFunction);
  void* (*scalar_function_get_extra_info)(duck::FunctionInfo);
};

/// Loads the library: the one known when bmo was built, the one beside the program, or the
/// system's. kUnsupported (E_UNSUPPORTED) where there is none. Loading twice costs nothing.
Result<DuckdbApi> load_duckdb();

}  // namespace bmo::table
