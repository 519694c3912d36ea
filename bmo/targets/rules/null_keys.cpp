// Finds tables of messages with keys that no row, or not every row, has a value for.
#include <array>

#include "bmo/base/text.hpp"
#include "bmo/targets/rules.hpp"

namespace bmo::targets::rules {
namespace {

struct NullKeys {
  static constexpr RuleCard card{
      .id = "null_keys",
      .code = "N_NULL_KEYS",
      .title = "Messages of a table have keys whose value is null",
      .why =
          "A table has the same columns in every row: a message that calls no tool is read back "
          "with tool_calls: null. The chat templates of Llama 3.1, DeepSeek and gpt-oss ask "
          "whether "
          "the key is there, not whether it holds anything, and stop.",
      .fix =
          "Where no message uses tools: the layout role-content (--to parquet:role-content), whose "
          "messages have a role and a content alone. Where some do: JSON lines (--to trl), which "
          "leave the key out; or drop null keys before the chat template is applied.",
  };

  static Breach judge_set(const SetFacts& facts, const Limits& /*limits*/) {
    if (facts.null_keys == 0 || facts.train_rows == 0) return {};
    return {"found " + format_count(facts.null_keys) + " keys of messages that may be null, and " +
                format_count(facts.rows_with_calls) + " rows that call tools",
            "messages"};
  }
};

}  // namespace

const RuleEntry& null_keys() {
  return set_rule<NullKeys>();
}

}  // namespace bmo::targets::rules
