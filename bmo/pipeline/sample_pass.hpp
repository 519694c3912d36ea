// Prepares the judges of a set, of coherence and of ends: a pass over the input that takes a sample
// by hash.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bmo/checks/kit/coherence.hpp"
#include "bmo/checks/kit/ending_habits.hpp"
#include "bmo/pipeline/scan.hpp"

namespace bmo::pipeline {

/// Lives as long as a run: what `coherence` needs stays in place.
struct SetJudges {
  std::unique_ptr<embed::Encoder> encoder;
  std::optional<checks::Coherence> coherence;
  std::optional<checks::EndingHabits> endings;  ///< Absent: that check is not run.

  /// Why coherence is not judged; empty where it is.
  std::string note() const;

  /// Judges the exchanges of a batch; the checks have run, and `facts` are theirs. The rows whose
  /// coherence could be judged.
  Result<std::vector<std::uint32_t>> inspect(Batch& batch, const facts::Facts& facts) const;
};

/// Reads those records as the run will that the sample may take; the pairs of all others are not
/// there. `sample` is used as long as the worker lives.
std::unique_ptr<Worker> make_pair_reader(const Recipe& recipe, const formats::Mapping* mapping,
                                         const checks::CoherenceSample& sample);

Result<SetJudges> prepare_judges(const Recipe& recipe, const checks::CoherenceSample& sample);

}  // namespace bmo::pipeline
