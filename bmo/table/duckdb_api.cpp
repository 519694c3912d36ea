// Finds DuckDB's library and each function in it.
#include "bmo/table/duckdb_api.hpp"

#include <array>

#include <dlfcn.h>

namespace bmo::table {
namespace {

constexpr std::array<const char*, 3> kPlaces{BMO_DUCKDB_LIBRARY, "$ORIGIN/libduckdb.so",
                                             "libduckdb.so"};

Error unsupported(std::string why) {
  return {.kind = ErrorKind::kUnsupported,
          .code = "E_UNSUPPORTED",
          .message = "filters need DuckDB, which cannot be loaded",
          .why = std::move(why),
          .hint = "put libduckdb.so (1.4 or later) beside bmo, or see `bmo doctor`"};
}

/// The library's names are looked for in itself first, not in all that bmo is linked with, which
/// takes longer. Sanitizers, whose own names must come first, forbid it.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kOwnNamesFirst = 0;
#else
constexpr int kOwnNamesFirst = RTLD_DEEPBIND;
#endif

/// Never unloaded: DuckDB keeps threads and thread-local objects that outlive its databases.
void* open_library(std::string& why) {
  for (const char* place : kPlaces) {
    void* library = dlopen(place, RTLD_LAZY | RTLD_LOCAL | RTLD_NODELETE | kOwnNamesFirst);
    if (library != nullptr) return library;
    const char* fault = dlerror();
    why = fault == nullptr ? "not found" : fault;
  }
  return nullptr;
}

class Finder {
 public:
  explicit Finder(void* library) : library_(library) {}

  template <typename Function>
  void operator()(Function& out, const char* name) {
    out = reinterpret_cast<Function>(dlsym(library_, name));
    if (out == nullptr && missing_.empty()) missing_ = name;
  }

  const std::string& missing() const { return missing_; }

 private:
  void* library_;
  std::string missing_;
};

void find_queries(Finder& find, DuckdbApi& api) {
  find(api.open, "duckdb_open");
  find(api.close, "duckdb_close");
  find(api.connect, "duckdb_connect");
  find(api.disconnect, "duckdb_disconnect");
  find(api.query, "duckdb_query");
  find(api.result_error, "duckdb_result_error");
  find(api.destroy_result, "duckdb_destroy_result");
  find(api.column_type, "duckdb_column_type");
  find(api.fetch_chunk, "duckdb_fetch_chunk");
  find(api.destroy_data_chunk, "duckdb_destroy_data_chunk");
  find(api.data_chunk_get_size, "duckdb_data_chunk_get_size");
  find(api.data_chunk_set_size, "duckdb_data_chunk_set_size");
  find(api.data_chunk_get_vector, "duckdb_data_chunk_get_vector");
  find(api.prepare, "duckdb_prepare");
  find(api.prepare_error, "duckdb_prepare_error");
  find(api.destroy_prepare, "duckdb_destroy_prepare");
  find(api.execute_prepared, "duckdb_execute_prepared");
  find(api.execute_prepared_streaming, "duckdb_execute_prepared_streaming");
}

void find_types(Finder& find, DuckdbApi& api) {
  find(api.column_count, "duckdb_column_count");
  find(api.column_name, "duckdb_column_name");
  find(api.column_logical_type, "duckdb_column_logical_type");
  find(api.get_type_id, "duckdb_get_type_id");
  find(api.list_type_child_type, "duckdb_list_type_child_type");
  find(api.struct_type_child_count, "duckdb_struct_type_child_count");
  find(api.struct_type_child_name, "duckdb_struct_type_child_name");
  find(api.struct_type_child_type, "duckdb_struct_type_child_type");
  find(api.free, "duckdb_free");
}

void find_vectors(Finder& find, DuckdbApi& api) {
  find(api.vector_size, "duckdb_vector_size");
  find(api.vector_get_data, "duckdb_vector_get_data");
  find(api.vector_get_validity, "duckdb_vector_get_validity");
  find(api.vector_ensure_validity_writable, "duckdb_vector_ensure_validity_writable");
  find(api.vector_assign_string_element_len, "duckdb_vector_assign_string_element_len");
  find(api.list_vector_get_child, "duckdb_list_vector_get_child");
  find(api.list_vector_set_size, "duckdb_list_vector_set_size");
  find(api.list_vector_reserve, "duckdb_list_vector_reserve");
  find(api.struct_vector_get_child, "duckdb_struct_vector_get_child");
  find(api.create_logical_type, "duckdb_create_logical_type");
  find(api.create_list_type, "duckdb_create_list_type");
  find(api.create_struct_type, "duckdb_create_struct_type");
  find(api.destroy_logical_type, "duckdb_destroy_logical_type");
}

void find_table_functions(Finder& find, DuckdbApi& api) {
  find(api.create_table_function, "duckdb_create_table_function");
  find(api.destroy_table_function, "duckdb_destroy_table_function");
  find(api.table_function_set_name, "duckdb_table_function_set_name");
  find(api.table_function_set_extra_info, "duckdb_table_function_set_extra_info");
  find(api.table_function_set_bind, "duckdb_table_function_set_bind");
  find(api.table_function_set_init, "duckdb_table_function_set_init");
  find(api.table_function_set_function, "duckdb_table_function_set_function");
  find(api.register_table_function, "duckdb_register_table_function");
  find(api.bind_get_extra_info, "duckdb_bind_get_extra_info");
  find(api.bind_add_result_column, "duckdb_bind_add_result_column");
  find(api.init_get_extra_info, "duckdb_init_get_extra_info");
  find(api.init_set_max_threads, "duckdb_init_set_max_threads");
  find(api.function_get_extra_info, "duckdb_function_get_extra_info");
}

void find_scalar_functions(Finder& find, DuckdbApi& api) {
  find(api.create_scalar_function, "duckdb_create_scalar_function");
  find(api.destroy_scalar_function, "duckdb_destroy_scalar_function");
  find(api.scalar_function_set_name, "duckdb_scalar_function_set_name");
  find(api.scalar_function_set_varargs, "duckdb_scalar_function_set_varargs");
  find(api.scalar_function_set_return_type, "duckdb_scalar_function_set_return_type");
  find(api.scalar_function_set_special_handling, "duckdb_scalar_function_set_special_handling");
  find(api.scalar_function_set_extra_info, "duckdb_scalar_function_set_extra_info");
  find(api.scalar_function_set_function, "duckdb_scalar_function_set_function");
  find(api.register_scalar_function, "duckdb_register_scalar_function");
  find(api.scalar_function_get_extra_info, "duckdb_scalar_function_get_extra_info");
}

}  // namespace

Result<DuckdbApi> load_duckdb() {
  std::string why;
  void* library = open_library(why);
  if (library == nullptr) return unsupported(why);
  Finder find(library);
  DuckdbApi api{};
  find_queries(find, api);
  find_vectors(find, api);
  find_types(find, api);
  find_table_functions(find, api);
  find_scalar_functions(find, api);
  if (find.missing().empty()) return api;
  return unsupported("the library found has no " + find.missing() + ": it is too old");
}

}  // namespace bmo::table
