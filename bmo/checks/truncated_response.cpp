// Finds responses that were cut off before their end.
#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/shown_end.hpp"
#include "bmo/checks/kit/walk.hpp"
#include "bmo/facts/ending.hpp"

namespace bmo::checks {
namespace {

// In the order of facts::Ending, behind kWhole; the last is what EndingHabits finds.
constexpr Fault kFaults[] = {
    {"open_fence", 25},    {"json_unclosed", 25},       {"code_unbalanced", 20},
    {"dangling_word", 25}, {"dangling_punct", 20},      {"trailing_colon", 20},
    {"no_terminal", 16},   {"sibling_no_terminal", 12}, {"item_no_terminal", 8},
    {"unusual_end", 12},
};

struct TruncatedResponse {
  static constexpr CheckCard card{
      .id = "truncated_response",
      .code = "W_TRUNCATED",
      .title = "The response seems to be cut off",
      .why =
          "It ends in the middle of a sentence, a list, a code block or a JSON value. Most often "
          "a token limit stopped the model that wrote it; a model trained on such answers "
          "learns to stop early. A cut exactly at the end of a sentence is mostly not seen. Where "
          "pairs are scored, an end that cut answers of the set have on trial, and whole ones "
          "hardly ever, is a fault too (unusual_end): that one depends on the set.",
      .fix =
          "Generate the response again with a higher max_tokens, complete it, or remove the "
          "record.",
      .severity = Severity::kWarning,
      .family = Family::kContent,
      .component = Component::kCompleteness,
      .faults = kFaults,
      .good = R"({"instruction":"Name a prime.","response":"Seven is a prime, and so is eleven."})",
      .bad =
          R"({"instruction":"Name some primes.","response":"The first primes that one learns at )"
          R"(school are two, three, five, and the"})",
  };

  void inspect(const Batch& batch, const facts::Facts& /*facts*/, FindingSink& sink) const {
    each_pair(batch, [&](std::size_t row, const Pair& pair) {
      const Message* response = pair.response();
      if (response == nullptr || !response->tool_calls.empty()) return;
      const facts::Ending ending = facts::judge_ending(response->content);
      if (ending == facts::Ending::kWhole) return;
      sink.report(row, kFaults[static_cast<std::size_t>(ending) - 1],
                  place_of(batch, row, pair.messages.size() - 1),
                  std::string(facts::ending_text(ending)) + ": " + shown_end(response->content));
    });
  }
};

}  // namespace

const CheckEntry& truncated_response() {
  return entry<TruncatedResponse>();
}

}  // namespace bmo::checks
