// What happens to one batch between source and sink: read, check, gate, encode.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bmo/pipeline/decide.hpp"
#include "bmo/pipeline/sample_pass.hpp"
#include "bmo/pipeline/scan.hpp"
#include "bmo/pipeline/streams.hpp"

namespace bmo::pipeline {

/// The same for every worker of a run; outlives them.
struct PrepareContext {
  const Recipe& recipe;
  const formats::Mapping* mapping = nullptr;         ///< nullptr: layouts are recognised.
  std::vector<std::string> file_names;               ///< By input.
  std::vector<std::string> score_names;              ///< Imported scores that a filter may name.
  const std::vector<StreamPlan>* streams = nullptr;  ///< nullptr: pass one, nothing is encoded.
  const Decisions* decisions = nullptr;              ///< nullptr: none were needed.
  const Duplicates* duplicates = nullptr;            ///< nullptr: none were looked for.
  const SetJudges* judges = nullptr;                 ///< nullptr: nothing depends on the set.
  /// Of fingerprints; absent: what the recipe needs.
  std::optional<dedup::Fingerprinter::Detail> detail = {};
  /// Numbers of the records to read, ascending; nullptr: all. What else there is counts as
  /// quarantined.
  const std::vector<std::uint64_t>* only = nullptr;
  bool names_files = true;  ///< In fingerprints: a pair without a source is of its file.
  bool profiles = false;    ///< Fill Item::profiles ...
  const embed::Encoder* encoder = nullptr;  ///< ... and, with this, Item::directions.
};

/// Reads the filter expression once, so that a bad one is refused before anything is read.
Status check_filter(const PrepareContext& context);

std::unique_ptr<Worker> make_preparer(const PrepareContext& context);

}  // namespace bmo::pipeline
