// Finds splits of several files, for consumers whose job takes one.
#include "bmo/base/text.hpp"
#include "bmo/targets/rules.hpp"

namespace bmo::targets::rules {
namespace {

struct SeveralFiles {
  static constexpr RuleCard card{
      .id = "several_files",
      .code = "W_SEVERAL_FILES",
      .title = "A split is several files and a job takes one",
      .why =
          "The file was cut where the consumer's limit for one file ends; what is in the further "
          "files is not trained on by the first job.",
      .fix =
          "Start a further job for each file, from the model of the one before, or export fewer "
          "pairs with --sample.",
  };

  static Breach judge_set(const SetFacts& facts, const Limits& /*limits*/) {
    if (facts.most_files < 2) return {};
    return {"found " + format_count(facts.most_files) + " files in one split", {}};
  }
};

}  // namespace

const RuleEntry& several_files() {
  return set_rule<SeveralFiles>();
}

}  // namespace bmo::targets::rules
