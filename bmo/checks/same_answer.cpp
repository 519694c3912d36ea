// Finds preference pairs whose better and worse answer are one and the same.
#include <algorithm>

#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/walk.hpp"

namespace bmo::checks {
namespace {

bool says_the_same(const Message& a, const Message& b) {
  return a.role == b.role && a.content == b.content && a.tool_calls == b.tool_calls;
}

/// The rejected answer may be several messages long: it is compared with as many at the end.
bool is_same_answer(const Pair& pair) {
  const std::size_t count = pair.rejected.size();
  if (count == 0 || count > pair.messages.size()) return false;
  return std::equal(pair.rejected.begin(), pair.rejected.end(), pair.messages.end() - count,
                    says_the_same);
}

struct SameAnswer {
  static constexpr CheckCard card{
      .id = "same_answer",
      .code = "E_SAME_ANSWER",
      .title = "The chosen and the rejected answer are the same",
      .why =
          "Preference training learns from the difference of the two answers. Where there is "
          "none, the pair adds noise and pulls the reported margin towards zero.",
      .fix = "Put the worse answer into the rejected field, or remove the record.",
      .severity = Severity::kError,
      .family = Family::kCore,
      .good = R"({"prompt":"Name a prime.","chosen":"Seven.","rejected":"Nine."})",
      .bad = R"({"prompt":"Name a prime.","chosen":"Seven.","rejected":"Seven."})",
  };

  void inspect(const Batch& batch, const facts::Facts& /*facts*/, FindingSink& sink) const {
    each_pair(batch, [&](std::size_t row, const Pair& pair) {
      if (is_same_answer(pair)) sink.report(row, "rejected", "found the text of the chosen answer");
    });
  }
};

}  // namespace

const CheckEntry& same_answer() {
  return entry<SameAnswer>();
}

}  // namespace bmo::checks
