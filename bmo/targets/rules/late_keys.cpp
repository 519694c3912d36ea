// Finds large JSON files whose rows have unlike keys.
#include "bmo/base/text.hpp"
#include "bmo/targets/rules.hpp"

namespace bmo::targets::rules {
namespace {

constexpr std::uint64_t kTypedBytes = std::uint64_t{10} << 20U;

struct LateKeys {
  static constexpr RuleCard card{
      .id = "late_keys",
      .code = "W_LATE_KEYS",
      .title = "Some rows have keys that others lack, in a file above 10 MiB",
      .why =
          "The datasets library takes the types of columns from the first 10 MiB of a JSON file "
          "and stops at a key that comes later.",
      .fix =
          "Remove names, ids and weights of messages where they mean nothing, or export pairs with "
          "tools and without them apart, with --where.",
  };

  static Breach judge_set(const SetFacts& facts, const Limits& /*limits*/) {
    const bool mixed = facts.rows_with_extras != 0 && facts.rows_with_extras < facts.train_rows;
    if (!mixed || facts.largest_file_bytes <= kTypedBytes) return {};
    return {"found " + format_count(facts.rows_with_extras) + " of " +
                format_count(facts.train_rows) + " rows with message keys that the others lack",
            {}};
  }
};

}  // namespace

const RuleEntry& late_keys() {
  return set_rule<LateKeys>();
}

}  // namespace bmo::targets::rules
