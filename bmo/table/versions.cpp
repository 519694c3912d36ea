// Asks Arrow and DuckDB for their versions.
#include "bmo/table/versions.hpp"

#include <memory>

#include <arrow/config.h>
#include <dlfcn.h>

#include "bmo/base/text.hpp"

namespace bmo::table {

std::string arrow_version() {
  return arrow::GetBuildInfo().version_string;
}

Result<std::string> duckdb_version() {
  const std::string path = BMO_DUCKDB_LIBRARY;
  const std::unique_ptr<void, int (*)(void*)> library(
      dlopen(path.empty() ? "libduckdb.so" : path.c_str(), RTLD_LAZY | RTLD_LOCAL),
      +[](void* handle) { return handle == nullptr ? 0 : dlclose(handle); });
  void* symbol = library ? dlsym(library.get(), "duckdb_library_version") : nullptr;
  if (symbol == nullptr) {
    return Error{.kind = ErrorKind::kUnsupported,
                 .code = "E_DUCKDB",
                 .message = "DuckDB cannot be loaded; --where needs it",
                 .hint = "./dev build fetches it"};
  }
  return std::string(reinterpret_cast<const char* (*)()>(symbol)());
}

}  // namespace bmo::table
