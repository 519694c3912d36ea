// Lays out what gates dropped, with pairs at their borders, and why a run is held.
#include <fmt/format.h>

#include "bmo/base/text.hpp"
#include "bmo/cli/summary.hpp"
#include "bmo/cli/text_table.hpp"

namespace bmo::cli {
namespace {

double percent(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

void add_border(std::string_view side, const std::vector<app::GateAnswer::Border>& pairs,
                TextTable& table) {
  for (const app::GateAnswer::Border& pair : pairs) {
    const std::string place =
        pair.line == 0 ? pair.file : fmt::format("{}:{}", pair.file, pair.line);
    table.add_row({std::string(side), fmt::format("{:g}", pair.score), pair.id, place});
  }
}

std::string gate_text(const app::GateAnswer& gate) {
  std::string out = fmt::format("  {} >= {:g}: {} of {} dropped ({:.1f} %)", printable(gate.name),
                                gate.least, format_count(gate.dropped), format_count(gate.judged),
                                percent(gate.dropped, gate.judged));
  if (gate.not_known != 0)
    out += fmt::format(", {} of them without that score", format_count(gate.not_known));
  return out + "\n";
}

std::string breach_text(const app::ExportAnswer& answer, const Style& style) {
  if (answer.breaches.empty()) return "";
  TextTable table({{""}, {"", Align::kRight}, {"", Align::kRight}, {""}});
  constexpr std::size_t kShown = 10;
  for (std::size_t i = 0; i < std::min(answer.breaches.size(), kShown); ++i) {
    const app::GroupAnswer& group = answer.breaches[i];
    table.add_row({group.group, format_count(group.dropped), "of " + format_count(group.pairs),
                   fmt::format("{:.1f} %", percent(group.dropped, group.pairs))});
  }
  std::string out = "\n";
  if (answer.held != 0 || answer.exported == 0) {
    out += style.paint(Tone::kYellow, "held:") + " gates would drop more than their budget\n";
  } else {
    out += style.paint(Tone::kYellow, "warning:") + " gates dropped more than their budget\n";
  }
  out += table.text(style);
  if (answer.breaches.size() > kShown)
    out += fmt::format("  ... and {} more\n", answer.breaches.size() - kShown);
  if (answer.held != 0) {
    out += answer.dry_run ? "" : "nothing was published; the numbers are in .bmo/held.json\n";
    out += "fix: lower the gate, raise --max-drop, or add --accept-loss if this is meant\n";
  }
  return out;
}

}  // namespace

std::string gates_text(const app::ExportAnswer& answer, const Style& style) {
  std::string out;
  for (const app::GateAnswer& gate : answer.gates) {
    out += gate_text(gate);
    if (!answer.dry_run) continue;
    TextTable table({{""}, {"", Align::kRight}, {""}, {""}});
    add_border("just kept", gate.passed, table);
    add_border("just dropped", gate.failed, table);
    if (table.size() != 0) out += table.text(style, "    ");
  }
  if (!out.empty()) out = "\n" + style.paint(Tone::kBold, "gates") + "\n" + out;
  return out + breach_text(answer, style);
}

}  // namespace bmo::cli
