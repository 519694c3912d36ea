// Scores how free of defects a pair is.
#include "bmo/scores/scores.hpp"

namespace bmo::scores {
namespace {

struct Soundness {
  static constexpr ScoreCard card{
      .id = "soundness",
      .title = "How free of defects is the pair?",
      .why =
          "100 less the points of all findings, at most 40 each for coherence, completeness and "
          "hygiene and 30 for clarity. It counts defects and says nothing of how useful the pair "
          "is; read it with its evidence.",
  };

  double value(const Losses& losses, std::size_t row) const {
    return losses.evaluated[row] == 0 ? kAbsent : soundness_of(losses.points[row]);
  }
};

}  // namespace

const ScoreEntry& soundness() {
  return entry<Soundness>();
}

}  // namespace bmo::scores
