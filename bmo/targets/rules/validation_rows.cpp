// Finds validation splits with more rows than a service takes.
#include "bmo/base/text.hpp"
#include "bmo/targets/rules.hpp"

namespace bmo::targets::rules {
namespace {

struct ValidationRows {
  static constexpr RuleCard card{
      .id = "validation_rows",
      .code = "E_VALIDATION_ROWS",
      .title = "The validation split has more rows than the service takes",
      .why = "The service refuses a job whose validation set is above its maximum.",
      .fix = "Give --split a smaller share for validation.",
  };

  static Breach judge_set(const SetFacts& facts, const Limits& limits) {
    if (limits.max_validation_rows == 0 || facts.validation_rows <= limits.max_validation_rows) {
      return {};
    }
    return {"found " + format_count(facts.validation_rows) + " validation rows, the most is " +
                format_count(limits.max_validation_rows),
            {}};
  }
};

}  // namespace

const RuleEntry& validation_rows() {
  return set_rule<ValidationRows>();
}

}  // namespace bmo::targets::rules
