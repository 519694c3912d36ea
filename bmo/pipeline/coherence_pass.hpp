// Prepares the judge of coherence for a set: a pass over the input that takes a sample by hash.
#pragma once
#include <memory>
#include <optional>
#include <string>

#include "bmo/checks/kit/coherence.hpp"
#include "bmo/pipeline/scan.hpp"

namespace bmo::pipeline {

/// Lives as long as a run: what `judge` needs stays in place.
struct SetCoherence {
  std::unique_ptr<embed::Encoder> encoder;
  std::optional<checks::Coherence> judge;

  /// Can pairs of this set be judged?
  bool is_on() const { return judge && judge->is_on(); }
  /// Has it anything to say? See checks::Coherence.
  bool finds_any() const { return judge && judge->finds_any(); }
  /// Why they cannot; empty where they can.
  std::string off() const { return judge ? judge->trial().off : std::string(); }
};

/// Reads those records as the run will that the sample may take; the pairs of all others are not
/// there. `sample` is used as long as the worker lives.
std::unique_ptr<Worker> make_pair_reader(const Recipe& recipe, const formats::Mapping* mapping,
                                         const checks::CoherenceSample& sample);

Result<SetCoherence> prepare_coherence(const checks::CoherenceSample& sample);

}  // namespace bmo::pipeline
