// Finds responses that hold no word at all.
#include "bmo/base/text.hpp"
#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/walk.hpp"

namespace bmo::checks {
namespace {

/// Punctuation of some kind; sums, emoji and program text may be answers.
bool is_only_signs(std::string_view text) {
  return text.find_first_not_of(" \t\r\n-_.,;:!?*#~/|'\"`()[]{}<>") == std::string_view::npos;
}

struct NoWords {
  static constexpr CheckCard card{
      .id = "no_words",
      .code = "W_NO_WORDS",
      .title = "The response holds no word",
      .why =
          "It consists of signs alone: dashes, dots, an emoji. A model learns to answer with "
          "them.",
      .fix = "Write the answer, or remove the record.",
      .severity = Severity::kWarning,
      .family = Family::kContent,
      .component = Component::kCompleteness,
      .points = 60,
      .needs = facts::Need::kTexts,
      .good = R"({"instruction":"Name a prime.","response":"7"})",
      .bad = R"({"instruction":"Name a prime.","response":"---"})",
  };

  void inspect(const Batch& batch, const facts::Facts& facts, FindingSink& sink) const {
    each_exchange(batch, facts, [&](const Exchange& exchange) {
      const TextView& response = exchange.response;
      if (!response.words.empty() || !is_only_signs(response.text)) return;
      sink.report(exchange.row, place_of(batch, exchange.row, exchange.response.index),
                  "found only " + excerpt(response.text, 24));
    });
  }
};

}  // namespace

const CheckEntry& no_words() {
  return entry<NoWords>();
}

}  // namespace bmo::checks
