// bmo report: the figures of a data set, to be read and sent.
#include "bmo/app/report.hpp"

#include <fmt/format.h>

#include "bmo/app/analyze_json.hpp"
#include "bmo/base/text.hpp"
#include "bmo/cli/verb.hpp"

namespace bmo::cli::verbs {
namespace {

constexpr std::string_view kExamples[] = {
    "bmo report pairs.jsonl --out report.html",
    "bmo report dataset:support --out report.md --chapter topics,roi",
    "bmo report batches/ --config bmo.toml --out figures.csv",
    "bmo report dataset:support --out board.pdf --title \"Support, spring\"",
    "bmo report pairs.jsonl --form xlsx --out report",
};

struct Report {
  static constexpr VerbCard card{
      .id = "report",
      .summary = "Write the figures of a data set as a report to read and send",
      .synopsis = "SRC... --out FILE [FLAG...]",
      .about =
          "The same figures as bmo analyze: .html is one file with charts that prints well, .xlsx "
          "a "
          "workbook with a sheet for each chapter and charts of its own, .md goes into a "
          "repository, .csv is a line a figure, .json is for a script. The first page says what "
          "the set is and what to do.",
      .examples = kExamples};

  app::ReportRequest request;

  void define(Arguments& flags) {
    flags.positionals("SRC", request.analysis.sources, "Files, folders, globs, or dataset:NAME",
                      Need::kRequired);
    flags.text("--out", "FILE", request.out, "Where it is written; its ending says the form",
               Need::kRequired);
    flags.choice("--form", app::report_forms(), request.form,
                 "The form, whatever the file is called");
    flags.text("--title", "TEXT", request.title, "The report's title");
    flags.texts("--chapter", "ID", request.analysis.chapters,
                "Only these: bmo list metrics names them");
    flags.text("--encoder", "NAME", request.analysis.encoder,
               "What makes vectors of instructions: static, ngrams, a table or model, a URL; none");
    flags.text("--config", "FILE", request.analysis.config,
               "A bmo.toml (default: the workspace's)");
    flags.text("--where", "EXPR", request.analysis.where,
               "Only pairs for which this SQL expression is true");
    flags.text("--map", "FILE|PRESET", request.analysis.map,
               "Mapping file for records of another shape");
  }

  int run(Front& front) {
    request.analysis.threads = static_cast<unsigned>(front.flags().threads.value_or(0));
    request.analysis.batch_size = front.flags().batch_size.value_or(0);
    const Result<app::ReportAnswer> answer = app::run_report(request, front.session());
    if (!answer) return front.fail(answer.error());
    for (const std::string& note : answer->notes)
      front.warn("note: " + printable(note) + "\n");
    if (front.json()) {
      front.answer(app::to_json(answer->analysis));
      return 0;
    }
    front.remark(fmt::format("{}: {} pairs, {} chapters, {}\n", printable(answer->out),
                             format_count(answer->analysis.pairs), answer->analysis.chapters.size(),
                             format_size(answer->bytes)));
    return 0;
  }
};

}  // namespace

const VerbEntry& report_verb() {
  return entry<Report>();
}

}  // namespace bmo::cli::verbs
