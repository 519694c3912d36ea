// Finds answers in which a blank was never filled in.
#include "bmo/base/text.hpp"
#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/blanks.hpp"
#include "bmo/checks/kit/tasks.hpp"
#include "bmo/checks/kit/walk.hpp"

namespace bmo::checks {
namespace {

constexpr Fault kFaults[] = {{"placeholder", 25}, {"weak_placeholder", 16}};

struct Placeholder {
  static constexpr CheckCard card{
      .id = "placeholder",
      .code = "W_PLACEHOLDER",
      .title = "The response holds a placeholder",
      .why =
          "A mark stands where a name or a value belongs: `{{name}}`, `TBD`, `[Your Name]`. "
          "Marks of the last kind are left alone where the instruction asks for a letter, a form "
          "or a template.",
      .fix = "Fill it in, or remove the record.",
      .severity = Severity::kWarning,
      .family = Family::kContent,
      .component = Component::kHygiene,
      .faults = kFaults,
      .needs = facts::Need::kTexts,
      .good = R"({"instruction":"Write a letter.","response":"Dear [Name], seven is a prime.")"
              R"(})",
      .bad = R"({"instruction":"Name a prime.","response":"The prime is {{number}}."})",
  };

  void inspect(const Batch& batch, const facts::Facts& facts, FindingSink& sink) const {
    each_exchange(batch, facts, [&](const Exchange& exchange) {
      const Blank blank = find_blank(exchange);
      if (!blank) return;
      if (!blank.is_strong && asks_for_template(exchange.instruction.words)) return;
      sink.report(exchange.row, kFaults[blank.is_strong ? 0 : 1],
                  place_of(batch, exchange.row, exchange.response.index),
                  "found " + excerpt(blank.text, 40));
    });
  }
};

}  // namespace

const CheckEntry& placeholder() {
  return entry<Placeholder>();
}

}  // namespace bmo::checks
