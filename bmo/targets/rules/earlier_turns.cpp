// Finds pairs of more than one exchange, for loaders that read the last one alone.
#include <array>

#include "bmo/targets/rules.hpp"

namespace bmo::targets::rules {
namespace {

constexpr std::array<std::string_view, 3> kLayouts{"alpaca", "prompt-completion", "input-output"};

struct EarlierTurns {
  static constexpr RuleCard card{
      .id = "earlier_turns",
      .code = "E_EARLIER_TURNS",
      .title = "The pair has earlier turns, which the loader does not read",
      .why =
          "The loader takes one instruction and one output; the turns before them are in a field "
          "that it never looks at, so that the model would learn to answer without what it answers "
          "to.",
      .fix =
          "Export such pairs in a layout of messages where the consumer has one, or to another "
          "target.",
      .layouts = kLayouts,
      .good =
          R"({"messages":[{"role":"user","content":"Name a prime."},{"role":"assistant","content":"Seven."}]})",
      .bad =
          R"({"messages":[{"role":"user","content":"Hello."},{"role":"assistant","content":"Hello."},{"role":"user","content":"Name a prime."},{"role":"assistant","content":"Seven."}]})",
  };

  static Breach judge(const Pair& pair, const Limits& /*limits*/) {
    std::size_t turns = pair.messages.size();
    if (turns != 0 && pair.messages.front().role == Role::kSystem) --turns;
    if (turns <= 2) return {};
    return {"found " + std::to_string(turns) + " turns, of which the last 2 would be read", {}};
  }
};

}  // namespace

const RuleEntry& earlier_turns() {
  return pair_rule<EarlierTurns>();
}

}  // namespace bmo::targets::rules
