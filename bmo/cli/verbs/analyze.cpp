// bmo analyze: what a data set is, in figures.
#include <fmt/format.h>

#include "bmo/app/analyze_json.hpp"
#include "bmo/app/compare.hpp"
#include "bmo/app/versions.hpp"
#include "bmo/base/text.hpp"
#include "bmo/cli/changes_text.hpp"
#include "bmo/cli/chapter_text.hpp"
#include "bmo/cli/verb.hpp"

namespace bmo::cli::verbs {
namespace {

constexpr std::string_view kExamples[] = {
    "bmo analyze pairs.jsonl",
    "bmo analyze dataset:support --chapter topics,roi",
    "bmo analyze batches/ --config bmo.toml --json",
    "bmo analyze dataset:support --compare dataset:support@1",
    "bmo analyze dataset:support --since 2026-03-01",
    "bmo analyze pairs.jsonl --where \"batch = '2026-03'\"",
};

struct Analyze {
  static constexpr VerbCard card{
      .id = "analyze",
      .summary = "Say what a data set is: counts, quality, topics, cost, trends",
      .synopsis = "SRC... [FLAG...]",
      .about =
          "Figures in chapters, each with what it rests on and, where it is an estimate, an "
          "interval "
          "of 95 %. Topic targets, score scales, hours and prices come from bmo.toml: that of the "
          "workspace, or the one that --config names. bmo explain NAME says how a chapter is "
          "computed and what it does not say.",
      .examples = kExamples};

  app::AnalyzeRequest request;
  std::string with;
  std::string since;

  void define(Arguments& flags) {
    flags.positionals("SRC", request.sources, "Files, folders, globs, or dataset:NAME",
                      Need::kRequired);
    flags.texts("--chapter", "ID", request.chapters, "Only these: bmo list metrics names them");
    flags.text("--compare", "SRC", with,
               "Set the figures of this set beside them, and tell changes from noise");
    flags.text("--since", "VERSION|DAY", since,
               "Of data sets only what was added after this version, or from this day on");
    flags.text("--encoder", "NAME", request.encoder,
               "What makes vectors of instructions: static, ngrams, a table or model, a URL; none");
    flags.text("--config", "FILE", request.config, "A bmo.toml (default: the workspace's)");
    flags.text("--where", "EXPR", request.where,
               "Only pairs for which this SQL expression is true");
    flags.text("--map", "FILE|PRESET", request.map, "Mapping file for records of another shape");
  }

  int run(Front& front) {
    request.threads = static_cast<unsigned>(front.flags().threads.value_or(0));
    request.batch_size = front.flags().batch_size.value_or(0);
    if (!since.empty()) {
      Result<std::vector<std::string>> added =
          app::resolve_since(front.session().disk, request.sources, since, ".");
      if (!added) return front.fail(std::move(added).error());
      request.sources = std::move(*added);
    }
    return with.empty() ? run_alone(front) : run_compared(front);
  }

  int run_alone(Front& front) const {
    const Result<app::AnalyzeAnswer> answer = app::run_analyze(request, front.session());
    if (!answer) return front.fail(answer.error());
    if (front.json()) {
      front.answer(app::to_json(*answer));
    } else {
      front.answer(analysis_text(*answer, front));
    }
    return 0;
  }

  int run_compared(Front& front) const {
    const Result<app::CompareAnswer> answer =
        app::run_compare({.analysis = request, .with = with}, front.session());
    if (!answer) return front.fail(answer.error());
    if (front.json()) {
      front.answer(app::to_json(*answer));
      return 0;
    }
    front.answer(analysis_text(answer->analysis, front) +
                 front.style().paint(Tone::kBold, "== Compared with " + printable(answer->with)) +
                 "\n" + changes_text(answer->changes, front.style()));
    return 0;
  }

  static std::string analysis_text(const app::AnalyzeAnswer& answer, Front& front) {
    for (const std::string& note : answer.notes)
      front.warn("note: " + printable(note) + "\n");
    std::string text;
    for (const metrics::Chapter& chapter : answer.chapters)
      text += chapter_text(chapter, front.style()) + "\n";
    if (answer.quarantined != 0) {
      text += fmt::format("{} of {} records are no pairs and in no figure: bmo check says why\n",
                          format_count(answer.quarantined), format_count(answer.records));
    }
    return text;
  }
};

}  // namespace

const VerbEntry& analyze_verb() {
  return entry<Analyze>();
}

}  // namespace bmo::cli::verbs
