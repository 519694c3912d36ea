// Finds sets with more rows than a service takes.
#include "bmo/base/text.hpp"
#include "bmo/targets/rules.hpp"

namespace bmo::targets::rules {
namespace {

struct ManyRows {
  static constexpr RuleCard card{
      .id = "many_rows",
      .code = "E_MANY_ROWS",
      .title = "The training split has more rows than the service takes",
      .why = "The service counts the rows of a training set and refuses a job above its maximum.",
      .fix = "Export fewer pairs with --sample or --limit.",
  };

  static Breach judge_set(const SetFacts& facts, const Limits& limits) {
    if (limits.max_rows == 0 || facts.train_rows <= limits.max_rows) return {};
    return {"found " + format_count(facts.train_rows) + " training rows, the most is " +
                format_count(limits.max_rows),
            {}};
  }
};

}  // namespace

const RuleEntry& many_rows() {
  return set_rule<ManyRows>();
}

}  // namespace bmo::targets::rules
