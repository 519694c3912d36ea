// Finds instructions that speak of a text which is not there.
#include "bmo/base/text.hpp"
#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/inputs.hpp"
#include "bmo/checks/kit/walk.hpp"

namespace bmo::checks {
namespace {

constexpr Fault kFaults[] = {{"missing_input", 20}, {"weak_missing_input", 6}};

struct MissingInput {
  static constexpr CheckCard card{
      .id = "missing_input",
      .code = "W_MISSING_INPUT",
      .title = "The instruction speaks of an input that is missing",
      .why =
          "It says `the following text`, `this list` or the like, and neither an input nor a "
          "text behind it is there. The answer is then made up, and the model learns to make "
          "things up.",
      .fix = "Add the input, or remove the record.",
      .severity = Severity::kWarning,
      .family = Family::kContent,
      .component = Component::kClarity,
      .faults = kFaults,
      .needs = facts::Need::kTexts,
      .good = R"({"instruction":"Rewrite the following sentence.","input":"Seven are prime.",)"
              R"("output":"Seven is prime."})",
      .bad = R"({"instruction":"Rewrite the following sentence.","output":"Seven is a prime )"
             R"(number."})",
  };

  void inspect(const Batch& batch, const facts::Facts& facts, FindingSink& sink) const {
    each_exchange(batch, facts, [&](const Exchange& exchange) {
      if (!exchange.is_single || exchange.pair->messages.size() != 2) return;
      const InputGap missing = judge_missing_input(exchange);
      if (!missing) return;
      sink.report(exchange.row, kFaults[missing.is_weak ? 1 : 0],
                  place_of(batch, exchange.row, exchange.instruction.index),
                  "found no text behind " + excerpt(missing.reference, 48));
    });
  }
};

}  // namespace

const CheckEntry& missing_input() {
  return entry<MissingInput>();
}

}  // namespace bmo::checks
