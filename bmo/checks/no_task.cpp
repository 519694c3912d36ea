// Finds instructions that ask for nothing.
#include "bmo/base/text.hpp"
#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/requests.hpp"
#include "bmo/checks/kit/walk.hpp"

namespace bmo::checks {
namespace {

struct NoTask {
  static constexpr CheckCard card{
      .id = "no_task",
      .code = "W_NO_TASK",
      .title = "The instruction holds no task",
      .why = "It is neither a question nor a request, so nothing says what the answer should do.",
      .fix = "Begin with what is to be done, or ask a question.",
      .severity = Severity::kWarning,
      .family = Family::kContent,
      .component = Component::kClarity,
      .points = 8,
      .needs = facts::Need::kTexts,
      .good = R"({"instruction":"Tell me what a prime is.","response":"A number with two divi)"
              R"(sors."})",
      .bad = R"({"instruction":"The prime numbers of the old school.","response":"Two, three)"
             R"( and five."})",
  };

  void inspect(const Batch& batch, const facts::Facts& facts, FindingSink& sink) const {
    each_exchange(batch, facts, [&](const Exchange& exchange) {
      const bool is_judged = exchange.is_single && exchange.pair->messages.size() == 2;
      if (!is_judged || exchange.asked_words.size() < 3 || holds_request(exchange)) return;
      sink.report(exchange.row, place_of(batch, exchange.row, exchange.instruction.index),
                  "found " + excerpt(exchange.asked, 48));
    });
  }
};

}  // namespace

const CheckEntry& no_task() {
  return entry<NoTask>();
}

}  // namespace bmo::checks
