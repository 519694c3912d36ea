// Lays out the help pages.
#include "bmo/cli/help.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "bmo/cli/text_table.hpp"

namespace bmo::cli {
namespace {

// The order in which a newcomer meets the verbs; others follow by name.
constexpr std::string_view kOrder[] = {"export", "check", "verify",  "why",    "init",
                                       "import", "list",  "explain", "doctor", "completions"};

std::vector<const VerbCard*> ordered_verbs() {
  std::vector<const VerbCard*> out;
  for (const std::string_view name : kOrder) {
    if (const VerbEntry* verb = find_verb(name)) out.push_back(verb->card);
  }
  for (const VerbEntry* verb : verbs::all()) {
    if (std::ranges::find(kOrder, verb->card->id) == std::end(kOrder)) out.push_back(verb->card);
  }
  return out;
}

std::string shown_name(const ArgumentCard& card) {
  std::string name = card.name;
  if (card.positional) return name + (card.repeated ? "..." : "");
  if (!card.value.empty()) name += " " + card.value;
  return name;
}

void append_flags(std::string_view title, std::span<const ArgumentCard> arguments, bool common,
                  const Style& style, std::string& out) {
  TextTable table({{""}, {""}});
  for (const ArgumentCard& card : arguments) {
    if (card.on_every_verb != common) continue;
    const bool tell = card.need == Need::kRequired && !card.positional;
    table.add_row({shown_name(card), card.sentence + (tell ? " (needed)" : "")});
  }
  if (common) table.add_row({"-h, --help", "Show this page"});
  if (!table.empty())
    out += fmt::format("\n{}\n", style.paint(Tone::kBold, title)) + table.text(style);
}

std::size_t page_width(const Style& style) {
  return std::min(style.columns, 100U);
}

}  // namespace

std::string version_text() {
  return "bmo " BMO_VERSION "\n";
}

std::string overview(const Style& style) {
  std::string out =
      "bmo turns instruction-response pairs into checked training data for LoRA fine-tuning.\n\n";
  out += "Usage: bmo VERB [ARGUMENT...]\n\n" + style.paint(Tone::kBold, "Verbs") + "\n";
  TextTable table({{""}, {""}});
  for (const VerbCard* verb : ordered_verbs()) {
    table.add_row({std::string(verb->id), std::string(verb->summary)});
  }
  out += table.text(style);
  out += "\n" + style.paint(Tone::kBold, "Start with") + "\n";
  out += "  bmo export pairs.jsonl --to jsonl --out out     one command, no set-up\n";
  out += "  bmo VERB --help                                 flags and examples of a verb\n";
  return out;
}

std::string verb_help(const VerbCard& verb, std::span<const ArgumentCard> arguments,
                      const Style& style) {
  std::string out = fmt::format("{}\n\n", verb.summary);
  out += wrap(fmt::format("Usage: bmo {} {}", verb.id, verb.synopsis), page_width(style), "");
  if (!verb.about.empty()) out += "\n" + wrap(verb.about, page_width(style), "");
  append_flags("Arguments and flags", arguments, false, style, out);
  append_flags("Flags of every verb", arguments, true, style, out);
  if (!verb.examples.empty()) out += "\n" + style.paint(Tone::kBold, "Examples") + "\n";
  for (const std::string_view example : verb.examples)
    out += fmt::format("  {}\n", example);
  return out;
}

}  // namespace bmo::cli
