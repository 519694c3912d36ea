// Finds answers of a few words where a text was asked for.
#include "bmo/base/text.hpp"
#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/tasks.hpp"
#include "bmo/checks/kit/walk.hpp"

namespace bmo::checks {
namespace {

/// Sums and program text say much in few words: "6 + 7 = 13", "h2 { color: orange; }".
bool is_formula(std::string_view text) {
  return text.find(" = ") != std::string_view::npos || text.find('{') != std::string_view::npos ||
         text.starts_with("#!");
}

struct Stub {
  static constexpr CheckCard card{
      .id = "stub",
      .code = "W_STUB",
      .title = "The response is a stub",
      .why =
          "The instruction asks to write, explain or describe, and the answer has four words or "
          "fewer.",
      .fix = "Write the answer, or remove the record.",
      .severity = Severity::kWarning,
      .family = Family::kContent,
      .component = Component::kCompleteness,
      .points = 30,
      .needs = facts::Need::kTexts,
      .good = R"({"instruction":"Explain why seven is a prime.","response":"Only one and seve)"
              R"(n itself divide it."})",
      .bad = R"({"instruction":"Explain why seven is a prime.","response":"It is."})",
  };

  void inspect(const Batch& batch, const facts::Facts& facts, FindingSink& sink) const {
    each_exchange(batch, facts, [&](const Exchange& exchange) {
      const TextView& response = exchange.response;
      if (response.words.empty() || response.words.size() > 4 || !exchange.input.empty()) return;
      if (!asks_for_text(exchange.asked_words) || asks_for_little(exchange.asked_words)) return;
      if (is_formula(response.text)) return;
      sink.report(exchange.row, place_of(batch, exchange.row, exchange.response.index),
                  "found " + excerpt(response.text, 40));
    });
  }
};

}  // namespace

const CheckEntry& stub() {
  return entry<Stub>();
}

}  // namespace bmo::checks
