// Reads Parquet back through DuckDB, whose Parquet decoder shares nothing with Arrow's.
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bmo/base/text.hpp"
#include "bmo/table/array_hash.hpp"
#include "bmo/table/duckdb_api.hpp"
#include "bmo/table/proof.hpp"

namespace bmo::table {
namespace {

constexpr const char* kSettings[] = {
    "SET temp_directory=''",
    "SET autoinstall_known_extensions=false",
    "SET autoload_known_extensions=false",
    "SET threads=1",
    "SET enable_external_file_cache=false",
    "SET parquet_metadata_cache=false",
};

/// One of DuckDB's vectors.
class DuckArray {
 public:
  DuckArray(const DuckdbApi& api, duck::Vector vector)
      : api_(&api),
        vector_(vector),
        data_(api.vector_get_data(vector)),
        validity_(api.vector_get_validity(vector)) {}

  bool is_valid(std::uint64_t at) const {
    return validity_ == nullptr || ((validity_[at / 64] >> (at % 64)) & 1U) != 0;
  }
  /// DuckDB's string: its length, then 4 bytes and a pointer, or 12 bytes where it is short.
  std::string_view text(std::uint64_t at) const {
    const char* entry = static_cast<const char*>(data_) + at * 16;
    std::uint32_t size = 0;
    std::memcpy(&size, entry, sizeof size);
    if (size <= 12) return {entry + 4, size};
    const char* rest = nullptr;
    std::memcpy(&rest, entry + 8, sizeof rest);
    return {rest, size};
  }
  double real(std::uint64_t at) const { return static_cast<const double*>(data_)[at]; }
  std::int64_t integer(std::uint64_t at) const {
    return static_cast<const std::int64_t*>(data_)[at];
  }
  bool flag(std::uint64_t at) const { return static_cast<const bool*>(data_)[at]; }
  std::pair<std::uint64_t, std::uint64_t> range(std::uint64_t at) const {
    const auto* entry = static_cast<const std::uint64_t*>(data_) + at * 2;
    return {entry[0], entry[1]};
  }
  DuckArray elements() const { return {*api_, api_->list_vector_get_child(vector_)}; }
  DuckArray child(std::size_t index) const {
    return {*api_, api_->struct_vector_get_child(vector_, index)};
  }

 private:
  const DuckdbApi* api_;
  duck::Vector vector_;
  void* data_;
  const std::uint64_t* validity_;
};

/// A name by which DuckDB can open the file, whatever its own name holds: that of an open
/// descriptor, of the file itself or, where its disk is not the system's, of a copy in memory.
class NamedFile {
 public:
  NamedFile() = default;
  ~NamedFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  NamedFile(const NamedFile&) = delete;
  NamedFile& operator=(const NamedFile&) = delete;

  Status open(const ProofFile& file) {
    const std::string path = file.disk.system_path(file.path);
    descriptor_ = path.empty() ? ::memfd_create("bmo-proof", MFD_CLOEXEC)
                               : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor_ < 0) return failed(std::strerror(errno));
    return path.empty() ? copy(file) : ok();
  }
  std::string name() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  Status copy(const ProofFile& file) {
    BMO_TRY_AS(const auto opened, file.disk.open(file.path, io::Open::kRead));
    std::string block(std::size_t{1} << 20U, '\0');
    for (std::uint64_t at = 0;;) {
      BMO_TRY_AS(const std::size_t got, opened->read_at(at, block.data(), block.size()));
      if (got == 0) return ok();
      for (std::size_t done = 0; done < got;) {
        const ssize_t wrote = ::write(descriptor_, block.data() + done, got - done);
        if (wrote < 0) return failed(std::strerror(errno));
        done += static_cast<std::size_t>(wrote);
      }
      at += got;
    }
  }

  static Error failed(std::string why) {
    return {.kind = ErrorKind::kIo,
            .code = "E_IO",
            .message = "a file cannot be read back",
            .why = std::move(why),
            .hint = "run again with --no-proof"};
  }

  int descriptor_ = -1;
};

class Query {
 public:
  explicit Query(const DuckdbApi& api) : api_(api) {}
  ~Query() {
    if (ran_) api_.destroy_result(&result_);
    if (prepared_ != nullptr) api_.destroy_prepare(&prepared_);
    if (connection_ != nullptr) api_.disconnect(&connection_);
    if (database_ != nullptr) api_.close(&database_);
  }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  /// The reason of a failure; empty where all is well.
  std::string open() {
    if (api_.open(nullptr, &database_) != duck::State::kSuccess ||
        api_.connect(database_, &connection_) != duck::State::kSuccess) {
      return "DuckDB does not open a database in memory";
    }
    for (const char* setting : kSettings) {
      duck::QueryResult result{};
      api_.query(connection_, setting, &result);
      api_.destroy_result(&result);
    }
    return {};
  }

  std::string run(const std::string& sql) {
    if (api_.prepare(connection_, sql.c_str(), &prepared_) != duck::State::kSuccess) {
      return text(api_.prepare_error(prepared_));
    }
    ran_ = true;
    if (api_.execute_prepared_streaming(prepared_, &result_) == duck::State::kSuccess) return {};
    return fault();
  }

  duck::Chunk next() { return api_.fetch_chunk(result_); }
  std::string fault() { return text(api_.result_error(&result_)); }
  duck::QueryResult* result() { return &result_; }

 private:
  static std::string text(const char* text) { return text == nullptr ? "" : excerpt(text, 200); }

  const DuckdbApi& api_;
  duck::Database database_ = nullptr;
  duck::Connection connection_ = nullptr;
  duck::Prepared prepared_ = nullptr;
  duck::QueryResult result_{};
  bool ran_ = false;
};

duck::Type wanted_type(ColumnKind kind) {
  switch (kind) {
    case ColumnKind::kText:
    case ColumnKind::kJson:
      return duck::Type::kVarchar;
    case ColumnKind::kReal:
      return duck::Type::kDouble;
    case ColumnKind::kInteger:
      return duck::Type::kBigint;
    case ColumnKind::kFlag:
      return duck::Type::kBoolean;
    case ColumnKind::kList:
      return duck::Type::kList;
    case ColumnKind::kStruct:
      break;
  }
  return duck::Type::kStruct;
}

/// Are the file's columns the schema's, in names, order and types?
class ShapeCheck {
 public:
  explicit ShapeCheck(const DuckdbApi& api) : api_(api) {}

  /// What differs; empty where nothing does.
  std::string of(duck::QueryResult* result, const Schema& schema) {
    if (api_.column_count(result) != schema.size()) return "it has another number of columns";
    for (std::size_t i = 0; i < schema.size(); ++i) {
      const char* name = api_.column_name(result, i);
      if (name == nullptr || schema[i].name != name) {
        return "column `" + schema[i].name + "` is named otherwise";
      }
      duck::LogicalType type = api_.column_logical_type(result, i);
      const bool same = is(type, schema[i]);
      api_.destroy_logical_type(&type);
      if (!same) return "column `" + schema[i].name + "` has another type";
    }
    return {};
  }

 private:
  bool is(duck::LogicalType type, const Field& field) {
    if (api_.get_type_id(type) != wanted_type(field.kind)) return false;
    if (field.kind == ColumnKind::kList) {
      duck::LogicalType element = api_.list_type_child_type(type);
      const bool same = is(element, field.children[0]);
      api_.destroy_logical_type(&element);
      return same;
    }
    return field.kind != ColumnKind::kStruct || has_fields(type, field.children);
  }

  bool has_fields(duck::LogicalType type, const std::vector<Field>& fields) {
    if (api_.struct_type_child_count(type) != fields.size()) return false;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      char* name = api_.struct_type_child_name(type, i);
      const bool named = name != nullptr && fields[i].name == name;
      api_.free(name);
      duck::LogicalType child = api_.struct_type_child_type(type, i);
      const bool same = named && is(child, fields[i]);
      api_.destroy_logical_type(&child);
      if (!same) return false;
    }
    return true;
  }

  const DuckdbApi& api_;
};

Error unreadable(const std::string& path, std::string why) {
  return {.kind = ErrorKind::kInternal,
          .code = "E_PROOF",
          .message = "a written file cannot be read back",
          .why = "DuckDB: " + std::move(why),
          .hint = "please report this; the input is untouched",
          .place = {.file = path}};
}

std::string sql_of(const std::string& name) {
  std::string sql = "SELECT * FROM read_parquet('";
  for (const char byte : name)
    sql.append(byte == '\'' ? 2 : 1, byte);
  return sql + "', hive_partitioning=false)";
}

}  // namespace

Status read_parquet_again(const ProofFile& file, const TakeHashes& take) {
  BMO_TRY_AS(const DuckdbApi api, load_duckdb());
  NamedFile named;
  BMO_TRY(named.open(file));
  Query query(api);
  std::string fault = query.open();
  if (fault.empty()) fault = query.run(sql_of(named.name()));
  if (fault.empty()) fault = ShapeCheck(api).of(query.result(), file.schema);
  if (!fault.empty()) return unreadable(file.path, fault);
  ArrayHasher<DuckArray> hasher;
  std::vector<Hash128> hashes;
  while (duck::Chunk chunk = query.next()) {
    hasher.start(api.data_chunk_get_size(chunk), hashes);
    for (std::size_t i = 0; i < file.schema.size(); ++i)
      hasher.column(file.schema[i], i, {api, api.data_chunk_get_vector(chunk, i)});
    api.destroy_data_chunk(&chunk);
    BMO_TRY(take(hashes));
  }
  fault = query.fault();
  return fault.empty() ? ok() : unreadable(file.path, fault);
}

}  // namespace bmo::table
