// Finds long responses that end in three dots.
#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/walk.hpp"
#include "bmo/facts/ending_marks.hpp"

namespace bmo::checks {
namespace {

struct TrailingEllipsis {
  static constexpr CheckCard card{
      .id = "trailing_ellipsis",
      .code = "W_ELLIPSIS",
      .title = "The response ends in an ellipsis",
      .why = "Three dots at the end of a long answer often stand for what was left out.",
      .fix = "Complete the answer; leave a story that ends in suspense as it is.",
      .severity = Severity::kWarning,
      .family = Family::kContent,
      .component = Component::kCompleteness,
      .points = 10,
      .needs = facts::Need::kTexts,
      .good = R"({"instruction":"Name some primes.","response":"Two, three, five ..."})",
      .bad = R"({"instruction":"Name some primes.","response":"The first of them is two, then fol)"
             R"(low three and five and seven, which are odd as are all others, then eleven, )"
             R"(thirteen ..."})",
  };

  void inspect(const Batch& batch, const facts::Facts& facts, FindingSink& sink) const {
    each_exchange(batch, facts, [&](const Exchange& exchange) {
      if (exchange.response.words.size() <= 20) return;
      const std::string_view line = facts::last_line(exchange.response.text);
      if (!line.ends_with("...") && !line.ends_with("\xE2\x80\xA6")) return;
      sink.report(exchange.row, place_of(batch, exchange.row, exchange.response.index),
                  "ends in an ellipsis");
    });
  }
};

}  // namespace

const CheckEntry& trailing_ellipsis() {
  return entry<TrailingEllipsis>();
}

}  // namespace bmo::checks
