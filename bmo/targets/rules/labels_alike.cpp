// Finds KTO sets whose labels are all the same.
#include <array>

#include "bmo/targets/rules.hpp"

namespace bmo::targets::rules {
namespace {

constexpr std::array<std::string_view, 1> kLayouts{"kto"};

struct LabelsAlike {
  static constexpr RuleCard card{
      .id = "labels_alike",
      .code = "W_LABELS_ALIKE",
      .title = "All labels of the set are the same",
      .why =
          "KTO learns from wanted and unwanted answers against each other. With one kind alone "
          "the loss has nothing to push against, and trainers say nothing about it.",
      .fix = "Add records with the other label, or train on the wanted answers as messages.",
      .layouts = kLayouts,
  };

  static Breach judge_set(const SetFacts& facts, const Limits& /*limits*/) {
    const std::uint64_t labels = facts.good_labels + facts.bad_labels;
    if (labels < 2 || (facts.good_labels != 0 && facts.bad_labels != 0)) return {};
    return {"found " + std::to_string(labels) + " labels, all " +
                (facts.good_labels != 0 ? "true" : "false"),
            "label"};
  }
};

}  // namespace

const RuleEntry& labels_alike() {
  return set_rule<LabelsAlike>();
}

}  // namespace bmo::targets::rules
