// Scores whether a response belongs to its instruction.
#include "bmo/scores/scores.hpp"

namespace bmo::scores {
namespace {

struct Coherence {
  static constexpr ScoreCard card{
      .id = "coherence",
      .title = "Does the response answer this instruction?",
      .why =
          "Absent unless the coherence of the set was measured, or the response is a copy of the "
          "instruction.",
  };

  double value(const Losses& losses, std::size_t row) const {
    return component_score(losses, row, Component::kCoherence);
  }
};

}  // namespace

const ScoreEntry& coherence() {
  return entry<Coherence>();
}

}  // namespace bmo::scores
