// Lays out the answer of an export.
#include "bmo/cli/summary.hpp"

#include <fmt/format.h>

#include "bmo/base/text.hpp"
#include "bmo/cli/text_table.hpp"

namespace bmo::cli {
namespace {

std::string percentage(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return "";
  const double share = 100.0 * static_cast<double>(part) / static_cast<double>(whole);
  if (part != 0 && share < 0.1) return "< 0.1 %";
  if (part != whole && share > 99.9) return "> 99.9 %";
  return fmt::format("{:.1f} %", share);
}

std::string notes_text(const app::ExportAnswer& answer, const Style& style) {
  std::string out;
  for (const std::string& note : answer.notes) {
    out += fmt::format("{} {}\n", style.paint(Tone::kBlue, "note:"), printable(note));
  }
  for (const auto& [what, count] : answer.not_held) {
    out +=
        fmt::format("{} {}: {} left out of this output\n", style.paint(Tone::kYellow, "warning:"),
                    printable(what), counted(count, "pair", "pairs"));
  }
  return out;
}

/// What a trainer reads; the proof and the ledger beside it are named in one line.
std::string files_text(const app::ExportAnswer& answer, const Style& style) {
  constexpr std::size_t kShown = 12;
  TextTable table({{""}, {"", Align::kRight}, {"", Align::kRight}});
  std::size_t left_out = 0;
  bool ours = false;
  for (const app::FileAnswer& file : answer.files) {
    if (file.path.starts_with(".bmo/")) {
      ours = true;
    } else if (table.size() == kShown) {
      ++left_out;
    } else {
      table.add_row({file.path, file.rows == 0 ? "" : counted(file.rows, "row", "rows"),
                     format_size(file.bytes)});
    }
  }
  if (table.size() == 0) return "";
  if (ours) table.add_row({".bmo/"});
  std::string out = "\n" + style.paint(Tone::kBold, printable(answer.out)) + "\n";
  out += table.text(style);
  if (left_out != 0)
    out += fmt::format("  ... and {} more {}\n", left_out, left_out == 1 ? "file" : "files");
  return out;
}

std::string strata_text(const app::ExportAnswer& answer) {
  if (!answer.strata) return "";
  const app::StrataAnswer& strata = *answer.strata;
  std::string out = fmt::format(
      "stratified by {}: {} shared out, none further than {} pairs from "
      "its share\n",
      strata.by, format_count(strata.parted), strata.farthest);
  if (strata.joined != 0) {
    out += fmt::format("  {} of too few pairs to be shared out taken as one\n",
                       format_count(strata.joined));
  }
  return out;
}

std::string effort_text(const app::ExportAnswer& answer, const Style& style) {
  if (!style.terminal || answer.seconds <= 0 || answer.already_complete) return "";
  const double rate = static_cast<double>(answer.records) / answer.seconds;
  const std::string text = fmt::format(
      "{}, {} records/s, {} memory at most", format_seconds(answer.seconds),
      format_count(static_cast<std::uint64_t>(rate)), format_size(answer.peak_memory_bytes));
  return style.paint(Tone::kDim, text) + "\n";
}

int severity_rank(std::string_view severity) {
  if (severity == "note") return 0;
  return severity == "warning" ? 1 : 2;
}

}  // namespace

std::string fates_text(const app::ExportAnswer& answer, const Style& style) {
  TextTable table({{""}, {"", Align::kRight}, {"", Align::kRight}});
  const auto row = [&](const char* name, std::uint64_t count) {
    if (count != 0) {
      table.add_row({name, format_count(count), percentage(count, answer.records)});
    }
  };
  row("exported", answer.exported);
  row("filtered", answer.filtered);
  row("duplicates", answer.duplicates);
  row("quarantined", answer.quarantined);
  row("held", answer.held);
  return style.paint(Tone::kBold, counted(answer.records, "record", "records")) + "\n" +
         table.text(style);
}

std::string finding_counts_text(const app::ExportAnswer& answer, const Style& style) {
  if (answer.findings.empty()) return "";
  TextTable table({{""}, {"", Align::kRight}, {""}, {""}});
  for (const app::FindingCount& finding : answer.findings) {
    table.add_row({finding.severity, format_count(finding.count), finding.code,
                   std::string(app::text_of_code(finding.code).title)});
  }
  return "\n" + style.paint(Tone::kBold, "findings") + "\n" + table.text(style);
}

std::string fixes_text(const app::ExportAnswer& answer, const Style& style) {
  if (answer.fixes.empty()) return "";
  TextTable table({{""}, {"", Align::kRight}, {""}});
  for (const app::FixCount& fix : answer.fixes)
    table.add_row({fix.id, format_count(fix.count), fix.title});
  return "\n" + style.paint(Tone::kBold, "fixes") + "\n" + table.text(style);
}

std::string export_summary(const app::ExportAnswer& answer, const Style& style) {
  std::string out = notes_text(answer, style);
  out += fates_text(answer, style);
  out += fixes_text(answer, style);
  out += finding_counts_text(answer, style);
  out += files_text(answer, style);
  out += strata_text(answer);
  out += effort_text(answer, style);
  if (answer.already_complete) out += "this export was complete already: nothing was written\n";
  if (answer.resumed) out += "an earlier run was interrupted: this one went on where it stopped\n";
  if (answer.dry_run) out += "dry run: nothing was written\n";
  return out;
}

std::string check_summary(const app::ExportAnswer& answer, const Style& style) {
  std::string out = notes_text(answer, style);
  TextTable table({{""}, {"", Align::kRight}, {"", Align::kRight}});
  const std::uint64_t sound = answer.records - answer.quarantined;
  table.add_row({"sound", format_count(sound), percentage(sound, answer.records)});
  if (answer.quarantined != 0) {
    table.add_row({"with errors", format_count(answer.quarantined),
                   percentage(answer.quarantined, answer.records)});
  }
  out += style.paint(Tone::kBold, counted(answer.records, "record", "records")) + "\n";
  return out + table.text(style) + fixes_text(answer, style) + finding_counts_text(answer, style) +
         effort_text(answer, style);
}

int exit_code_of(const app::ExportAnswer& answer, std::string_view fail_on) {
  if (answer.quarantined != 0 || answer.held != 0) return 1;
  const int lowest = fail_on.empty() ? 2 : severity_rank(fail_on);
  for (const app::FindingCount& finding : answer.findings) {
    if (finding.count != 0 && severity_rank(finding.severity) >= lowest) return 1;
  }
  return 0;
}

}  // namespace bmo::cli
