// Statements over runs, figures and side files.
#include "bmo/workspace/history.hpp"

#include <algorithm>

#include "bmo/workspace/sqlite.hpp"

namespace bmo::workspace {
namespace {

constexpr std::string_view kNow = "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')";

StoredFigure figure_of(const Statement& row, int first) {
  return {.id = row.text_at(first),
          .title = row.text_at(first + 1),
          .unit = row.text_at(first + 2),
          .value = row.real_at(first + 3),
          .low = row.real_at(first + 4),
          .high = row.real_at(first + 5),
          .rests_on = row.number_at(first + 6)};
}

}  // namespace

/// One open database.
class History::Connection {
 public:
  explicit Connection(std::unique_ptr<Database> opened) : database(std::move(opened)) {}

  /// The id of the run just added; 0: none was, since its data set is not known.
  Result<std::uint64_t> added_run() const {
    BMO_TRY_AS(
        Statement added,
        database->prepare("SELECT CASE changes() WHEN 0 THEN 0 ELSE last_insert_rowid() END"));
    BMO_TRY(added.step());
    return added.number_at(0);
  }

  Status add_figures(std::uint64_t run, const std::vector<StoredFigure>& figures) const {
    BMO_TRY_AS(Statement add, database->prepare("INSERT OR REPLACE INTO figure VALUES "
                                                "(?, ?, ?, ?, ?, ?, ?, ?)"));
    for (const StoredFigure& figure : figures) {
      add.reset();
      add.number(run).text(figure.id).text(figure.title).text(figure.unit);
      add.real(figure.value).real(figure.low).real(figure.high);
      BMO_TRY(add.number(figure.rests_on).run());
    }
    return ok();
  }

  std::unique_ptr<Database> database;
};

History::History(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
History::History(History&&) noexcept = default;
History& History::operator=(History&&) noexcept = default;
History::~History() = default;

Result<History> History::open(const std::string& path) {
  BMO_TRY(Catalogue::open(path));
  BMO_TRY_AS(std::unique_ptr<Database> database, Database::open(path));
  return History(std::make_unique<Connection>(std::move(database)));
}

Result<std::vector<VersionRecord>> History::versions(const std::string& dataset) {
  BMO_TRY_AS(Statement rows,
             connection_->database->prepare(
                 "SELECT dataset.name, version.number, version.pairs, bytes, created, sources, "
                 "mapping, batch, records, import.pairs, quarantined "
                 "FROM version JOIN dataset ON dataset.id = version.dataset "
                 "JOIN import ON import.dataset = version.dataset "
                 "AND import.number = version.number "
                 "WHERE dataset.name = ? ORDER BY version.number"));
  rows.text(dataset);
  std::vector<VersionRecord> out;
  while (true) {
    BMO_TRY_AS(const bool row, rows.step());
    if (!row) return out;
    out.push_back({.version = {.dataset = rows.text_at(0),
                               .number = rows.number_at(1),
                               .pairs = rows.number_at(2),
                               .bytes = rows.number_at(3),
                               .created = rows.text_at(4)},
                   .import = {.sources = rows.text_at(5),
                              .mapping = rows.text_at(6),
                              .batch = rows.text_at(7),
                              .records = rows.number_at(8),
                              .pairs = rows.number_at(9),
                              .quarantined = rows.number_at(10)}});
  }
}

Status History::add_run(const RunRecord& run, const std::vector<StoredFigure>& figures) {
  BMO_TRY_AS(Transaction transaction, Transaction::begin(*connection_->database));
  BMO_TRY_AS(Statement add, connection_->database->prepare(
                                "INSERT INTO run (kind, dataset, number, made, pairs, destination, "
                                "detail) SELECT ?, id, ?, " +
                                std::string(kNow) + ", ?, ?, ? FROM dataset WHERE name = ?"));
  add.text(run.kind).number(run.version).number(run.pairs).text(run.destination);
  BMO_TRY(add.text(run.detail).text(run.dataset).run());
  BMO_TRY_AS(const std::uint64_t id, connection_->added_run());
  if (id == 0) return ok();
  BMO_TRY(connection_->add_figures(id, figures));
  return transaction.commit();
}

Result<std::vector<RunRecord>> History::runs(const std::string& kind, const std::string& dataset) {
  BMO_TRY_AS(Statement rows,
             connection_->database->prepare(
                 "SELECT kind, dataset.name, number, made, pairs, destination, detail "
                 "FROM run JOIN dataset ON dataset.id = run.dataset "
                 "WHERE (?1 = '' OR kind = ?1) AND (?2 = '' OR dataset.name = ?2) "
                 "ORDER BY run.id"));
  rows.text(kind).text(dataset);
  std::vector<RunRecord> out;
  while (true) {
    BMO_TRY_AS(const bool row, rows.step());
    if (!row) return out;
    out.push_back({.kind = rows.text_at(0),
                   .dataset = rows.text_at(1),
                   .version = rows.number_at(2),
                   .made = rows.text_at(3),
                   .pairs = rows.number_at(4),
                   .destination = rows.text_at(5),
                   .detail = rows.text_at(6)});
  }
}

Result<std::vector<VersionFigures>> History::figures(const std::string& dataset) {
  BMO_TRY_AS(Statement rows,
             connection_->database->prepare(
                 "SELECT dataset.name, number, max(run.id), made, figure.id, title, unit, value, "
                 "low, high, rests_on FROM run JOIN dataset ON dataset.id = run.dataset "
                 "JOIN figure ON figure.run = run.id WHERE dataset.name = ? "
                 "GROUP BY number, figure.id ORDER BY number, figure.id"));
  rows.text(dataset);
  std::vector<VersionFigures> out;
  while (true) {
    BMO_TRY_AS(const bool row, rows.step());
    if (!row) return out;
    if (out.empty() || out.back().version != rows.number_at(1))
      out.push_back({.dataset = rows.text_at(0), .version = rows.number_at(1)});
    out.back().made = std::max(out.back().made, rows.text_at(3));
    out.back().figures.push_back(figure_of(rows, 4));
  }
}

Status History::add_trainings(const std::vector<TrainingRecord>& runs) {
  BMO_TRY_AS(Transaction transaction, Transaction::begin(*connection_->database));
  BMO_TRY_AS(Statement add,
             connection_->database->prepare(
                 "INSERT OR REPLACE INTO training VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, " +
                 std::string(kNow) + ", ?, ?, ?, ?, ?, ?, ?, ?)"));
  for (const TrainingRecord& run : runs) {
    add.reset();
    add.text(run.export_id).text(run.dataset).number(run.version).text(run.name).text(run.source);
    add.text(run.sha256).text(run.kind).text(run.model).text(run.eval_set);
    add.real(run.steps).real(run.tokens).real(run.seconds).real(run.train_loss);
    BMO_TRY(add.real(run.eval_loss).real(run.eval_step).real(run.eval_last).text(run.curve).run());
  }
  return transaction.commit();
}

Result<std::vector<TrainingRecord>> History::trainings() {
  BMO_TRY_AS(Statement rows, connection_->database->prepare(
                                 "SELECT * FROM training ORDER BY dataset, number, name, source"));
  std::vector<TrainingRecord> out;
  while (true) {
    BMO_TRY_AS(const bool row, rows.step());
    if (!row) return out;
    out.push_back({.export_id = rows.text_at(0),
                   .dataset = rows.text_at(1),
                   .version = rows.number_at(2),
                   .name = rows.text_at(3),
                   .source = rows.text_at(4),
                   .sha256 = rows.text_at(5),
                   .kind = rows.text_at(6),
                   .model = rows.text_at(7),
                   .eval_set = rows.text_at(8),
                   .made = rows.text_at(9),
                   .steps = rows.real_at(10),
                   .tokens = rows.real_at(11),
                   .seconds = rows.real_at(12),
                   .train_loss = rows.real_at(13),
                   .eval_loss = rows.real_at(14),
                   .eval_step = rows.real_at(15),
                   .eval_last = rows.real_at(16),
                   .curve = rows.text_at(17)});
  }
}

Status History::add_side_file(const std::string& dataset, const SideFile& file) {
  BMO_TRY_AS(Statement add,
             connection_->database->prepare("INSERT OR IGNORE INTO side_file "
                                            "SELECT id, ?, ?, ?, ?, " +
                                            std::string(kNow) + " FROM dataset WHERE name = ?"));
  add.text(file.kind).text(file.sha256).text(file.path).number(file.records);
  return add.text(dataset).run();
}

Result<std::vector<SideFile>> History::side_files(const std::string& dataset) {
  BMO_TRY_AS(Statement rows,
             connection_->database->prepare(
                 "SELECT kind, sha256, path, records, side_file.made FROM side_file "
                 "WHERE dataset = (SELECT id FROM dataset WHERE name = ?) "
                 "ORDER BY kind, side_file.made, sha256"));
  rows.text(dataset);
  std::vector<SideFile> out;
  while (true) {
    BMO_TRY_AS(const bool row, rows.step());
    if (!row) return out;
    out.push_back({.kind = rows.text_at(0),
                   .sha256 = rows.text_at(1),
                   .path = rows.text_at(2),
                   .records = rows.number_at(3),
                   .made = rows.text_at(4)});
  }
}

}  // namespace bmo::workspace
