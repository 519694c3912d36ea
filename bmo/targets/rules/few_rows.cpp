// Finds sets with fewer rows than a service starts a job for.
#include "bmo/base/text.hpp"
#include "bmo/targets/rules.hpp"

namespace bmo::targets::rules {
namespace {

struct FewRows {
  static constexpr RuleCard card{
      .id = "few_rows",
      .code = "E_FEW_ROWS",
      .title = "The training split has fewer rows than the service takes",
      .why =
          "The service counts the rows of the uploaded file and refuses a job below its minimum.",
      .fix = "Add pairs, give the training split a larger share, or loosen the gates.",
  };

  static Breach judge_set(const SetFacts& facts, const Limits& limits) {
    if (limits.min_rows == 0 || facts.train_rows >= limits.min_rows) return {};
    return {"found " + format_count(facts.train_rows) + " training rows, the least is " +
                format_count(limits.min_rows),
            {}};
  }
};

}  // namespace

const RuleEntry& few_rows() {
  return set_rule<FewRows>();
}

}  // namespace bmo::targets::rules
