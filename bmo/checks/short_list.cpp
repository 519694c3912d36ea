// Finds lists with fewer items than were asked for.
#include <algorithm>

#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/tasks.hpp"
#include "bmo/checks/kit/walk.hpp"
#include "bmo/facts/list_lines.hpp"

namespace bmo::checks {
namespace {

struct ShortList {
  static constexpr CheckCard card{
      .id = "short_list",
      .code = "W_SHORT_LIST",
      .title = "The list is shorter than was asked for",
      .why =
          "The instruction names a number of things and the list stops before it. The model "
          "learns not to count; often the answer was cut off.",
      .fix = "Add what is missing, or correct the number in the instruction.",
      .severity = Severity::kWarning,
      .family = Family::kContent,
      .component = Component::kCompleteness,
      .points = 15,
      .needs = facts::Need::kTexts,
      .good = R"({"instruction":"List three primes.","response":"1. Two\n2. Three\n3. Five"})",
      .bad = R"({"instruction":"List three primes.","response":"1. Two\n2. Three"})",
  };

  void inspect(const Batch& batch, const facts::Facts& facts, FindingSink& sink) const {
    each_exchange(batch, facts, [&](const Exchange& exchange) {
      const std::uint32_t asked = asked_count(exchange.asked_words, exchange.asked);
      if (asked == 0) return;
      const facts::ListCount found = facts::count_items(exchange.response.text);
      if (found.items < 2 || std::max(found.items, found.highest) >= asked) return;
      sink.report(exchange.row, place_of(batch, exchange.row, exchange.response.index),
                  "asked for " + std::to_string(asked) + ", found " + std::to_string(found.items));
    });
  }
};

}  // namespace

const CheckEntry& short_list() {
  return entry<ShortList>();
}

}  // namespace bmo::checks
