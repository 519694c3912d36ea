// Reads finished files back through another decoder than the one that wrote them, and compares what
// their rows add up to with what was meant.
#pragma once
#include <string>
#include <vector>

#include "bmo/pipeline/publish.hpp"
#include "bmo/pipeline/run.hpp"
#include "bmo/pipeline/streams.hpp"

namespace bmo::pipeline {

/// One file that has a proof to stand.
struct ProofTask {
  std::string path;  ///< As the disk knows it.
  const StreamCard* card = nullptr;
  std::uint64_t bytes = 0;
  bool by_others = false;  ///< See table::ProofFile.
};

/// What each file's rows add up to as a second decoder reads them, in the order of `tasks`; files,
/// and ranges of files, are read on `threads` threads (0: all cores).
Result<std::vector<table::RowSum>> read_again(const RunContext& context,
                                              const std::vector<ProofTask>& tasks,
                                              unsigned threads);

/// E_PROOF (exit 70) where a file with a proof does not read back as it was meant.
Status prove(const RunContext& context, const std::string& out,
             const std::vector<StreamPlan>& streams, const std::vector<ExportedFile>& files,
             unsigned threads);

/// A file that does not read back as its manifest says.
struct Disproof {
  std::string path;  ///< Below the export folder.
  std::string what;
};

/// Does the proofs of a finished export again, from its manifest alone and by decoders of others
/// where there are any.
Result<std::vector<Disproof>> prove_again(const RunContext& context, const std::string& out,
                                          const json::Dom& manifest);

}  // namespace bmo::pipeline
