// SQLite, with every call checked and its failures as errors.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <sqlite3.h>

#include "bmo/base/result.hpp"

namespace bmo::workspace {

/// A prepared statement: bind in order, step, read columns, and again after `reset`.
class Statement {
 public:
  Statement(sqlite3_stmt* statement, const std::string* path)
      : statement_(statement, &sqlite3_finalize), path_(path) {}

  Statement& text(std::string_view value);
  Statement& number(std::uint64_t value);
  /// Not a number becomes NULL.
  Statement& real(double value);
  /// True where a row stands ready, false at the end.
  Result<bool> step();
  /// Steps to the end of a statement that gives no rows.
  Status run();
  void reset();

  std::string text_at(int column) const;
  std::uint64_t number_at(int column) const;
  /// NULL becomes not a number.
  double real_at(int column) const;

 private:
  std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement_;
  const std::string* path_;
  int bound_ = 0;
  int fault_ = SQLITE_OK;
};

class Database {
 public:
  static Result<std::unique_ptr<Database>> open(const std::string& path);

  Result<Statement> prepare(std::string_view sql);
  /// Runs statements that give no rows.
  Status execute(const char* sql);

 private:
  explicit Database(std::string path) : path_(std::move(path)), handle_(nullptr, &sqlite3_close) {}
  std::string path_;
  std::unique_ptr<sqlite3, decltype(&sqlite3_close)> handle_;
};

/// BEGIN IMMEDIATE now; rolled back on destruction unless `commit` was called.
class Transaction {
 public:
  static Result<Transaction> begin(Database& database);
  Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  Status commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;
};

}  // namespace bmo::workspace
