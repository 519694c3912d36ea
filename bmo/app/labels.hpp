// Pairs of pairs that a person says "same" or "different" of, in a file made for that.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "bmo/app/dedup_answer.hpp"
#include "bmo/base/result.hpp"
#include "bmo/io/io.hpp"

namespace bmo::app {

/// Writes one row for each, its `same` left empty: CSV where the name ends in .csv, else JSON
/// Lines. E_OUTPUT where the file is there already.
Status write_labels(io::Disk& disk, const std::string& path,
                    const std::vector<LabelAnswer>& labels);

/// A row that was answered.
struct Label {
  std::string method;  ///< "near" or "semantic".
  double similarity = 0;
  bool is_same = false;
};

struct Labels {
  std::vector<Label> answered;
  std::uint64_t open = 0;  ///< Rows whose `same` is empty.
};

/// Reads such a file back, in any container. `same` holds true, yes, y, same or 1, or false, no, n,
/// different or 0. E_LABELS names the first row that holds anything else.
Result<Labels> read_labels(io::Disk& disk, const std::string& path);

}  // namespace bmo::app
