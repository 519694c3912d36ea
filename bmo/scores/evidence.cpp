// Says how much of a pair was judged for its soundness.
#include "bmo/scores/scores.hpp"

namespace bmo::scores {
namespace {

struct Evidence {
  static constexpr ScoreCard card{
      .id = "evidence",
      .title = "What share of the soundness was evaluated?",
      .why =
          "The weight of the components that were evaluated, of all: what nobody looked at is "
          "not taken for sound.",
      .highest = 1,
  };

  double value(const Losses& losses, std::size_t row) const {
    double evaluated = 0;
    double all = 0;
    for (std::size_t i = 1; i < kNumComponents; ++i) {
      all += kCaps[i];
      if ((losses.evaluated[row] & bit_of(static_cast<Component>(i))) != 0) evaluated += kCaps[i];
    }
    return evaluated / all;
  }
};

}  // namespace

const ScoreEntry& evidence() {
  return entry<Evidence>();
}

}  // namespace bmo::scores
