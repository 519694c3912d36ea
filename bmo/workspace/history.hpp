// What was done with the versions of a data set, and what was measured of them.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "bmo/base/result.hpp"
#include "bmo/model/pair.hpp"
#include "bmo/workspace/catalogue.hpp"

namespace bmo::workspace {

/// A version, and the import that made it.
struct VersionRecord {
  DatasetVersion version;
  ImportRecord import;
};

/// One run over a version: an analysis or an export.
struct RunRecord {
  std::string kind;  ///< "analysis" or "export".
  std::string dataset;
  std::uint64_t version = 0;
  std::string made;  ///< UTC; written by `add_run`.
  std::uint64_t pairs = 0;
  std::string destination;  ///< Of an export.
  std::string detail;       ///< What was asked for, as JSON.
};

/// A figure as it was measured; kAbsent where there is no number.
struct StoredFigure {
  std::string id;
  std::string title;
  std::string unit;
  double value = kAbsent;
  double low = kAbsent;
  double high = kAbsent;
  std::uint64_t rests_on = 0;
};

/// Of each figure of a version what was measured last.
struct VersionFigures {
  std::string dataset;
  std::uint64_t version = 0;
  std::string made;  ///< When it was last measured.
  std::vector<StoredFigure> figures;
};

/// A file beside the pairs: attempts at generating them, or hours spent.
struct SideFile {
  std::string kind;  ///< "attempts" or "time".
  std::string sha256;
  std::string path;  ///< Below the workspace's folder.
  std::uint64_t records = 0;
  std::string made;
};

/// One training run over an export, as its log tells it; kAbsent where it does not.
struct TrainingRecord {
  std::string export_id;
  std::string dataset;  ///< That the export was made from; empty: not known.
  std::uint64_t version = 0;
  std::string name;    ///< What the user calls the run.
  std::string source;  ///< Where the log was read; the same place again is the same run.
  std::string sha256;  ///< Of the log.
  std::string kind;    ///< Of the log.
  std::string model;   ///< That was trained; empty: not said.
  std::string
      eval_set;      ///< By what the pairs of the evaluation set are told apart; empty: not known.
  std::string made;  ///< UTC; written by `add_trainings`.
  double steps = kAbsent;
  double tokens = kAbsent;
  double seconds = kAbsent;
  double train_loss = kAbsent;  ///< The last.
  double eval_loss = kAbsent;   ///< The lowest.
  double eval_step = kAbsent;   ///< Where it was reached.
  double eval_last = kAbsent;
  std::string curve;  ///< JSON: {"train": [[step, loss], ...], "eval": [...]}.
};

/// The history part of a catalogue. As safe under several processes as Catalogue, and as little
/// thread-safe. A data set that is named must be in the catalogue, else nothing is written.
class History {
 public:
  /// The catalogue at `path`, made or brought up to date where it has to be.
  static Result<History> open(const std::string& path);
  History(History&&) noexcept;
  History& operator=(History&&) noexcept;
  ~History();

  /// Oldest first; none where the data set is not known.
  Result<std::vector<VersionRecord>> versions(const std::string& dataset);

  /// In one transaction.
  Status add_run(const RunRecord& run, const std::vector<StoredFigure>& figures);
  /// Oldest first; an empty kind or data set: all.
  Result<std::vector<RunRecord>> runs(const std::string& kind, const std::string& dataset);
  /// Versions of a data set that something was measured of, oldest first.
  Result<std::vector<VersionFigures>> figures(const std::string& dataset);

  /// All or none. A run whose log lies where that of an earlier one lay takes its place.
  Status add_trainings(const std::vector<TrainingRecord>& runs);
  /// By data set, version and name.
  Result<std::vector<TrainingRecord>> trainings();

  /// Adding a file of the same bytes again changes nothing.
  Status add_side_file(const std::string& dataset, const SideFile& file);
  Result<std::vector<SideFile>> side_files(const std::string& dataset);

 private:
  class Connection;
  explicit History(std::unique_ptr<Connection> connection);
  std::unique_ptr<Connection> connection_;
};

}  // namespace bmo::workspace
