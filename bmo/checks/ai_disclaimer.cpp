// Finds answers that call themselves the work of a language model.
#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/refusals.hpp"
#include "bmo/checks/kit/walk.hpp"

namespace bmo::checks {
namespace {

constexpr auto kDisclaimers = phrase_set({
    "as an ai",
    "as a language model",
    "as a large language model",
    "as an artificial intelligence",
    "i am a language model",
    "i'm a language model",
    "i am a large language model",
    "i'm a large language model",
    "as an llm",
    "i am just an ai",
    "i'm just an ai",
    "i am an ai language model",
    "i'm an ai language model",
});

/// Each of the phrases has one of these, which are met far less often than their first words.
constexpr auto kTelling = word_set({"ai", "language", "artificial", "llm"});

static_assert(kDisclaimers.each_has(kTelling));

struct AiDisclaimer {
  static constexpr CheckCard card{
      .id = "ai_disclaimer",
      .code = "W_AI_DISCLAIMER",
      .title = "The response speaks of itself as a language model",
      .why =
          "Your model will repeat it, in places where it is out of place or says the name of "
          "another product.",
      .fix = "Cut the sentence, unless the pair is about what the assistant is.",
      .severity = Severity::kWarning,
      .family = Family::kContent,
      .component = Component::kHygiene,
      .points = 8,
      .needs = facts::Need::kTexts,
      .words = kTelling.keys(),
      .good = R"({"instruction":"Name a prime.","response":"Seven is one."})",
      .bad = R"({"instruction":"Name a nice prime.","response":"Seven is nice, though as an )"
             R"(AI language model I have no taste."})",
  };

  void inspect(const Batch& batch, const facts::Facts& facts, FindingSink& sink) const {
    each_exchange(batch, facts, [&](const Exchange& exchange) {
      const TextView& response = exchange.response;
      const PhraseMatch found = kDisclaimers.find(response.words);
      if (!found || judge_refusal(exchange) != Refused::kNone) return;
      sink.report(exchange.row, place_of(batch, exchange.row, exchange.response.index),
                  "found it at byte " + std::to_string(response.words[found.at].begin));
    });
  }
};

}  // namespace

const CheckEntry& ai_disclaimer() {
  return entry<AiDisclaimer>();
}

}  // namespace bmo::checks
