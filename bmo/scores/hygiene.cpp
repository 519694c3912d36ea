// Scores how clean the texts of a pair are.
#include "bmo/scores/scores.hpp"

namespace bmo::scores {
namespace {

struct Hygiene {
  static constexpr ScoreCard card{
      .id = "hygiene",
      .title = "Are the texts free of what does not belong there?",
      .why =
          "Template marks, placeholders, garbled and hidden characters, loops, personal data and "
          "secrets take points.",
  };

  double value(const Losses& losses, std::size_t row) const {
    return component_score(losses, row, Component::kHygiene);
  }
};

}  // namespace

const ScoreEntry& hygiene() {
  return entry<Hygiene>();
}

}  // namespace bmo::scores
