// Finds sets whose answers, or whose dates in metadata, are all ISO dates.
#include "bmo/base/text.hpp"
#include "bmo/targets/rules.hpp"

namespace bmo::targets::rules {
namespace {

struct DatesAlike {
  static constexpr RuleCard card{
      .id = "dates_alike",
      .code = "W_DATES_ALIKE",
      .title = "The texts of a column are all dates",
      .why =
          "The datasets library guesses the types of JSON lines. A column of which every text is "
          "an ISO date becomes a column of times: 2026-01-02 comes back as 2026-01-02 00:00:00, a "
          "time zone is folded into UTC, and no data card prevents it. For trainers, times in "
          "metadata are written with a fraction of a second, which keeps them as they are; a date "
          "without a time of day has no place for one. Plain JSON keeps every text as it is.",
      .fix =
          "Export with --to parquet, which carries types, or let the answers say more than a date; "
          "dates in metadata stay out of the rows with --metadata sidecar.",
  };

  static Breach judge_set(const SetFacts& facts, const Limits& /*limits*/) {
    const std::uint64_t rows = facts.train_rows + facts.validation_rows + facts.test_rows;
    if (rows == 0) return {};
    if (facts.dated_texts == rows) {
      return {"found " + format_count(rows) + " rows, all of which answer with a date", {}};
    }
    if (facts.dated_metadata == rows) {
      return {"found " + format_count(rows) +
                  " rows, all of which have a date in metadata that is taken for a time",
              "metadata.created_at"};
    }
    return {};
  }
};

}  // namespace

const RuleEntry& dates_alike() {
  return set_rule<DatesAlike>();
}

}  // namespace bmo::targets::rules
