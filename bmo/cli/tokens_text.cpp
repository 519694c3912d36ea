// Lays out token counts: sums first, then what is lost, then a row for each cutoff.
#include "bmo/cli/tokens_text.hpp"

#include <fmt/format.h>

#include "bmo/base/text.hpp"
#include "bmo/cli/text_table.hpp"

namespace bmo::cli {
namespace {

using app::CutoffAnswer;
using app::TokensAnswer;

std::string sums_text(const TokensAnswer& tokens, const Style& style) {
  TextTable table({{""}, {"", Align::kRight}, {""}});
  table.add_row(
      {"all", format_count(tokens.tokens),
       fmt::format("mean {:.1f}, half within {}, 90 % within {}, 99 % within {}, longest {}",
                   tokens.mean, tokens.p50, tokens.p90, tokens.p99, tokens.longest)});
  table.add_row({"trained", format_count(tokens.trained_tokens), "the assistant's, by mask"});
  table.add_row({"steps", format_count(tokens.steps),
                 fmt::format("an epoch of {} rows a step", tokens.batch)});
  if (tokens.cost) {
    table.add_row({"cost", fmt::format("{:.2f}", *tokens.cost), "an epoch, by --price"});
  }
  return table.text(style);
}

/// "the chat template drops the text of 12 system messages"
void add_roles(std::string& out, const std::map<std::string, std::uint64_t>& roles,
               std::string_view what, const Style& style) {
  for (const auto& [role, count] : roles) {
    out += fmt::format("{} the chat template {} the text of {}\n",
                       style.paint(Tone::kYellow, "warning:"), what,
                       counted(count, role + " message", role + " messages"));
  }
}

std::string warnings_text(const TokensAnswer& tokens, const Style& style) {
  const std::string warning = style.paint(Tone::kYellow, "warning:");
  std::string out;
  if (!tokens.has_template) {
    out += fmt::format("{} no chat template in the folder: contents alone are counted\n",
                       style.paint(Tone::kBlue, "note:"));
  }
  for (const auto& [why, count] : tokens.refusals) {
    out += fmt::format("{} the chat template refuses {}: {}\n", warning,
                       counted(count, "pair", "pairs"), printable(why));
  }
  add_roles(out, tokens.dropped, "drops", style);
  add_roles(out, tokens.changed, "cuts", style);
  if (tokens.has_template && tokens.without_stop != 0) {
    out += fmt::format("{} no stop token is trained in {}\n", warning,
                       counted(tokens.without_stop, "pair", "pairs"));
  }
  return out;
}

std::string cutoffs_text(const TokensAnswer& tokens, const Style& style) {
  TextTable table({{"cutoff", Align::kRight},
                   {"rows cut", Align::kRight},
                   {"answer tokens lost", Align::kRight},
                   {"rows without answer", Align::kRight},
                   {"packed to", Align::kRight},
                   {"fill", Align::kRight},
                   {"steps", Align::kRight}});
  for (const CutoffAnswer& cutoff : tokens.cutoffs) {
    table.add_row({format_count(cutoff.cutoff), format_count(cutoff.rows_cut),
                   format_count(cutoff.answer_tokens_lost),
                   format_count(cutoff.rows_without_answer), format_count(cutoff.packed_sequences),
                   fmt::format("{:.1f} %", 100 * cutoff.packing_fill),
                   format_count(cutoff.packed_steps)});
  }
  return table.text(style);
}

}  // namespace

std::string tokens_text(const TokensAnswer& tokens, const Style& style) {
  return "\n" + style.paint(Tone::kBold, "tokens") + "\n" + sums_text(tokens, style) +
         warnings_text(tokens, style) + "\n" + cutoffs_text(tokens, style);
}

}  // namespace bmo::cli
