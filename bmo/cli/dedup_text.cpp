// Lays out the tables of `dedup`.
#include "bmo/cli/dedup_text.hpp"

#include <cmath>

#include <fmt/format.h>

#include "bmo/base/text.hpp"
#include "bmo/cli/error_text.hpp"
#include "bmo/cli/text_table.hpp"

namespace bmo::cli {
namespace {

constexpr std::uint64_t kFewAnswers = 20;

/// What each verdict says, in the order in which they are shown.
struct Verdict {
  std::string_view name;
  std::string_view meaning;
};
constexpr Verdict kVerdicts[] = {
    {"copy", "the same bytes"},
    {"identical", "the same words on both sides"},
    {"near", "nearly the same question, and answers that agree"},
    {"semantic", "a question of the same meaning, and answers that agree"},
    {"variant", "nearly the same question, another answer"},
    {"semantic-variant", "a question of the same meaning, another answer"},
    {"conflict", "the same question, another answer"},
    {"same-answer", "the same answer to another question"},
    {"template", "the same question but for numbers and names"},
};

std::uint64_t count_of(const std::map<std::string, std::uint64_t>& counts, std::string_view name) {
  const auto found = counts.find(std::string(name));
  return found == counts.end() ? 0 : found->second;
}

std::string verdicts_text(const app::DedupAnswer& answer, const Style& style) {
  TextTable table({{"verdict"}, {"found", Align::kRight}, {"removed", Align::kRight}, {""}});
  for (const Verdict& verdict : kVerdicts) {
    const std::uint64_t found = count_of(answer.found, verdict.name);
    if (found == 0) continue;
    table.add_row({std::string(verdict.name), format_count(found),
                   format_count(count_of(answer.removed, verdict.name)),
                   std::string(verdict.meaning)});
  }
  if (table.empty()) return "  nothing says the same thing twice\n";
  return table.text(style);
}

std::string thresholds_text(const std::vector<app::ThresholdAnswer>& thresholds, double chosen,
                            std::string_view title, const Style& style) {
  if (thresholds.empty()) return "";
  TextTable table(
      {{"threshold", Align::kRight}, {"removed", Align::kRight}, {"kept", Align::kRight}, {""}});
  for (const app::ThresholdAnswer& row : thresholds) {
    table.add_row({fmt::format("{:.2f}", row.threshold), format_count(row.removed),
                   format_count(row.kept),
                   std::abs(row.threshold - chosen) < 1e-9 ? "<- this run" : ""});
  }
  return "\n" + style.paint(Tone::kBold, title) + "\n" + table.text(style);
}

std::string sources_text(const app::DedupAnswer& answer, const Style& style) {
  TextTable table({{"source"},
                   {"pairs", Align::kRight},
                   {"equal", Align::kRight},
                   {"near", Align::kRight},
                   {""}});
  for (const app::SourceLossAnswer& row : answer.sources) {
    if (row.equal + row.near == 0) continue;
    table.add_row({row.source, format_count(row.pairs), format_count(row.equal),
                   format_count(row.near), row.wiped_out ? "most of it" : ""});
  }
  if (table.empty()) return "";
  return "\n" + style.paint(Tone::kBold, "lost by source") + "\n" + table.text(style);
}

std::string precisions_text(const app::MethodCalibration& method, const Style& style) {
  TextTable table({{"threshold", Align::kRight},
                   {"answers", Align::kRight},
                   {"the same", Align::kRight},
                   {"precision", Align::kRight},
                   {"interval"},
                   {""}});
  for (const app::PrecisionAnswer& row : method.thresholds) {
    const bool is_chosen = method.chosen && method.chosen->threshold == row.threshold;
    table.add_row({fmt::format("{:.2f}", row.threshold), format_count(row.answered),
                   format_count(row.same), fmt::format("{:.1f} %", 100 * row.precision),
                   fmt::format("{:.1f} to {:.1f} %", 100 * row.low, 100 * row.high),
                   is_chosen ? "<- to use" : ""});
  }
  return table.text(style);
}

std::string border_text(const app::DedupAnswer& answer, const Style& style) {
  if (answer.border.empty()) return "";
  std::string out = "\n" + style.paint(Tone::kBold, "next to the threshold") + "\n";
  for (const app::BorderAnswer& pair : answer.border) {
    out += fmt::format("  {:.3f} {}  {} (record {}) and {} (record {})\n", pair.similarity,
                       pair.removed ? "removed" : "kept   ", printable(pair.id), pair.record,
                       printable(pair.other_id), pair.other_record);
    out += fmt::format("    {}\n", printable(pair.instruction));
    if (!pair.difference.empty()) out += fmt::format("    {}\n", printable(pair.difference));
  }
  return out;
}

}  // namespace

std::string dedup_text(const app::DedupAnswer& answer, bool in_full, const Style& style) {
  std::string out = style.paint(Tone::kBold, counted(answer.pairs, "pair", "pairs")) +
                    fmt::format(", {} kept\n", format_count(answer.kept));
  out += verdicts_text(answer, style);
  if (!in_full) return out;
  out += thresholds_text(answer.thresholds, answer.threshold, "every threshold", style);
  out += thresholds_text(answer.semantic_thresholds, answer.semantic_threshold,
                         "every threshold of meaning", style);
  return out + sources_text(answer, style) + border_text(answer, style);
}

std::string calibration_text(const app::CalibrationAnswer& answer, const Style& style) {
  std::string out;
  for (const app::MethodCalibration& method : answer.methods) {
    out += style.paint(Tone::kBold, method.method) +
           fmt::format(": {}\n", counted(method.answered, "answer", "answers")) +
           precisions_text(method, style);
    if (!method.chosen) {
      out += fmt::format("  no threshold reaches a precision of {}\n", answer.wanted);
      continue;
    }
    const app::PrecisionAnswer& chosen = *method.chosen;
    out += fmt::format(
        "  at {:.2f}: {} of {} answers say the same: precision {:.1f} %, by the exact interval of "
        "95 % between {:.1f} and {:.1f} %\n",
        chosen.threshold, chosen.same, chosen.answered, 100 * chosen.precision, 100 * chosen.low,
        100 * chosen.high);
    if (method.answered < kFewAnswers) out += "  so few answers tell little: 20 to 60 are meant\n";
  }
  if (answer.open > 0) {
    out += fmt::format("{} without an answer\n", counted(answer.open, "row", "rows"));
  }
  if (!answer.flags.empty())
    out += fmt::format("next: bmo dedup SRC {} --out kept\n", answer.flags);
  return out;
}

std::string wiped_out_text(const std::string& lost, const Style& style) {
  return error_text(
      {.code = "E_WIPED_OUT",
       .message = "near duplicates would take most of a source, so nothing was published",
       .why = lost,
       .hint = "its pairs rather share a template: raise the threshold (near=0.9), ask for exact "
               "alone, or go on with --accept-loss"},
      style);
}

}  // namespace bmo::cli
