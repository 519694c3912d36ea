// Finds answers that only ask for more.
#include "bmo/base/text.hpp"
#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/refusals.hpp"
#include "bmo/checks/kit/walk.hpp"

namespace bmo::checks {
namespace {

constexpr Fault kFaults[] = {{"ask_back", 30}, {"weak_ask_back", 6}};

struct AskBack {
  static constexpr CheckCard card{
      .id = "ask_back",
      .code = "W_ASK_BACK",
      .title = "The response only asks for more material",
      .why =
          "The whole answer is a request to provide something. It fits a conversation that goes "
          "on, not a pair that ends here.",
      .fix = "Add the missing input and the answer to it, or remove the record.",
      .severity = Severity::kWarning,
      .family = Family::kContent,
      .component = Component::kCompleteness,
      .faults = kFaults,
      .needs = facts::Need::kTexts,
      .good = R"({"instruction":"How do I log in?","response":"Please provide your name and t)"
              R"(hen press the button. A page opens."})",
      .bad = R"({"instruction":"Translate it well for me.","response":"Please provide the te)"
             R"(xt that you want me to translate."})",
  };

  void inspect(const Batch& batch, const facts::Facts& facts, FindingSink& sink) const {
    each_exchange(batch, facts, [&](const Exchange& exchange) {
      const Refused asked = judge_ask_back(exchange);
      if (asked == Refused::kNone || judge_refusal(exchange) != Refused::kNone) return;
      sink.report(exchange.row, kFaults[asked == Refused::kStrong ? 0 : 1],
                  place_of(batch, exchange.row, exchange.response.index),
                  "found " + excerpt(exchange.response.text, 60));
    });
  }
};

}  // namespace

const CheckEntry& ask_back() {
  return entry<AskBack>();
}

}  // namespace bmo::checks
