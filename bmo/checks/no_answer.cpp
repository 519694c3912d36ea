// Finds conversations that do not end with the assistant, so that there is nothing to learn last.
#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/walk.hpp"

namespace bmo::checks {
namespace {

struct NoAnswer {
  static constexpr CheckCard card{
      .id = "no_answer",
      .code = "E_NO_ASSISTANT",
      .title = "The conversation does not end with an assistant message",
      .why =
          "A model learns from what the assistant says. Where the last turn is another's, the "
          "pair has no response; hosted services refuse the whole file for one such record.",
      .fix = "Add the answer, or remove the messages after the last assistant message.",
      .severity = Severity::kError,
      .family = Family::kCore,
      .good = R"({"messages":[{"role":"user","content":"Name a prime."},)"
              R"({"role":"assistant","content":"Seven."}]})",
      .bad = R"({"messages":[{"role":"user","content":"Name a prime."},)"
             R"({"role":"assistant","content":"Seven."},)"
             R"({"role":"user","content":"Thank you."}]})",
  };

  void inspect(const Batch& batch, const facts::Facts& /*facts*/, FindingSink& sink) const {
    each_pair(batch, [&](std::size_t row, const Pair& pair) {
      if (pair.messages.empty() || pair.response() != nullptr) return;
      sink.report(
          row, place_of(batch, row, pair.messages.size() - 1),
          "found a " + std::string(role_name(pair.messages.back().role)) + " message at the end");
    });
  }
};

}  // namespace

const CheckEntry& no_answer() {
  return entry<NoAnswer>();
}

}  // namespace bmo::checks
