// bmo explain: what a name or a code means.
#include <fmt/format.h>

#include "bmo/app/answer_json.hpp"
#include "bmo/cli/verb.hpp"

namespace bmo::cli::verbs {
namespace {

constexpr std::string_view kExamples[] = {
    "bmo explain E_ROLE",
    "bmo explain sharegpt",
    "bmo explain openai",
    "bmo explain parquet --json",
};

void append_part(std::string_view label, std::string_view text, const Style& style,
                 std::string& out) {
  if (text.empty()) return;
  out += fmt::format("\n{}\n", style.paint(Tone::kBold, label));
  while (true) {
    const std::size_t end = text.find('\n');
    out += wrap(printable(text.substr(0, end)),
                style.terminal ? std::min(style.columns, 100U) : 100U, "  ");
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

std::string card_text(const app::ExplainAnswer& answer, const Style& style) {
  std::string name = answer.name;
  if (!answer.code.empty() && answer.code != name) name = answer.code + " (" + name + ")";
  std::string out = fmt::format("{}: {}", style.paint(Tone::kBold, name), answer.kind);
  if (!answer.severity.empty()) out += fmt::format(", severity {}", answer.severity);
  out += "\n";
  const std::string& said = answer.title.empty() ? answer.summary : answer.title;
  out += wrap(printable(said), 100, "");
  if (!answer.title.empty()) append_part("What", answer.summary, style, out);
  append_part("Why", answer.why, style, out);
  append_part("Fix", answer.fix, style, out);
  for (const auto& [label, text] : answer.more)
    append_part(label, text, style, out);
  return out;
}

struct Explain {
  static constexpr VerbCard card{
      .id = "explain",
      .summary = "Explain a code, a check, a target, a container or a layout",
      .synopsis = "NAME|CODE [FLAG...]",
      .about = "",
      .examples = kExamples};

  std::string name;

  void define(Arguments& flags) {
    flags.positional("NAME", name, "Such as E_ROLE, jsonl or sharegpt", Need::kRequired);
  }

  int run(Front& front) {
    const Result<app::ExplainAnswer> answer = app::run_explain(name);
    if (!answer) return front.fail(answer.error());
    front.answer(front.json() ? app::to_json(*answer) : card_text(*answer, front.style()));
    return 0;
  }
};

}  // namespace

const VerbEntry& explain_verb() {
  return entry<Explain>();
}

}  // namespace bmo::cli::verbs
