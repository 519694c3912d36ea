// Finds inputs that only point at something that a model does not see.
#include "bmo/base/text.hpp"
#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/inputs.hpp"
#include "bmo/checks/kit/walk.hpp"

namespace bmo::checks {
namespace {

struct UrlOnlyInput {
  static constexpr CheckCard card{
      .id = "url_only_input",
      .code = "W_URL_ONLY_INPUT",
      .title = "The input is only an address or a file name",
      .why =
          "A model in training sees the address and not what stands there, so it learns to make "
          "up the content.",
      .fix = "Put the text itself into the input.",
      .severity = Severity::kWarning,
      .family = Family::kContent,
      .component = Component::kClarity,
      .points = 6,
      .needs = facts::Need::kTexts,
      .good = R"({"instruction":"Shorten this text.","input":"Seven is a prime, as we know.",)"
              R"("output":"Seven is a prime."})",
      .bad = R"({"instruction":"Summarize this page.","input":"https://example.org/primes",")"
             R"(output":"It is about primes."})",
  };

  void inspect(const Batch& batch, const facts::Facts& facts, FindingSink& sink) const {
    each_exchange(batch, facts, [&](const Exchange& exchange) {
      if (!is_only_reference(exchange.input)) return;
      sink.report(exchange.row, place_of(batch, exchange.row, exchange.instruction.index),
                  "found the input " + excerpt(exchange.input, 48));
    });
  }
};

}  // namespace

const CheckEntry& url_only_input() {
  return entry<UrlOnlyInput>();
}

}  // namespace bmo::checks
