// Finds answers that only repeat the instruction.
#include <algorithm>

#include "bmo/base/text.hpp"
#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/tasks.hpp"
#include "bmo/checks/kit/walk.hpp"

namespace bmo::checks {
namespace {

bool are_equal(WordSpan a, WordSpan b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Word& x, const Word& y) { return x.key == y.key; });
}

/// The words once or twice, behind at most four others ("You asked: ...").
bool is_repeated(WordSpan response, WordSpan asked) {
  if (asked.empty() || response.size() < asked.size()) return false;
  const std::size_t more = response.size() - asked.size();
  if (more == asked.size() && asked.size() >= 3 && are_equal(response.first(asked.size()), asked)) {
    return are_equal(response.subspan(asked.size()), asked);
  }
  const std::size_t frame = asked.size() >= 5 ? 4 : 0;
  return more <= frame && are_equal(response.subspan(more), asked);
}

/// What is the same as the instruction, in words; empty: nothing.
std::string_view repeated_part(const Exchange& exchange) {
  const WordSpan response = exchange.response.words;
  if (is_repeated(response, exchange.asked_words)) return "the instruction";
  if (exchange.input.empty()) return {};
  if (is_repeated(response, exchange.instruction.words)) return "the instruction and its input";
  // What the task is can be told from English words alone.
  const bool is_ascii = std::all_of(exchange.asked.begin(), exchange.asked.end(),
                                    [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  const bool may_be =
      !is_ascii || may_keep_input(exchange.asked_words) || exchange.input_words.size() < 5;
  // Other marks or lines may be what was asked for.
  const bool is_same = trim_ascii(exchange.response.text) == trim_ascii(exchange.input);
  if (!may_be && is_same) return "the input";
  return {};
}

struct Echo {
  static constexpr CheckCard card{
      .id = "echo",
      .code = "W_ECHO",
      .title = "The response repeats the instruction",
      .why = "Nothing is answered, and the model learns to say back what it was told.",
      .fix = "Write the answer, or remove the record.",
      .severity = Severity::kWarning,
      .family = Family::kContent,
      .component = Component::kCoherence,
      .points = 40,
      .needs = facts::Need::kTexts,
      .good = R"({"instruction":"Name a prime number.","response":"A prime number is seven."})",
      .bad = R"({"instruction":"Name a prime number.","response":"Name a prime number."})",
  };

  void inspect(const Batch& batch, const facts::Facts& facts, FindingSink& sink) const {
    each_exchange(batch, facts, [&](const Exchange& exchange) {
      const std::string_view part = repeated_part(exchange);
      if (part.empty()) return;
      sink.report(exchange.row, place_of(batch, exchange.row, exchange.response.index),
                  "found the words of " + std::string(part));
    });
  }
};

}  // namespace

const CheckEntry& echo() {
  return entry<Echo>();
}

}  // namespace bmo::checks
