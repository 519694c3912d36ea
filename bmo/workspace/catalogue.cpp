// The catalogue's tables and what is asked of them.
#include "bmo/workspace/catalogue.hpp"

#include <chrono>
#include <thread>

#include "bmo/base/text.hpp"
#include "bmo/workspace/sqlite.hpp"

namespace bmo::workspace {
namespace {

constexpr std::uint64_t kSchema = 3;

constexpr const char* kSettings =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;";

constexpr const char* kTables = R"(
CREATE TABLE catalogue (schema INTEGER NOT NULL);
INSERT INTO catalogue VALUES (1);
CREATE TABLE dataset (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE);
CREATE TABLE version (
  dataset INTEGER NOT NULL REFERENCES dataset,
  number INTEGER NOT NULL,
  pairs INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  created TEXT NOT NULL,
  PRIMARY KEY (dataset, number)) WITHOUT ROWID;
CREATE TABLE segment (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE,
  rows INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL);
CREATE TABLE version_segment (
  dataset INTEGER NOT NULL,
  number INTEGER NOT NULL,
  position INTEGER NOT NULL,
  segment INTEGER NOT NULL REFERENCES segment,
  PRIMARY KEY (dataset, number, position),
  FOREIGN KEY (dataset, number) REFERENCES version) WITHOUT ROWID;
CREATE TABLE import (
  id INTEGER PRIMARY KEY,
  dataset INTEGER NOT NULL,
  number INTEGER NOT NULL,
  sources TEXT NOT NULL,
  mapping TEXT NOT NULL,
  batch TEXT NOT NULL,
  records INTEGER NOT NULL,
  pairs INTEGER NOT NULL,
  quarantined INTEGER NOT NULL,
  FOREIGN KEY (dataset, number) REFERENCES version);
)";

/// What schema 2 adds: runs over versions, their figures, and records beside the pairs.
constexpr const char* kHistoryTables = R"(
CREATE TABLE run (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  dataset INTEGER NOT NULL REFERENCES dataset,
  number INTEGER NOT NULL,
  made TEXT NOT NULL,
  pairs INTEGER NOT NULL,
  destination TEXT NOT NULL,
  detail TEXT NOT NULL);
CREATE INDEX run_of_version ON run (dataset, kind, number);
CREATE TABLE figure (
  run INTEGER NOT NULL REFERENCES run,
  id TEXT NOT NULL,
  title TEXT NOT NULL,
  unit TEXT NOT NULL,
  value REAL,
  low REAL,
  high REAL,
  rests_on INTEGER NOT NULL,
  PRIMARY KEY (run, id)) WITHOUT ROWID;
CREATE TABLE side_file (
  dataset INTEGER NOT NULL REFERENCES dataset,
  kind TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  path TEXT NOT NULL,
  records INTEGER NOT NULL,
  made TEXT NOT NULL,
  PRIMARY KEY (dataset, kind, sha256)) WITHOUT ROWID;
UPDATE catalogue SET schema = 2;
)";

/// What schema 3 adds: training runs over exports.
constexpr const char* kTrainingTables = R"(
CREATE TABLE training (
  export TEXT NOT NULL,
  dataset TEXT NOT NULL,
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  source TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  kind TEXT NOT NULL,
  model TEXT NOT NULL,
  eval_set TEXT NOT NULL,
  made TEXT NOT NULL,
  steps REAL,
  tokens REAL,
  seconds REAL,
  train_loss REAL,
  eval_loss REAL,
  eval_step REAL,
  eval_last REAL,
  curve TEXT NOT NULL,
  PRIMARY KEY (export, source)) WITHOUT ROWID;
UPDATE catalogue SET schema = 3;
)";

/// By the schema that each starts from, less one.
constexpr const char* kUpgrades[] = {kHistoryTables, kTrainingTables};

constexpr std::string_view kVersionColumns =
    "SELECT dataset.name, version.number, version.pairs, version.bytes, version.created "
    "FROM version JOIN dataset ON dataset.id = version.dataset ";

DatasetVersion version_of(const Statement& row) {
  return {.dataset = row.text_at(0),
          .number = row.number_at(1),
          .pairs = row.number_at(2),
          .bytes = row.number_at(3),
          .created = row.text_at(4)};
}

Result<bool> has_tables(Database& database) {
  BMO_TRY_AS(Statement found,
             database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'catalogue'"));
  return found.step();
}

Status check_schema(Database& database, const std::string& path) {
  BMO_TRY_AS(Statement schema, database.prepare("SELECT schema FROM catalogue"));
  BMO_TRY_AS(const bool row, schema.step());
  if (row && schema.number_at(0) == kSchema) return ok();
  Error error{.kind = ErrorKind::kMismatch,
              .code = "E_CATALOGUE",
              .message = "this catalogue was made by another version of bmo",
              .why = "its schema is " + (row ? schema.text_at(0) : std::string("not given")) +
                     ", this bmo knows " + std::to_string(kSchema),
              .hint = "use the bmo that made this workspace, or a later one"};
  error.place.file = path;
  return error;
}

/// SQLite's own waiting does not cover the switch of a new file to WAL, so this waits as long.
Status apply_settings(Database& database) {
  constexpr int kTries = 500;
  constexpr std::chrono::milliseconds kPause(20);
  for (int left = kTries;; --left) {
    Status status = database.execute(kSettings);
    if (status || status.error().kind != ErrorKind::kBusy || left == 0) return status;
    std::this_thread::sleep_for(kPause);
  }
}

/// Two processes may open a new catalogue at once: the second waits here and finds the tables.
Status make_tables(Database& database) {
  BMO_TRY_AS(Transaction transaction, Transaction::begin(database));
  BMO_TRY_AS(const bool made, has_tables(database));
  if (!made) {
    BMO_TRY(database.execute(kTables));
    for (const char* const tables : kUpgrades)
      BMO_TRY(database.execute(tables));
  }
  return transaction.commit();
}

Result<std::uint64_t> single_number(Statement statement) {
  BMO_TRY_AS(const bool row, statement.step());
  return row ? statement.number_at(0) : std::uint64_t{0};
}

Result<std::uint64_t> schema_of(Database& database) {
  BMO_TRY_AS(Statement schema, database.prepare("SELECT schema FROM catalogue"));
  return single_number(std::move(schema));
}

/// Adds what a catalogue of an earlier schema lacks; nothing of it changes.
Status upgrade(Database& database) {
  BMO_TRY_AS(const std::uint64_t found, schema_of(database));
  if (found == 0 || found >= kSchema) return ok();
  BMO_TRY_AS(Transaction transaction, Transaction::begin(database));
  BMO_TRY_AS(const std::uint64_t now, schema_of(database));
  for (std::uint64_t schema = now; schema < kSchema; ++schema)
    BMO_TRY(database.execute(kUpgrades[schema - 1]));
  return transaction.commit();
}

}  // namespace

/// Runs the statements of one catalogue.
class Catalogue::Connection {
 public:
  explicit Connection(std::unique_ptr<Database> opened) : database(std::move(opened)) {}

  /// The row of that data set, made where it is missing.
  Result<std::uint64_t> dataset_id(const std::string& name) const {
    BMO_TRY_AS(Statement add, database->prepare("INSERT OR IGNORE INTO dataset (name) VALUES (?)"));
    BMO_TRY(add.text(name).run());
    BMO_TRY_AS(Statement find, database->prepare("SELECT id FROM dataset WHERE name = ?"));
    find.text(name);
    return single_number(std::move(find));
  }

  Status check_next(std::uint64_t dataset, std::uint64_t number) const {
    BMO_TRY_AS(Statement last,
               database->prepare("SELECT max(number) FROM version WHERE dataset = ?"));
    last.number(dataset);
    BMO_TRY_AS(const std::uint64_t latest, single_number(std::move(last)));
    if (latest + 1 == number) return ok();
    return Error{.kind = ErrorKind::kMismatch,
                 .code = "E_VERSION",
                 .message = "version " + std::to_string(number) + " is not the next one",
                 .why = "the latest version is " + std::to_string(latest),
                 .hint = "run the same command again"};
  }

  /// The new version starts as a list of what the one before it held.
  Status copy_segments(std::uint64_t dataset, std::uint64_t number) const {
    BMO_TRY_AS(Statement copy,
               database->prepare("INSERT INTO version_segment "
                                 "SELECT dataset, number + 1, position, segment "
                                 "FROM version_segment WHERE dataset = ? AND number = ?"));
    return copy.number(dataset).number(number - 1).run();
  }

  Status add_segments(std::uint64_t dataset, std::uint64_t number,
                      const std::vector<Segment>& added) const {
    BMO_TRY_AS(Statement make, database->prepare("INSERT INTO segment (path, rows, bytes, sha256) "
                                                 "VALUES (?, ?, ?, ?)"));
    BMO_TRY_AS(Statement link,
               database->prepare(
                   "INSERT INTO version_segment VALUES (?1, ?2, "
                   "(SELECT count(*) FROM version_segment WHERE dataset = ?1 AND number = ?2), "
                   "last_insert_rowid())"));
    for (const Segment& segment : added) {
      make.reset();
      BMO_TRY(make.text(segment.path)
                  .number(segment.rows)
                  .number(segment.bytes)
                  .text(segment.sha256)
                  .run());
      link.reset();
      BMO_TRY(link.number(dataset).number(number).run());
    }
    return ok();
  }

  /// Its sums are taken from its segments once these are linked.
  Status sum_version(std::uint64_t dataset, std::uint64_t number) const {
    BMO_TRY_AS(
        Statement sums,
        database->prepare(
            "UPDATE version SET (pairs, bytes) = (SELECT coalesce(sum(rows), 0), "
            "coalesce(sum(bytes), 0) FROM version_segment JOIN segment ON segment.id = segment "
            "WHERE dataset = ?1 AND number = ?2) WHERE dataset = ?1 AND number = ?2"));
    return sums.number(dataset).number(number).run();
  }

  Status add_import(std::uint64_t dataset, std::uint64_t number, const ImportRecord& record) const {
    BMO_TRY_AS(Statement add,
               database->prepare("INSERT INTO import (dataset, number, sources, mapping, batch, "
                                 "records, pairs, quarantined) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"));
    add.number(dataset).number(number).text(record.sources).text(record.mapping).text(record.batch);
    return add.number(record.records).number(record.pairs).number(record.quarantined).run();
  }

  Status add_all(std::uint64_t dataset, std::uint64_t number, const std::vector<Segment>& added,
                 const ImportRecord& record) const {
    BMO_TRY(check_next(dataset, number));
    BMO_TRY_AS(Statement add,
               database->prepare("INSERT INTO version VALUES "
                                 "(?, ?, 0, 0, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"));
    BMO_TRY(add.number(dataset).number(number).run());
    BMO_TRY(copy_segments(dataset, number));
    BMO_TRY(add_segments(dataset, number, added));
    BMO_TRY(sum_version(dataset, number));
    return add_import(dataset, number, record);
  }

  std::unique_ptr<Database> database;
};

Catalogue::Catalogue(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
Catalogue::Catalogue(Catalogue&&) noexcept = default;
Catalogue& Catalogue::operator=(Catalogue&&) noexcept = default;
Catalogue::~Catalogue() = default;

Result<Catalogue> Catalogue::open(const std::string& path) {
  BMO_TRY_AS(std::unique_ptr<Database> database, Database::open(path));
  BMO_TRY(apply_settings(*database));
  BMO_TRY_AS(const bool made, has_tables(*database));
  if (!made) BMO_TRY(make_tables(*database));
  BMO_TRY(upgrade(*database));
  BMO_TRY(check_schema(*database, path));
  return Catalogue(std::make_unique<Connection>(std::move(database)));
}

Result<std::vector<DatasetVersion>> Catalogue::datasets() {
  BMO_TRY_AS(Statement rows,
             connection_->database->prepare(
                 std::string(kVersionColumns) +
                 "WHERE number = (SELECT max(number) FROM version v WHERE v.dataset = dataset.id) "
                 "ORDER BY dataset.name"));
  std::vector<DatasetVersion> out;
  while (true) {
    BMO_TRY_AS(const bool row, rows.step());
    if (!row) return out;
    out.push_back(version_of(rows));
  }
}

Result<std::optional<DatasetVersion>> Catalogue::find(const std::string& dataset,
                                                      std::optional<std::uint64_t> number) {
  BMO_TRY_AS(
      Statement rows,
      connection_->database->prepare(
          std::string(kVersionColumns) +
          "WHERE dataset.name = ?1 AND (?2 = 0 OR number = ?2) ORDER BY number DESC LIMIT 1"));
  BMO_TRY_AS(const bool row, rows.text(dataset).number(number.value_or(0)).step());
  if (!row) return std::optional<DatasetVersion>();
  return std::optional(version_of(rows));
}

Result<std::vector<Segment>> Catalogue::segments(const std::string& dataset, std::uint64_t number) {
  BMO_TRY_AS(Statement rows,
             connection_->database->prepare(
                 "SELECT path, rows, bytes, sha256 FROM version_segment "
                 "JOIN segment ON segment.id = segment "
                 "WHERE dataset = (SELECT id FROM dataset WHERE name = ?) AND number = ? "
                 "ORDER BY position"));
  rows.text(dataset).number(number);
  std::vector<Segment> out;
  while (true) {
    BMO_TRY_AS(const bool row, rows.step());
    if (!row) return out;
    out.push_back({.path = rows.text_at(0),
                   .rows = rows.number_at(1),
                   .bytes = rows.number_at(2),
                   .sha256 = rows.text_at(3)});
  }
}

Result<DatasetVersion> Catalogue::add_version(const std::string& dataset, std::uint64_t number,
                                              const std::vector<Segment>& added,
                                              const ImportRecord& record) {
  BMO_TRY_AS(Transaction transaction, Transaction::begin(*connection_->database));
  BMO_TRY_AS(const std::uint64_t id, connection_->dataset_id(dataset));
  BMO_TRY(connection_->add_all(id, number, added, record));
  BMO_TRY_AS(const std::optional<DatasetVersion> made, find(dataset, number));
  BMO_TRY(transaction.commit());
  return *made;
}

std::string sqlite_version() {
  return sqlite3_libversion();
}

}  // namespace bmo::workspace
