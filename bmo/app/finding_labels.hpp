// Findings that a person says "right" or "wrong" of, in a file made for that.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "bmo/app/points.hpp"
#include "bmo/base/result.hpp"
#include "bmo/io/io.hpp"
#include "bmo/json/dom.hpp"
#include "bmo/pipeline/scan.hpp"

namespace bmo::app {

/// Of every kind of finding that takes points as many as are asked for, those whose records have
/// the lowest hashes: a fair sample, the same one for any threads. Not thread-safe. Memory: at most
/// 8 KiB of text for each that is kept.
class FindingSample {
 public:
  explicit FindingSample(std::uint64_t most_of_a_kind) : most_(most_of_a_kind) {}
  /// `file` is the batch's input as asked for. Records that are set aside are passed over.
  void add(const pipeline::Item& item, const std::string& file);

  /// How many there are of each kind, by its name: "W_TRUNCATED no_terminal".
  std::map<std::string, std::uint64_t> counts() const;
  /// Writes one row for each finding, its `right` left empty, kind by kind, each in the order of
  /// its hashes: whoever stops early has answered a fair sample, too. CSV where the name ends in
  /// .csv, else JSON Lines. E_OUTPUT where the file is there already.
  Status write(io::Disk& disk, const std::string& path) const;

 private:
  std::uint64_t most_;
  std::map<std::string, std::map<std::uint64_t, json::Dom>> kinds_;  ///< Rows by hash.
};

struct FindingLabels {
  std::map<std::string, KindAnswers> kinds;  ///< By name.
  std::uint64_t open = 0;                    ///< Rows whose `right` is empty.
};

/// Adds what such a file says, in any container. `right` holds true, yes, y, right or 1, or false,
/// no, n, wrong or 0. E_LABELS names the first row that holds anything else or no finding that
/// takes points.
Status read_finding_labels(io::Disk& disk, const std::string& path, FindingLabels& out);

}  // namespace bmo::app
