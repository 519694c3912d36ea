// Pass one, file by file: what an index holds is read from there, the rest is read anew and stored.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "bmo/pipeline/blocks.hpp"
#include "bmo/pipeline/first_pass.hpp"
#include "bmo/pipeline/print_index.hpp"
#include "bmo/pipeline/scan.hpp"

namespace bmo::pipeline {

/// Leaves `out` empty where there is no folder, where it cannot serve the recipe, or where another
/// process has it open, which is noted.
void open_index(io::Disk& disk, const std::string& folder, const Recipe& recipe, bool durable,
                std::vector<std::string>& notes, std::optional<PrintIndex>& out);

struct IndexedPass {
  io::Disk& disk;
  const Recipe& recipe;
  const std::vector<Fingerprint>& files;  ///< Of the inputs, in their order.
  /// Reads one file through pass one, its records numbered from 1; pairs whose source is the file
  /// have none.
  std::function<Status(std::size_t file, const std::function<Status(Item&)>& consume)> scan;
  std::vector<std::string>& notes;
};

/// Fills `keys` as pass one over all files would, and says where the fingerprints of each file lie,
/// which is as long as the index is open. A process that dies has stored the files that it
/// finished; the next one goes on behind them.
Result<PrintParts> run_indexed_pass(PrintIndex& index, const IndexedPass& pass, KeysWriter& keys);

}  // namespace bmo::pipeline
