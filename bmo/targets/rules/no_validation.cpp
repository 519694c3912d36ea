// Finds sets without a validation split, for trainers that cannot start without one.
#include "bmo/targets/rules.hpp"

namespace bmo::targets::rules {
namespace {

struct NoValidation {
  static constexpr RuleCard card{
      .id = "no_validation",
      .code = "E_NO_VALIDATION",
      .title = "The set has no validation split, which the trainer needs",
      .why =
          "The trainer opens its validation file before the first step and stops where there is "
          "none.",
      .fix = "Add --split train=0.95,validation=0.05.",
  };

  static Breach judge_set(const SetFacts& facts, const Limits& /*limits*/) {
    if (facts.train_rows == 0 || facts.validation_rows != 0) return {};
    return {"found no validation row", {}};
  }
};

}  // namespace

const RuleEntry& no_validation() {
  return set_rule<NoValidation>();
}

}  // namespace bmo::targets::rules
