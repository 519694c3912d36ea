// Finds headings and role names that a prompt template left behind.
#include <algorithm>
#include <array>

#include "bmo/base/text.hpp"
#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/residue.hpp"
#include "bmo/checks/kit/tasks.hpp"
#include "bmo/checks/kit/walk.hpp"
#include "bmo/facts/program_text.hpp"

namespace bmo::checks {
namespace {

constexpr auto kRoles = std::to_array<std::string_view>({
    "Human: ",
    "Assistant: ",
    "USER: ",
    "ASSISTANT: ",
    "### Question:",
});

template <std::size_t kSize>
bool begins_with_any(std::string_view line, const std::array<std::string_view, kSize>& heads) {
  return std::any_of(heads.begin(), heads.end(),
                     [line](auto head) { return line.starts_with(head); });
}

/// The first line that a template left; empty: there is none. `may_hold_roles` is asked of few
/// texts.
template <typename MayHoldRoles>
std::string_view find_residue(const TextView& text, MayHoldRoles may_hold_roles) {
  if ((text.bytes & (facts::kHashByte | facts::kColonByte)) == 0) return {};
  std::string_view found;
  facts::for_each_line(text.text, [&](std::string_view line) {
    if (!found.empty() || line.size() < 6) return;
    const char first = line.front();
    if (first != '#' && first != 'B' && first != 'H' && first != 'A' && first != 'U') return;
    if (is_template_heading(line) || (begins_with_any(line, kRoles) && !may_hold_roles()))
      found = line;
  });
  return found;
}

struct TemplateResidue {
  static constexpr CheckCard card{
      .id = "template_residue",
      .code = "W_TEMPLATE_RESIDUE",
      .title = "A text holds the headings of a prompt template",
      .why =
          "Lines such as `### Response:` mark where a prompt puts its parts. Within a part they "
          "teach the model to go on with another one.",
      .fix = "Cut the heading, and what belongs to another turn.",
      .severity = Severity::kWarning,
      .family = Family::kContent,
      .component = Component::kHygiene,
      .points = 20,
      .needs = facts::Need::kTexts,
      .good = R"({"instruction":"Name a prime.","response":"### A prime\nSeven."})",
      .bad = R"({"instruction":"Name a prime.","response":"Seven.\n### Instruction:\nName an)"
             R"(other one."})",
  };

  void inspect(const Batch& batch, const facts::Facts& facts, FindingSink& sink) const {
    each_exchange(batch, facts, [&](const Exchange& exchange) {
      for (const TextView* text : {&exchange.instruction, &exchange.response}) {
        const bool is_question = text == &exchange.instruction;
        const std::string_view line = find_residue(*text, [&] {
          return is_question || !exchange.is_single || asks_for_speech(exchange.asked_words);
        });
        if (line.empty()) continue;
        sink.report(exchange.row, place_of(batch, exchange.row, text->index),
                    "found the line " + excerpt(line, 40));
      }
    });
  }
};

}  // namespace

const CheckEntry& template_residue() {
  return entry<TemplateResidue>();
}

}  // namespace bmo::checks
