// bmo score: how sound the pairs are, what lost points, and whether judges agree.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "bmo/app/answer_json.hpp"
#include "bmo/base/text.hpp"
#include "bmo/cli/summary.hpp"
#include "bmo/cli/text_table.hpp"
#include "bmo/cli/verb.hpp"

namespace bmo::cli::verbs {
namespace {

constexpr std::string_view kExamples[] = {
    "bmo score pairs.jsonl",
    "bmo score dataset:support --json",
    "bmo score raw.jsonl --map oasst",
};

constexpr std::size_t kLosses = 15;

double percent(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

std::string place_text(const std::string& file, std::uint64_t record, std::uint64_t line) {
  return line == 0 ? fmt::format("{} record {}", file, record) : fmt::format("{}:{}", file, line);
}

std::string spreads_text(const app::ScoreAnswer& answer, const Style& style) {
  TextTable table({{"score"},
                   {"mean", Align::kRight},
                   {"5 %", Align::kRight},
                   {"25 %", Align::kRight},
                   {"50 %", Align::kRight},
                   {"below 85", Align::kRight},
                   {"below 70", Align::kRight},
                   {"not evaluated", Align::kRight}});
  for (const app::ScoreAnswer::Spread& spread : answer.scores) {
    if (spread.evaluated == 0) {
      table.add_row(
          {spread.name, "-", "-", "-", "-", "-", "-", format_count(spread.not_evaluated)});
      continue;
    }
    table.add_row({spread.name, fmt::format("{:.1f}", spread.mean), std::to_string(spread.p5),
                   std::to_string(spread.p25), std::to_string(spread.p50),
                   fmt::format("{:.2f} %", percent(spread.below_85, spread.evaluated)),
                   fmt::format("{:.2f} %", percent(spread.below_70, spread.evaluated)),
                   format_count(spread.not_evaluated)});
  }
  return table.text(style);
}

/// Bars of the logarithm, so that the few bad ones show beside the many good ones.
std::string histogram_text(const app::ScoreAnswer::Spread& spread, const Style& style) {
  constexpr double kWidest = 40;
  const std::uint64_t most = std::ranges::max(spread.tenths);
  if (most == 0) return "";
  TextTable table({{"", Align::kRight}, {"", Align::kRight}, {""}});
  for (std::size_t i = 0; i < spread.tenths.size(); ++i) {
    const std::uint64_t count = spread.tenths[i];
    const double share =
        std::log1p(static_cast<double>(count)) / std::log1p(static_cast<double>(most));
    const std::string name = i == 10 ? "100" : fmt::format("{}-{}", 10 * i, 10 * i + 9);
    table.add_row({name, format_count(count),
                   std::string(static_cast<std::size_t>(std::lround(kWidest * share)), '#')});
  }
  return "\n" + style.paint(Tone::kBold, spread.name + " (bars: logarithm of the pairs)") + "\n" +
         table.text(style);
}

std::string losses_text(const app::ScoreAnswer& answer, const Style& style) {
  if (answer.losses.empty()) return "";
  TextTable table(
      {{"what lost points"}, {"points", Align::kRight}, {"pairs", Align::kRight}, {"first"}});
  for (std::size_t i = 0; i < std::min(answer.losses.size(), kLosses); ++i) {
    const app::ScoreAnswer::Loss& loss = answer.losses[i];
    table.add_row({loss.what, format_count(loss.points), format_count(loss.pairs),
                   place_text(loss.first_file, loss.first_record, loss.first_line)});
  }
  std::string out = "\n" + table.text(style);
  if (answer.losses.size() > kLosses)
    out += fmt::format("  ... and {} more kinds\n", answer.losses.size() - kLosses);
  return out;
}

std::string worst_text(const app::ScoreAnswer& answer, const Style& style) {
  if (answer.worst.empty()) return "";
  std::string out = "\n" + style.paint(Tone::kBold, "worst pairs") + "\n";
  for (const app::ScoreAnswer::Worst& worst : answer.worst) {
    out += fmt::format("  {:g}  {}  {}\n", worst.soundness, printable(worst.id),
                       printable(place_text(worst.file, worst.record, worst.line)));
    for (const app::ScoreAnswer::LostPoints& line : worst.lost)
      out += fmt::format("      {:+} {}\n", line.points, printable(line.text));
  }
  return out;
}

std::string judges_text(const app::ScoreAnswer& answer, const Style& style) {
  if (answer.judges.empty()) return "";
  TextTable table({{"given score"},
                   {"pairs", Align::kRight},
                   {"rank correlation with bmo_soundness", Align::kRight},
                   {"95 % interval"}});
  for (const app::ScoreAnswer::Judge& judge : answer.judges) {
    const bool known = !std::isnan(judge.rank_correlation);
    table.add_row({judge.name, format_count(judge.pairs),
                   known ? fmt::format("{:.3f}", judge.rank_correlation) : "not known",
                   known ? fmt::format("{:.3f} to {:.3f}", judge.low, judge.high) : ""});
  }
  return "\n" + table.text(style);
}

struct Score {
  static constexpr VerbCard card{
      .id = "score",
      .summary = "Score the pairs: distribution, lost points, worst pairs, judges",
      .synopsis = "SRC... [FLAG...]",
      .about =
          "Runs all checks and adds up what they take from each pair; nothing is written. The "
          "soundness counts defects, 100 is none found: it does not say how useful a pair is. "
          "Scores given with the data are left as they are and compared by rank.",
      .examples = kExamples};

  app::ExportRequest request;

  void define(Arguments& flags) {
    flags.positionals("SRC", request.sources, "Files, folders, globs, or dataset:NAME",
                      Need::kRequired);
    flags.text("--points", "FILE", request.points,
               "Take points from its [points] (default: those of the workspace's bmo.toml)");
    flags.text("--map", "FILE|PRESET", request.map, "Mapping file for records of another shape");
  }

  int run(Front& front) {
    front.apply(request);
    const Result<app::ScoreAnswer> answer = app::run_score(request, front.session());
    if (!answer) return front.fail(answer.error());
    if (front.json()) {
      front.answer(app::to_json(*answer));
    } else {
      front.remark(text_of(*answer, front.style()));
    }
    return exit_code_of(answer->run, front.flags().fail_on);
  }

  static std::string text_of(const app::ScoreAnswer& answer, const Style& style) {
    std::string out =
        style.paint(Tone::kBold, counted(answer.run.records, "record", "records")) + "\n";
    if (answer.run.quarantined != 0)
      out += fmt::format("  {} could not be read as pairs\n", format_count(answer.run.quarantined));
    for (const std::string& note : answer.run.notes)
      out += "  note: " + printable(note) + "\n";
    if (answer.scores.empty() || answer.scores.front().evaluated == 0)
      return out + "no pair could be scored\n";
    out += "\n" + spreads_text(answer, style);
    out += histogram_text(answer.scores.front(), style);
    out += losses_text(answer, style) + worst_text(answer, style) + judges_text(answer, style);
    return out;
  }
};

}  // namespace

const VerbEntry& score_verb() {
  return entry<Score>();
}

}  // namespace bmo::cli::verbs
