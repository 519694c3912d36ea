// Lists what a workspace remembers: versions, runs, exports, and figures over versions.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "bmo/app/session.hpp"
#include "bmo/app/versions.hpp"
#include "bmo/base/result.hpp"
#include "bmo/metrics/kit/change.hpp"
#include "bmo/metrics/metrics.hpp"

namespace bmo::app {

struct VersionItem {
  std::uint64_t version = 0;
  std::string created;
  std::uint64_t pairs = 0;
  std::uint64_t added = 0;  ///< Pairs more than in the version before.
  std::string sources;      ///< Of the import that made it: a JSON array.
  std::string batch;
  std::uint64_t quarantined = 0;
};

struct VersionsAnswer {
  std::string dataset;
  std::vector<VersionItem> versions;  ///< Oldest first.
};

struct RunItem {
  std::string kind;  ///< "analysis" or "export".
  std::string dataset;
  std::uint64_t version = 0;
  std::string made;
  std::uint64_t pairs = 0;
  std::string destination;
  std::string detail;  ///< JSON.
  std::string export_id;
};

struct RunsAnswer {
  std::vector<RunItem> runs;  ///< Oldest first.
};

/// One figure over the versions of a data set.
struct FigureHistory {
  std::string id;
  std::string title;
  std::string unit;
  std::vector<double> values;  ///< By place in HistoryAnswer::versions; kAbsent: not measured.
  std::string beyond_noise;    ///< Of the last change: "yes", "no", "-".
};

struct HistoryAnswer {
  std::string dataset;
  std::vector<std::uint64_t> versions;  ///< That were analysed, oldest first.
  std::vector<FigureHistory> figures;   ///< By id.
};

/// Each looks for the workspace from the working directory upward. E_NO_WORKSPACE, E_DATASET.
Result<VersionsAnswer> list_versions(const std::string& dataset, const Session& session);
/// `kind` and `dataset` may be empty: all.
Result<RunsAnswer> list_runs(const std::string& kind, const std::string& dataset,
                             const Session& session);
Result<HistoryAnswer> list_history(const std::string& dataset, const Session& session);

std::string to_json(const VersionsAnswer& answer);
std::string to_json(const RunsAnswer& answer);
std::string to_json(const HistoryAnswer& answer);

/// Stores the figures of an analysis of a version.
Status remember_analysis(const NamedVersion& version, std::uint64_t pairs,
                         const std::vector<metrics::Chapter>& chapters);

/// An export that stands.
struct ExportDone {
  struct Output {
    std::string to;  ///< As it was asked for: "parquet:alpaca".
    std::uint64_t rows = 0;
    std::uint64_t bytes = 0;
  };
  std::string id;  ///< See export_id in trainings.hpp.
  std::uint64_t pairs = 0;
  std::string destination;
  std::vector<Output> outputs;
};

/// Stores that a version was exported.
Status remember_export(const NamedVersion& version, const ExportDone& done);

/// What was measured of earlier versions (latest first, at most three), and of the latest analysed
/// version of other data sets (by name, at most three).
Result<std::vector<metrics::EarlierSet>> earlier_sets(const NamedVersion& version);

}  // namespace bmo::app
