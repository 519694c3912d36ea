// Reads the pairs of one side of a comparison: their keys first, then what a few of them say.
#pragma once
#include <string>
#include <unordered_map>
#include <vector>

#include "bmo/app/diff.hpp"
#include "bmo/pipeline/recipe.hpp"

namespace bmo::app {

/// One side, as it is read: sources found, and how.
struct DiffSource {
  std::vector<std::string> sources;
  const pipeline::Recipe& recipe;
  pipeline::Effort effort;
};

/// One row for each pair, in input order; at most four billion.
Result<std::vector<DiffRow>> read_rows(const DiffSource& source, const Session& session);

/// Texts of one pair, long ones cut.
struct DiffExcerpt {
  std::string id;
  DiffText text;
};

struct DiffDetails {
  std::vector<DiffSketch> sketches;                         ///< In the order of rows.
  std::unordered_map<std::uint32_t, DiffExcerpt> excerpts;  ///< By row.
};

/// Sketches the rows for which `sketch` is true, and takes texts of the rows in `shown`, ascending.
Result<DiffDetails> read_details(const DiffSource& source, const std::vector<bool>& sketch,
                                 const std::vector<std::uint32_t>& shown, const Session& session);

}  // namespace bmo::app
