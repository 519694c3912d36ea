# Finds what we build on; each is known to one folder. Versions and reasons: docs/dependencies.md.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(ZLIB REQUIRED)
find_package(simdjson REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(TBB REQUIRED)
find_package(fmt REQUIRED)
find_package(CLI11 REQUIRED)
find_package(GTest REQUIRED)
pkg_check_modules(xxhash REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(utf8proc REQUIRED IMPORTED_TARGET libutf8proc)
pkg_check_modules(zstd REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(libzip REQUIRED IMPORTED_TARGET libzip)
pkg_check_modules(sqlite3 REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(tomlplusplus REQUIRED IMPORTED_TARGET tomlplusplus)
pkg_check_modules(xlsxwriter REQUIRED IMPORTED_TARGET xlsxwriter)

# CLD2 comes without a package description.
find_library(BMO_CLD2 cld2 REQUIRED)

# cairo and Pango are loaded on first use; to call them their headers are needed.
pkg_check_modules(pangocairo REQUIRED pangocairo)

# libcurl is loaded on first use; to call it its header is needed.
find_path(BMO_CURL_INCLUDE curl/curl.h REQUIRED)

# Apache Arrow and Parquet: the system's own where it has them, else the pyarrow wheel that
# tools/setup.sh put into BMO_DEPS (headers and libraries of one pinned version).
set(BMO_DEPS "$ENV{BMO_DEPS}" CACHE PATH "Where tools/setup.sh put dependencies that Debian lacks")
if(NOT BMO_DEPS)
  set(BMO_DEPS "${PROJECT_SOURCE_DIR}/.deps" CACHE PATH "" FORCE)
endif()
find_package(Arrow QUIET)
find_package(Parquet QUIET)
if(Arrow_FOUND AND Parquet_FOUND)
  add_library(bmo_arrow INTERFACE)
  target_link_libraries(bmo_arrow INTERFACE Arrow::arrow_shared Parquet::parquet_shared)
else()
  set(pyarrow "${BMO_DEPS}/pyarrow")
  file(GLOB arrow_library "${pyarrow}/libarrow.so.*")
  file(GLOB parquet_library "${pyarrow}/libparquet.so.*")
  if(NOT arrow_library OR NOT parquet_library)
    message(FATAL_ERROR "Apache Arrow is missing: run ./dev build, which fetches it into .deps/")
  endif()
  add_library(bmo_arrow INTERFACE)
  target_include_directories(bmo_arrow SYSTEM INTERFACE "${pyarrow}/include")
  # The wheel's library shows the symbols of the simdjson that it was built with, a newer one than
  # ours: whichever is named first is called, so ours must be, and must not be left out as unused.
  target_link_libraries(bmo_arrow INTERFACE
    "-Wl,--push-state,--no-as-needed,$<TARGET_FILE:simdjson::simdjson>,--pop-state"
    "${arrow_library}" "${parquet_library}")
  list(APPEND CMAKE_BUILD_RPATH "${pyarrow}")
endif()

# DuckDB is loaded on first use (dlopen), so that a start costs nothing for it. The program's rpath
# leads to it, in the build tree and where it is installed.
find_library(BMO_DUCKDB duckdb PATHS "${BMO_DEPS}/duckdb" NO_DEFAULT_PATH)
find_library(BMO_DUCKDB duckdb)
if(NOT BMO_DUCKDB)
  message(FATAL_ERROR "DuckDB is missing: run ./dev build, which fetches it into .deps/")
endif()
cmake_path(GET BMO_DUCKDB PARENT_PATH duckdb_folder)
list(APPEND CMAKE_BUILD_RPATH "${duckdb_folder}")
