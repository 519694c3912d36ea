// Finds inputs that only say that there is none.
#include "bmo/base/text.hpp"
#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/inputs.hpp"
#include "bmo/checks/kit/walk.hpp"

namespace bmo::checks {
namespace {

struct PseudoInput {
  static constexpr CheckCard card{
      .id = "pseudo_input",
      .code = "W_PSEUDO_INPUT",
      .title = "The input only says that there is no input",
      .why =
          "The field holds `No input`, `N/A` or the like as a text, which the model then reads "
          "as part of every question.",
      .fix = "Leave the field empty.",
      .severity = Severity::kWarning,
      .family = Family::kContent,
      .component = Component::kClarity,
      .points = 5,
      .needs = facts::Need::kTexts,
      .good = R"({"instruction":"Double the number.","input":"7","output":"14"})",
      .bad = R"({"instruction":"Name a prime.","input":"<no input>","output":"Seven."})",
  };

  void inspect(const Batch& batch, const facts::Facts& facts, FindingSink& sink) const {
    each_exchange(batch, facts, [&](const Exchange& exchange) {
      if (!says_no_input(exchange.input)) return;
      sink.report(exchange.row, place_of(batch, exchange.row, exchange.instruction.index),
                  "found the input " + excerpt(exchange.input, 32));
    });
  }
};

}  // namespace

const CheckEntry& pseudo_input() {
  return entry<PseudoInput>();
}

}  // namespace bmo::checks
