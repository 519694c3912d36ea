// Finds instructions of a word or two that ask for nothing.
#include "bmo/base/text.hpp"
#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/requests.hpp"
#include "bmo/checks/kit/walk.hpp"

namespace bmo::checks {
namespace {

/// Sums, addresses and code are short without being unclear.
bool is_plain_words(std::string_view text) {
  return text.find_first_of("=+*/<>{}()[]|\\@#0123456789") == std::string_view::npos;
}

struct InstructionShort {
  static constexpr CheckCard card{
      .id = "instruction_short",
      .code = "W_INSTRUCTION_SHORT",
      .title = "The instruction is a word or two",
      .why =
          "Such an instruction says too little to learn from what is wanted: the answer could be "
          "to anything.",
      .fix = "Write out what is asked for.",
      .severity = Severity::kWarning,
      .family = Family::kContent,
      .component = Component::kClarity,
      .points = 15,
      .needs = facts::Need::kTexts,
      .good = R"({"instruction":"Name a prime.","response":"Seven."})",
      .bad = R"({"instruction":"Prime?","response":"Seven."})",
  };

  void inspect(const Batch& batch, const facts::Facts& facts, FindingSink& sink) const {
    each_exchange(batch, facts, [&](const Exchange& exchange) {
      const WordSpan asked = exchange.asked_words;
      if (!exchange.is_single || exchange.asked.empty() || asked.size() >= 3) return;
      // "Say hello." is short and clear.
      if (asked.size() == 2 && holds_request(exchange)) return;
      if (!exchange.input.empty() || !is_plain_words(exchange.asked)) return;
      sink.report(exchange.row, place_of(batch, exchange.row, exchange.instruction.index),
                  "found " + excerpt(exchange.asked, 40));
    });
  }
};

}  // namespace

const CheckEntry& instruction_short() {
  return entry<InstructionShort>();
}

}  // namespace bmo::checks
