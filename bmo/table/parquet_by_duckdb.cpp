// Reads Parquet back through DuckDB, whose Parquet decoder shares nothing with Arrow's or ours.
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
    finish();
    if (connection_ != nullptr) api_.disconnect(&connection_);
    if (database_ != nullptr) api_.close(&database_);
  }
  /// A new `run` may follow.
  void finish() {
    if (ran_) api_.destroy_result(&result_);
    if (prepared_ != nullptr) api_.destroy_prepare(&prepared_);
    ran_ = false;
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
    finish();
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
  duck::Connection connection() const { return connection_; }

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

std::string quoted(const std::string& text, char mark) {
  std::string out(1, mark);
  for (const char byte : text)
    out.append(byte == mark ? 2 : 1, byte);
  return out + mark;
}

/// For calls from within DuckDB, which come when it is loaded.
const DuckdbApi& loaded() {
  static const DuckdbApi kApi = *load_duckdb();
  return kApi;
}

/// A function of SQL that hashes rows where DuckDB has decoded them: results would be copied before
/// they could be looked at.
class RowFunction {
 public:
  explicit RowFunction(const Schema& schema) : schema_(schema) {}

  /// The reason of a failure; empty where all is well.
  std::string add_to(duck::Connection connection) {
    const DuckdbApi& api = loaded();
    duck::ScalarFunction function = api.create_scalar_function();
    duck::LogicalType any = api.create_logical_type(duck::Type::kAny);
    duck::LogicalType hash = api.create_logical_type(duck::Type::kHugeint);
    api.scalar_function_set_name(function, kName);
    api.scalar_function_set_varargs(function, any);
    api.scalar_function_set_return_type(function, hash);
    api.scalar_function_set_special_handling(function);  // A row with a null has a hash too.
    api.scalar_function_set_extra_info(function, this, nullptr);
    api.scalar_function_set_function(function, &call);
    const duck::State state = api.register_scalar_function(connection, function);
    api.destroy_logical_type(&any);
    api.destroy_logical_type(&hash);
    api.destroy_scalar_function(&function);
    return state == duck::State::kSuccess ? "" : "DuckDB does not take a function";
  }

  /// The call of it with every column of a file.
  static std::string sql(const std::string& source, const Schema& schema) {
    std::string sql = "SELECT " + std::string(kName) + "(";
    for (std::size_t i = 0; i < schema.size(); ++i)
      sql += (i == 0 ? "" : ", ") + quoted(schema[i].name, '"');
    return sql + ") FROM " + source;
  }

 private:
  static constexpr const char* kName = "bmo_row";

  static void call(duck::FunctionInfo info, duck::Chunk rows, duck::Vector out) {
    static_cast<RowFunction*>(loaded().scalar_function_get_extra_info(info))->hash(rows, out);
  }

  void hash(duck::Chunk rows, duck::Vector out) {
    const DuckdbApi& api = loaded();
    hasher_.start(api.data_chunk_get_size(rows), hashes_);
    for (std::size_t i = 0; i < schema_.size(); ++i)
      hasher_.column(schema_[i], i, {api, api.data_chunk_get_vector(rows, i)});
    static_assert(sizeof(Hash128) == 16);
    std::memcpy(api.vector_get_data(out), hashes_.data(), hashes_.size() * sizeof(Hash128));
  }

  const Schema& schema_;
  ArrayHasher<DuckArray> hasher_;
  std::vector<Hash128> hashes_;
};

}  // namespace

Status read_parquet_by_duckdb(const ProofFile& file, const TakeHashes& take) {
  BMO_TRY_AS(const DuckdbApi api, load_duckdb());
  NamedFile named;
  BMO_TRY(named.open(file));
  const std::string source =
      "read_parquet(" + quoted(named.name(), '\'') + ", hive_partitioning=false)";
  RowFunction function(file.schema);
  Query query(api);
  std::string fault = query.open();
  if (fault.empty()) fault = function.add_to(query.connection());
  if (fault.empty()) fault = query.run("SELECT * FROM " + source + " LIMIT 0");
  if (fault.empty()) fault = ShapeCheck(api).of(query.result(), file.schema);
  if (fault.empty()) fault = query.run(RowFunction::sql(source, file.schema));
  if (!fault.empty()) return unreadable(file.path, fault);
  while (duck::Chunk chunk = query.next()) {
    const auto* const hashes =
        static_cast<const Hash128*>(api.vector_get_data(api.data_chunk_get_vector(chunk, 0)));
    const Status taken = take({hashes, api.data_chunk_get_size(chunk)});
    api.destroy_data_chunk(&chunk);
    BMO_TRY(taken);
  }
  fault = query.fault();
  return fault.empty() ? ok() : unreadable(file.path, fault);
}

}  // namespace bmo::table
