// Finds sets whose responses do not belong to their instructions.
#include <string>

#include "bmo/checks/kit/coherence.hpp"
#include "bmo/checks/set_checks.hpp"
#include "bmo/embed/table.hpp"

namespace bmo::checks::sets {
namespace {

struct Incoherent {
  inline static const CheckCard& card = Coherence::card();

  void add(const Batch& batch) { sample.add(batch); }
  void merge(const Incoherent& other) { sample.merge(other.sample); }

  /// Says nothing where the self-test switched the judge off: `Coherence::trial` has the reason.
  std::vector<SetFinding> judge() const {
    const auto encoder = embed::builtin_table();
    if (!encoder) return {};
    const Result<Coherence> coherence = Coherence::prepare(sample, **encoder);
    if (!coherence || !coherence->is_on()) return {};
    const CoherenceTrial& trial = coherence->trial();
    // Below this share it is the false alarms that a sound set has.
    if (trial.false_alarms < 0.03) return {};
    return {{.rows = trial.incoherent,
             .of = trial.judged,
             .detail = std::to_string(trial.incoherent) + " of " + std::to_string(trial.judged) +
                       " sampled responses fit their instruction no better than others do"}};
  }

  CoherenceSample sample;
};

}  // namespace

const SetCheckEntry& incoherent() {
  static const SetCheckEntry kEntry{&Coherence::card(), +[]() -> std::unique_ptr<SetState> {
                                      return std::make_unique<StateOf<Incoherent>>();
                                    }};
  return kEntry;
}

}  // namespace bmo::checks::sets
