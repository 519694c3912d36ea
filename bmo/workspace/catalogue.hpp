// The catalogue of a workspace: data sets, versions, segments and imports, in SQLite.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bmo/base/result.hpp"

namespace bmo::workspace {

/// An immutable Parquet file with pairs; `path` is below the workspace's folder.
struct Segment {
  std::string path;
  std::uint64_t rows = 0;
  std::uint64_t bytes = 0;
  std::string sha256;
};

struct DatasetVersion {
  std::string dataset;
  std::uint64_t number = 0;
  std::uint64_t pairs = 0;
  std::uint64_t bytes = 0;
  std::string created;  ///< UTC: "2026-03-01T12:00:00Z".
};

/// What is remembered of one import.
struct ImportRecord {
  std::string sources;  ///< JSON array of texts, as typed.
  std::string mapping;  ///< As typed.
  std::string batch;
  std::uint64_t records = 0;
  std::uint64_t pairs = 0;
  std::uint64_t quarantined = 0;
};

/// An open catalogue. Not thread-safe; open one per thread. Other processes may write at the same
/// time: calls wait for them up to ten seconds, then give E_BUSY (kBusy).
class Catalogue {
 public:
  /// Makes the file and its tables where they are missing. E_CATALOGUE (kBadData) where it is no
  /// catalogue, kMismatch where a later bmo made it.
  static Result<Catalogue> open(const std::string& path);

  Catalogue(Catalogue&&) noexcept;
  Catalogue& operator=(Catalogue&&) noexcept;
  ~Catalogue();

  /// The latest version of each data set, by name.
  Result<std::vector<DatasetVersion>> datasets();
  /// The latest version, or version `number`; nothing where there is none.
  Result<std::optional<DatasetVersion>> find(const std::string& dataset,
                                             std::optional<std::uint64_t> number = {});
  /// The segments of a version, in the order in which they were imported.
  Result<std::vector<Segment>> segments(const std::string& dataset, std::uint64_t number);

  /// Adds version `number` (all segments of the one before it, then `added`) in one transaction.
  /// kMismatch (E_VERSION) where it is not the next one.
  Result<DatasetVersion> add_version(const std::string& dataset, std::uint64_t number,
                                     const std::vector<Segment>& added, const ImportRecord& record);

 private:
  class Connection;
  explicit Catalogue(std::unique_ptr<Connection> connection);
  std::unique_ptr<Connection> connection_;
};

/// The version of the SQLite library in use.
std::string sqlite_version();

}  // namespace bmo::workspace
