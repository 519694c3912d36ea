// Pass one, file by file: what an index holds is read from there, the rest is read anew and stored.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "bmo/pipeline/blocks.hpp"
#include "bmo/pipeline/first_pass.hpp"
#include "bmo/pipeline/print_index.hpp"
#include "bmo/pipeline/scan.hpp"

namespace bmo::pipeline {

struct IndexedPass {
  io::Disk& disk;
  const Recipe& recipe;
  const std::vector<Fingerprint>& files;  ///< Of the inputs, in their order.
  /// Reads one file through pass one, its records numbered from 1; pairs whose source is the file
  /// have none.
  std::function<Status(std::size_t file, const std::function<Status(Item&)>& consume)> scan;
  std::vector<std::string>& notes;
};

/// Fills `keys` and `prints` as pass one over all files would. A process that dies has stored the
/// files that it finished; the next one goes on behind them.
Status run_indexed_pass(PrintIndex& index, const IndexedPass& pass, KeysWriter& keys,
                        PrintsWriter& prints);

}  // namespace bmo::pipeline
