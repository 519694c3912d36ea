// Reads records out of columnar files: what the Parquet and Arrow containers share.
#pragma once
#include <memory>
#include <span>
#include <string>

#include "bmo/formats/containers.hpp"

namespace bmo::formats {

/// Each row becomes the JSON text of one record, made on the thread that splits the chunk. A record
/// has line 0, and its `byte` is its row in the file; so has a Mark. Errors: those of
/// table::open_reader and check_columns; E_EMPTY where there is no row.
Result<std::unique_ptr<Reader>> open_columnar(io::Disk& disk, const io::Input& input,
                                              table::FileKind kind, const ReadOptions& options,
                                              const Mark& from);

/// A columnar file says its columns once, so one that fits no layout is refused before any record
/// is read: E_MISSING_FIELD with the columns found.
Status check_columns(std::span<const std::string> names);

}  // namespace bmo::formats
