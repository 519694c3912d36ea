// Scores how clear an instruction is.
#include "bmo/scores/scores.hpp"

namespace bmo::scores {
namespace {

struct Clarity {
  static constexpr ScoreCard card{
      .id = "clarity",
      .title = "Does the instruction say what is wanted, with all that is needed for it?",
      .why =
          "Missing inputs, instructions of a word or two and texts without a task take points. "
          "It is judged for pairs of one question alone, by English words.",
  };

  double value(const Losses& losses, std::size_t row) const {
    return component_score(losses, row, Component::kClarity);
  }
};

}  // namespace

const ScoreEntry& clarity() {
  return entry<Clarity>();
}

}  // namespace bmo::scores
