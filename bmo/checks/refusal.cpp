// Finds answers that refuse to answer.
#include "bmo/base/text.hpp"
#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/refusals.hpp"
#include "bmo/checks/kit/walk.hpp"

namespace bmo::checks {
namespace {

constexpr Fault kFaults[] = {{"refusal", 30}, {"weak_refusal", 6}};

struct Refusal {
  static constexpr CheckCard card{
      .id = "refusal",
      .code = "W_REFUSAL",
      .title = "The response refuses the task",
      .why =
          "The answer begins by saying that it cannot be given. A few of these teach caution; "
          "many teach a model to refuse what it could do.",
      .fix = "Answer, remove the record, or keep a small share of refusals on purpose.",
      .severity = Severity::kWarning,
      .family = Family::kContent,
      .component = Component::kCompleteness,
      .faults = kFaults,
      .needs = facts::Need::kTexts,
      .good = R"({"instruction":"Name a prime.","response":"Seven. I cannot name all of them.)"
              R"("})",
      .bad = R"({"instruction":"Name a prime.","response":"I'm sorry, but I cannot help with)"
             R"( that."})",
  };

  void inspect(const Batch& batch, const facts::Facts& facts, FindingSink& sink) const {
    each_exchange(batch, facts, [&](const Exchange& exchange) {
      const Refused refusal = judge_refusal(exchange);
      if (refusal == Refused::kNone) return;
      sink.report(exchange.row, kFaults[refusal == Refused::kStrong ? 0 : 1],
                  place_of(batch, exchange.row, exchange.response.index),
                  "begins with " + excerpt(exchange.response.text, 60));
    });
  }
};

}  // namespace

const CheckEntry& refusal() {
  return entry<Refusal>();
}

}  // namespace bmo::checks
