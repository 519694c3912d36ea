// Finds answers in another language than their question.
#include <algorithm>

#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/tasks.hpp"
#include "bmo/checks/kit/walk.hpp"
#include "bmo/facts/language.hpp"

namespace bmo::checks {
namespace {

/// Names of people, towns and things are of no language: most of the words are capitalised.
bool is_list_of_names(const TextView& text) {
  const auto capitals = std::count_if(text.words.begin(), text.words.end(), [&](const Word& word) {
    return text.text[word.begin] >= 'A' && text.text[word.begin] <= 'Z';
  });
  return 2 * static_cast<std::size_t>(capitals) > text.words.size();
}

/// Of the question alone, whatever its input is in.
bool may_ask_in_foreign(const Exchange& exchange) {
  if (exchange.asked.size() == exchange.instruction.text.size())
    return exchange.instruction.may_be_foreign;
  return facts::may_be_foreign(exchange.asked, exchange.asked_words);
}

struct LanguageMismatch {
  static constexpr CheckCard card{
      .id = "language_mismatch",
      .code = "W_LANGUAGE",
      .title = "The response is in another language than the instruction",
      .why =
          "Nobody asked for it: no language is named and no translation. A model trained on such "
          "pairs changes its language at will.",
      .fix = "Translate the answer, or remove the record.",
      .severity = Severity::kWarning,
      .family = Family::kContent,
      .component = Component::kHygiene,
      .points = 20,
      .needs = facts::Need::kTexts,
      .good = R"({"instruction":"Why is seven a prime number, and nine not?","response":"Nine)"
              R"( can be divided by three, and seven by nothing but one and itself."})",
      .bad = R"({"instruction":"Why is seven a prime number, and nine not?","response":"Weil)"
             R"( sich die Neun durch drei teilen lässt, während die Sieben keine anderen Tei)"
             R"(ler hat als sich selbst."})",
  };

  void inspect(const Batch& batch, const facts::Facts& facts, FindingSink& sink) const {
    each_exchange(batch, facts, [&](const Exchange& exchange) {
      const TextView& response = exchange.response;
      if (response.words.size() < 8) return;
      // Most pairs are English on both sides.
      const bool is_foreign = response.may_be_foreign || may_ask_in_foreign(exchange);
      if (!is_foreign || is_list_of_names(response)) return;
      const std::string_view answered = facts::language_of(response.text, response.words);
      // Texts of both sides may hold code, names or quotations: only where all is sure.
      if (answered.empty() || is_about_code(exchange.asked_words)) return;
      const std::string_view asked = facts::language_of(exchange.asked, exchange.asked_words);
      if (asked.empty() || asked == answered || asks_for_translation(exchange.instruction.words))
        return;
      const bool is_of_input = !exchange.input.empty() &&
                               facts::language_of(exchange.input, exchange.input_words) == answered;
      if (is_of_input) return;
      sink.report(exchange.row, place_of(batch, exchange.row, exchange.response.index),
                  "asked in " + std::string(asked) + ", answered in " + std::string(answered));
    });
  }
};

}  // namespace

const CheckEntry& language_mismatch() {
  return entry<LanguageMismatch>();
}

}  // namespace bmo::checks
