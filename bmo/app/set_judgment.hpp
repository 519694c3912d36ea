// Judges a set as a whole, by the checks of sets, while its batches go by.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bmo/app/export.hpp"
#include "bmo/app/findings_file.hpp"
#include "bmo/base/result.hpp"
#include "bmo/checks/set_checks.hpp"
#include "bmo/pipeline/scan.hpp"

namespace bmo::app {

/// Used by one thread. Memory: what the checks' states are bounded by, and a name for each input.
class SetJudgment {
 public:
  explicit SetJudgment(const std::vector<const checks::SetCheckEntry*>& checks);
  /// Batches come in input order; `file` is their input as asked for.
  void add(const pipeline::Item& item, const std::string& file);
  /// Adds a finding for each rule that is broken, at the first pair it is about, to `answer` and,
  /// where there is one, to `file`.
  Status finish(ExportAnswer& answer, FindingsFile* file) const;

 private:
  struct Part {
    const checks::SetCheckEntry* entry;
    std::unique_ptr<checks::SetState> state;
  };
  FindingExample example(const checks::CheckCard& card, const checks::SetFinding& finding) const;

  std::vector<Part> parts_;
  std::vector<std::pair<std::uint64_t, std::string>> inputs_;  ///< First record and file of each.
};

}  // namespace bmo::app
