// Finds responses whose last list item says nothing.
#include "bmo/base/text.hpp"
#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/walk.hpp"
#include "bmo/facts/ending_marks.hpp"
#include "bmo/facts/list_lines.hpp"

namespace bmo::checks {
namespace {

struct EmptyItem {
  static constexpr CheckCard card{
      .id = "empty_item",
      .code = "W_EMPTY_ITEM",
      .title = "The last list item is empty",
      .why = "The mark of an item stands there without a text, as a token limit leaves it.",
      .fix = "Generate the response again with a higher max_tokens, or remove the empty item.",
      .severity = Severity::kWarning,
      .family = Family::kContent,
      .component = Component::kCompleteness,
      .points = 15,
      .needs = facts::Need::kTexts,
      .good =
          R"({"instruction":"Name some primes.","response":"Some primes are:\n- two\n- three"})",
      .bad = R"({"instruction":"Name some primes.","response":"Some primes are:\n- two\n- three\n)"
             R"(-"})",
  };

  void inspect(const Batch& batch, const facts::Facts& facts, FindingSink& sink) const {
    each_exchange(batch, facts, [&](const Exchange& exchange) {
      if (exchange.response.words.size() < 4) return;
      const std::string_view line = facts::last_line(exchange.response.text);
      const facts::ListLine item = facts::read_list_line(line);
      if (!item.is_item || !item.text.empty() || line.starts_with('#')) return;
      sink.report(exchange.row, place_of(batch, exchange.row, exchange.response.index),
                  "ends with the mark " + excerpt(line, 16));
    });
  }
};

}  // namespace

const CheckEntry& empty_item() {
  return entry<EmptyItem>();
}

}  // namespace bmo::checks
