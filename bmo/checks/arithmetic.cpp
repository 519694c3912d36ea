// Works out the sums in a text again.
#include "bmo/base/text.hpp"
#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/sums.hpp"
#include "bmo/checks/kit/walk.hpp"

namespace bmo::checks {
namespace {

struct Arithmetic {
  static constexpr CheckCard card{
      .id = "arithmetic",
      .code = "N_ARITHMETIC",
      .title = "A sum in the response is wrong",
      .why =
          "A statement such as `2 + 3 = 6` does not hold, within half a unit of its last digit "
          "or one per cent. The answer may be wrong as a whole.",
      .fix = "Correct the sum and what follows from it.",
      .severity = Severity::kNote,
      .family = Family::kContent,
      .component = Component::kNone,
      .needs = facts::Need::kTexts,
      .good = R"({"instruction":"Add 2 and 3.","response":"2 + 3 = 5, and 10 / 3 = 3.33."})",
      .bad = R"({"instruction":"Add 2 and 3.","response":"2 + 3 = 6."})",
  };

  void inspect(const Batch& batch, const facts::Facts& facts, FindingSink& sink) const {
    each_exchange(batch, facts, [&](const Exchange& exchange) {
      const TextView& response = exchange.response;
      if ((response.bytes & facts::kEqualsByte) == 0) return;
      const std::string_view wrong = find_wrong_sum(response.text);
      if (wrong.empty()) return;
      sink.report(exchange.row, place_of(batch, exchange.row, exchange.response.index),
                  "found " + excerpt(wrong, 60));
    });
  }
};

}  // namespace

const CheckEntry& arithmetic() {
  return entry<Arithmetic>();
}

}  // namespace bmo::checks
