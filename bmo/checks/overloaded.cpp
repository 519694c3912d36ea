// Finds instructions that ask many questions at once.
#include <algorithm>

#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/walk.hpp"

namespace bmo::checks {
namespace {

/// "???" is one question; "?" within an address or a pattern is none.
std::size_t count_questions(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = text.find('?'); at != std::string_view::npos; at = text.find('?', at + 1)) {
    const char next = at + 1 < text.size() ? text[at + 1] : ' ';
    if (next == ' ' || next == '\n' || next == '"' || next == '\r') ++count;
  }
  return count;
}

struct Overloaded {
  static constexpr CheckCard card{
      .id = "overloaded",
      .code = "W_OVERLOADED",
      .title = "The instruction asks four questions or more",
      .why = "An answer seldom meets all of them, and a model cannot tell which one it answered.",
      .fix = "Split the record into one for each question.",
      .severity = Severity::kWarning,
      .family = Family::kContent,
      .component = Component::kClarity,
      .points = 5,
      .needs = facts::Need::kTexts,
      .good = R"({"instruction":"Is seven a prime? Is nine?","response":"Seven is, nine is no)"
              R"(t."})",
      .bad = R"({"instruction":"Is two a prime? Is three a prime? Is four a prime? Is five a)"
             R"( prime?","response":"Two, three and five are."})",
  };

  void inspect(const Batch& batch, const facts::Facts& facts, FindingSink& sink) const {
    each_exchange(batch, facts, [&](const Exchange& exchange) {
      if (!exchange.is_single || (exchange.instruction.bytes & facts::kQuestionByte) == 0) return;
      const std::size_t questions = count_questions(exchange.asked);
      if (questions < 4) return;
      sink.report(exchange.row, place_of(batch, exchange.row, exchange.instruction.index),
                  "found " + std::to_string(questions) + " question marks");
    });
  }
};

}  // namespace

const CheckEntry& overloaded() {
  return entry<Overloaded>();
}

}  // namespace bmo::checks
