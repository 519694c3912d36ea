// Scores how complete a response is.
#include "bmo/scores/scores.hpp"

namespace bmo::scores {
namespace {

struct Completeness {
  static constexpr ScoreCard card{
      .id = "completeness",
      .title = "Does the response end where it should, and give what was asked for?",
      .why =
          "Refusals, stubs, cut ends and short lists take points. A cut exactly at the end of a "
          "sentence cannot be seen.",
  };

  double value(const Losses& losses, std::size_t row) const {
    return component_score(losses, row, Component::kCompleteness);
  }
};

}  // namespace

const ScoreEntry& completeness() {
  return entry<Completeness>();
}

}  // namespace bmo::scores
