// Lays out errors and findings for a person.
#include "bmo/cli/error_text.hpp"

#include <fmt/format.h>

#include "bmo/base/text.hpp"

namespace bmo::cli {
namespace {

constexpr std::size_t kShownPerCode = 5;

Tone tone_of(std::string_view severity) {
  if (severity == "error") return Tone::kRed;
  return severity == "warning" ? Tone::kYellow : Tone::kBlue;
}

std::string headline(std::string_view severity, std::string_view code, std::string_view message,
                     const Style& style) {
  const std::string label = fmt::format("{}[{}]", severity, code);
  return fmt::format("{}: {}\n", style.paint(tone_of(severity), label), printable(message));
}

/// "pairs.jsonl:3:20  (record 3, byte 160, field messages[0])".
std::string place_text(const Place& place) {
  std::string text = printable(place.file);
  if (place.line) text += fmt::format(":{}", *place.line);
  if (place.line && place.column) text += fmt::format(":{}", *place.column);
  std::string rest;
  const auto add = [&rest](const std::string& part) { rest += (rest.empty() ? "" : ", ") + part; };
  if (place.record) add(fmt::format("record {}", *place.record));
  if (place.byte) add(fmt::format("byte {}", *place.byte));
  if (!place.line && place.column) add(fmt::format("column {}", *place.column));
  if (!place.field.empty()) add("field " + printable(place.field));
  if (rest.empty()) return text;
  return text.empty() ? rest : fmt::format("{}  ({})", text, rest);
}

void append_place(const Place& place, const Style& style, std::string& out) {
  const std::string text = place_text(place);
  if (!text.empty()) out += fmt::format("  {} {}\n", style.paint(Tone::kDim, "-->"), text);
}

/// A labelled part; further lines of it stand under its first word.
void append_part(std::string_view label, std::string_view text, const Style& style,
                 std::string& out) {
  if (text.empty()) return;
  const std::string indent(label.size() + 3, ' ');
  std::string body;
  while (true) {
    const std::size_t end = text.find('\n');
    const std::string line = printable(text.substr(0, end));
    body += style.terminal ? wrap(line, style.columns - 1, indent) : indent + line + "\n";
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  out += fmt::format("  {} {}", style.paint(Tone::kBold, label), body.substr(indent.size()));
}

Place place_of(const app::FindingExample& finding) {
  Place place{.file = finding.file, .field = finding.field};
  if (finding.record != 0) place.record = finding.record;
  if (finding.line != 0) {
    place.line = finding.line;
    place.byte = finding.byte;
  }
  if (finding.column != 0) place.column = finding.column;
  return place;
}

/// Terminal columns of the first `count` characters.
std::size_t width_before(std::string_view text, std::size_t count) {
  if (find_invalid_utf8(text) != std::string_view::npos) return count;
  std::size_t at = 0;
  for (; count > 0 && at < text.size(); --count)
    next_code_point(text, at);
  return display_width(text.substr(0, at)) + count;
}

void append_excerpt(const app::FindingExample& finding, const Style& style, std::string& out) {
  if (finding.excerpt.empty()) return;
  out += "      " + printable(finding.excerpt) + "\n";
  if (finding.caret == 0) return;
  out += std::string(6 + width_before(finding.excerpt, finding.caret - 1), ' ') +
         style.paint(Tone::kRed, "^") + "\n";
}

std::string_view consequence_of(const app::FindingExample& finding, bool of_one_output,
                                const Consequence& did) {
  const bool leaves_out = finding.severity == "error" || finding.code == "W_NOT_HELD";
  if (!of_one_output) return leaves_out ? did.for_errors : did.for_others;
  if (finding.record == 0) return "";
  if (!leaves_out) return did.for_others;
  return did.for_others.empty() ? "an export would leave it out of this output alone"
                                : "left out of this output alone";
}

}  // namespace

std::string error_text(const Error& error, const Style& style) {
  std::string out = "bmo: " + headline("error", error.code, error.message, style);
  append_place(error.place, style, out);
  append_part("why:", error.why, style, out);
  for (const Error* cause = error.cause.get(); cause != nullptr; cause = cause->cause.get()) {
    append_part("why:", cause->message, style, out);
  }
  append_part("fix:", error.hint, style, out);
  return out;
}

std::string finding_text(const app::FindingExample& finding, const Consequence& did,
                         const Style& style) {
  const app::CodeText card = app::text_of_code(finding.code);
  std::string out =
      headline(finding.severity, finding.code,
               card.title.empty() ? std::string_view(finding.detail) : card.title, style);
  append_place(place_of(finding), style, out);
  append_excerpt(finding, style, out);
  append_part("why:", card.title.empty() ? card.why : finding.detail, style, out);
  append_part("fix:", card.fix, style, out);
  append_part("did:", consequence_of(finding, card.of_one_output, did), style, out);
  return out;
}

std::string findings_text(std::span<const app::FindingExample> examples,
                          std::span<const app::FindingCount> counts, const Consequence& did,
                          const Style& style) {
  std::string out;
  for (const app::FindingCount& count : counts) {
    std::uint64_t shown = 0;
    std::string command;
    for (const app::FindingExample& example : examples) {
      if (example.code != count.code || shown == kShownPerCode) continue;
      ++shown;
      command = example.command;
      out += finding_text(example, did, style) + "\n";
    }
    if (shown == 0) continue;
    if (count.count > shown)
      out += fmt::format("... and {} more of {}\n", format_count(count.count - shown), count.code);
    if (!command.empty()) out += fmt::format("next: {}\n", printable(command));
    if (count.count > shown || !command.empty()) out += "\n";
  }
  return out;
}

}  // namespace bmo::cli
