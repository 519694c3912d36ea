// Calls SQLite's C interface.
#include "bmo/workspace/sqlite.hpp"

#include <limits>

#include "bmo/base/check.hpp"
#include "bmo/base/text.hpp"

namespace bmo::workspace {
namespace {

constexpr int kWaitMilliseconds = 10'000;

ErrorKind kind_of(int code) {
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return ErrorKind::kBusy;
    case SQLITE_CANTOPEN:
      return ErrorKind::kCannotCreate;
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_AUTH:
      return ErrorKind::kPermission;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return ErrorKind::kBadData;
    case SQLITE_NOMEM:
      return ErrorKind::kMemory;
    case SQLITE_IOERR:
    case SQLITE_FULL:
      return ErrorKind::kIo;
    default:
      return ErrorKind::kInternal;
  }
}

std::string code_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kBusy:
      return "E_BUSY";
    case ErrorKind::kPermission:
      return "E_PERMISSION";
    case ErrorKind::kIo:
      return "E_IO";
    case ErrorKind::kMemory:
      return "E_MEMORY";
    case ErrorKind::kInternal:
      return "E_BUG";
    default:
      return "E_CATALOGUE";
  }
}

std::string hint_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kBusy:
      return "wait for the other bmo to end, then run the same command again";
    case ErrorKind::kBadData:
      return "move the file away and import again, or restore a backup";
    case ErrorKind::kIo:
      return "free space on the disk, then run the same command again";
    default:
      return "look at the rights and the place of this file";
  }
}

Error sqlite_error(int code, std::string_view said, const std::string& path) {
  const ErrorKind kind = kind_of(code);
  Error error{.kind = kind,
              .code = code_of(kind),
              .message = "the catalogue of the workspace cannot be used",
              .why = "SQLite says: " + excerpt(said, 160),
              .hint = hint_of(kind)};
  error.place.file = path;
  return error;
}

}  // namespace

Statement& Statement::text(std::string_view value) {
  const int code = sqlite3_bind_text64(statement_.get(), ++bound_, value.data(), value.size(),
                                       SQLITE_TRANSIENT, SQLITE_UTF8);
  if (code != SQLITE_OK) fault_ = code;
  return *this;
}

Statement& Statement::number(std::uint64_t value) {
  const int code =
      sqlite3_bind_int64(statement_.get(), ++bound_, static_cast<sqlite3_int64>(value));
  if (code != SQLITE_OK) fault_ = code;
  return *this;
}

Statement& Statement::real(double value) {
  // SQLite itself stores not-a-number as NULL.
  const int code = sqlite3_bind_double(statement_.get(), ++bound_, value);
  if (code != SQLITE_OK) fault_ = code;
  return *this;
}

Result<bool> Statement::step() {
  const int code = fault_ != SQLITE_OK ? fault_ : sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return sqlite_error(code, sqlite3_errmsg(sqlite3_db_handle(statement_.get())), *path_);
}

Status Statement::run() {
  BMO_TRY_AS(const bool row, step());
  BMO_CHECK(!row);
  return ok();
}

void Statement::reset() {
  sqlite3_reset(statement_.get());  // Gives the code of the last step once more.
  bound_ = 0;
  fault_ = SQLITE_OK;
}

std::string Statement::text_at(int column) const {
  const unsigned char* text = sqlite3_column_text(statement_.get(), column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  return text == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(text), size);
}

std::uint64_t Statement::number_at(int column) const {
  return static_cast<std::uint64_t>(sqlite3_column_int64(statement_.get(), column));
}

double Statement::real_at(int column) const {
  if (sqlite3_column_type(statement_.get(), column) == SQLITE_NULL)
    return std::numeric_limits<double>::quiet_NaN();
  return sqlite3_column_double(statement_.get(), column);
}

Result<std::unique_ptr<Database>> Database::open(const std::string& path) {
  std::unique_ptr<Database> database(new Database(path));
  sqlite3* handle = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
  database->handle_.reset(handle);
  if (code != SQLITE_OK) {
    return sqlite_error(code, handle == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(handle),
                        path);
  }
  sqlite3_busy_timeout(handle, kWaitMilliseconds);
  return database;
}

Result<Statement> Database::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v2(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                                      &statement, nullptr);
  if (code != SQLITE_OK) return sqlite_error(code, sqlite3_errmsg(handle_.get()), path_);
  return Statement(statement, &path_);
}

Status Database::execute(const char* sql) {
  const int code = sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return sqlite_error(code, sqlite3_errmsg(handle_.get()), path_);
  return ok();
}

Result<Transaction> Transaction::begin(Database& database) {
  BMO_TRY(database.execute("BEGIN IMMEDIATE"));
  return Transaction(database);
}

Status Transaction::commit() {
  BMO_TRY(database_->execute("COMMIT"));
  database_ = nullptr;
  return ok();
}

Transaction::~Transaction() {
  // A rollback that fails leaves the transaction to SQLite's own recovery at the next open.
  if (database_ != nullptr) static_cast<void>(database_->execute("ROLLBACK"));
}

}  // namespace bmo::workspace
