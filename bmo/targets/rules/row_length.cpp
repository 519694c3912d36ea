// Finds pairs that are longer than what the consumer trains on, by a rough count of tokens.
#include "bmo/base/text.hpp"
#include "bmo/targets/rules.hpp"

namespace bmo::targets::rules {
namespace {

constexpr std::uint64_t kBytesPerToken = 4;
constexpr std::uint64_t kBytesPerTurn = 20;  // Five tokens of the chat template.

struct RowLength {
  static constexpr RuleCard card{
      .id = "row_length",
      .code = "W_ROW_LENGTH",
      .title = "The pair is longer than what the consumer trains on",
      .why =
          "Beyond this length the consumer cuts or drops the row, mostly without a word. "
          "--tokenizer "
          "counts as the model does, --family estimates at the rates of a model family; without "
          "either the count is four bytes a token.",
      .fix =
          "Raise the length in the config where memory allows it, shorten the pair, or leave it "
          "out.",
      .good =
          R"({"messages":[{"role":"user","content":"Name a prime."},{"role":"assistant","content":"Seven."}]})",
      .bad =
          R"({"messages":[{"role":"user","content":"Name primes."},{"role":"assistant","content":")"
          R"(Seven, and then eleven, and then thirteen, and then seventeen, and then nineteen. )"
          R"(Then twenty-three, twenty-nine, thirty-one, thirty-seven, forty-one, forty-three, )"
          R"(forty-seven, fifty-three, fifty-nine, sixty-one, sixty-seven, seventy-one and so on."}]})",
  };

  static Breach judge(const Pair& pair, const Limits& limits) {
    if (limits.row_tokens == 0) return {};
    std::uint64_t bytes = 0;
    for (const Message& message : pair.messages)
      bytes += message.content.size() + message.tool_calls.size() + kBytesPerTurn;
    const std::uint64_t tokens = bytes / kBytesPerToken;
    if (tokens <= limits.row_tokens) return {};
    return {"found about " + format_count(tokens) + " tokens at four bytes each, the limit is " +
                format_count(limits.row_tokens),
            {}};
  }
};

}  // namespace

const RuleEntry& row_length() {
  return pair_rule<RowLength>();
}

}  // namespace bmo::targets::rules
