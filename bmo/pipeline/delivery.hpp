// What a target has to say of a whole output: its rules for the set, and the files beside the data.
#pragma once
#include <cstdint>
#include <vector>

#include "bmo/pipeline/card.hpp"
#include "bmo/pipeline/recipe.hpp"
#include "bmo/pipeline/stream.hpp"
#include "bmo/pipeline/streams.hpp"
#include "bmo/pipeline/tally.hpp"

namespace bmo::pipeline {

/// How much a stream holds.
struct StreamSize {
  std::uint64_t rows = 0;
  std::uint64_t files = 0;
  std::uint64_t longest_file = 0;  ///< In bytes.
};

StreamSize size_of(const std::vector<Shard>& shards);
/// Before anything is written: what these bytes would be cut into.
StreamSize size_of(std::uint64_t rows, std::uint64_t bytes, std::uint64_t shard_bytes);

/// Adds a finding to `tally` for each rule of a whole set that an output breaks. `sizes` are those
/// of `streams`.
void judge_sets(const Recipe& recipe, const std::vector<StreamPlan>& streams,
                const std::vector<StreamSize>& sizes, Tally& tally);

/// Config and command of an output's target; none where it has no target or no rows.
std::vector<targets::BesideFile> files_beside(const Recipe& recipe, std::size_t output,
                                              const std::vector<SplitFiles>& splits);

}  // namespace bmo::pipeline
