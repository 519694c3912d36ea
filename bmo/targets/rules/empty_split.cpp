// Finds splits that were asked for and got no row.
#include "bmo/targets/rules.hpp"

namespace bmo::targets::rules {
namespace {

struct EmptySplit {
  static constexpr RuleCard card{
      .id = "empty_split",
      .code = "W_EMPTY_SPLIT",
      .title = "A split that was asked for is empty",
      .why =
          "Loaders crash on a file without rows, so none is written: the trainer will not find "
          "that split.",
      .fix = "Give the split a larger share, or leave it out of --split.",
  };

  static Breach judge_set(const SetFacts& facts, const Limits& /*limits*/) {
    if (facts.train_rows == 0) return {};
    if (facts.wants_validation && facts.validation_rows == 0) {
      return {"the validation split got no row", {}};
    }
    if (facts.wants_test && facts.test_rows == 0) return {"the test split got no row", {}};
    return {};
  }
};

}  // namespace

const RuleEntry& empty_split() {
  return set_rule<EmptySplit>();
}

}  // namespace bmo::targets::rules
