// Describes an output's files and fields in Croissant 1.0, for tools that read data sets by it.
#pragma once
#include <string>
#include <vector>

#include "bmo/pipeline/card.hpp"
#include "bmo/pipeline/recipe.hpp"

namespace bmo::pipeline {

/// A data file as it lies in the export.
struct DescribedFile {
  std::string path;  ///< Below the output's folder.
  std::string sha256;
  std::uint64_t bytes = 0;
};

/// The description as JSON-LD, to lie in `.bmo/` of the output's folder; "" for containers that
/// Croissant has no reader for. Each file is one record set, named as the file: the format joins
/// files alone that stand in an archive. Lists inside lists and structs inside structs are left
/// out. Source: the Croissant format specification 1.0 (MLCommons).
std::string croissant(const Recipe& recipe, const OutputSpec& spec,
                      const std::vector<SplitFiles>& splits,
                      const std::vector<DescribedFile>& files, const SetSums& sums);

}  // namespace bmo::pipeline
