// bmo import: files in, a new version of a data set in the workspace.
#include <fmt/format.h>

#include "bmo/app/answer_json.hpp"
#include "bmo/app/side_import.hpp"
#include "bmo/base/text.hpp"
#include "bmo/cli/error_text.hpp"
#include "bmo/cli/summary.hpp"
#include "bmo/cli/verb.hpp"

namespace bmo::cli::verbs {
namespace {

constexpr std::string_view kExamples[] = {
    "bmo import pairs.jsonl --dataset support",
    "bmo import march/*.csv --dataset support --batch 2026-03",
    "bmo import raw.jsonl --map mapping.toml",
    "bmo import attempts.jsonl --dataset support --as attempts",
};

struct Import {
  static constexpr VerbCard card{
      .id = "import",
      .summary = "Take pairs into the workspace as a version of a data set",
      .synopsis = "SRC... [--dataset NAME] [--map FILE|PRESET] [--batch LABEL] [FLAG...]",
      .about =
          "Each import makes a new version: all that the data set held, and what is new. A killed "
          "import leaves no version; the same command finishes it. With --as, records beside the "
          "pairs are taken in: attempts at generating them, or hours spent; the chapters pairs, "
          "generation and roi tell of them.",
      .examples = kExamples};

  app::ImportRequest request;
  std::string kind;

  void define(Arguments& flags) {
    flags.positionals("SRC", request.sources, "Files, folders or globs", Need::kRequired);
    flags.text("--dataset", "NAME", request.dataset,
               "The data set (default: named after the first source)");
    flags.text("--map", "FILE|PRESET", request.map, "Mapping file for records of another shape");
    flags.text("--batch", "LABEL", request.batch, "Label for records that carry no batch");
    flags.choice("--as", {"pairs", "attempts", "time"}, kind,
                 "What the files hold (default: pairs)");
  }

  int run(Front& front) {
    if (!kind.empty() && kind != "pairs") return run_beside(front);
    app::ExportRequest common;
    front.apply(common);
    request.threads = common.threads;
    request.batch_size = common.batch_size;
    request.memory = common.memory;
    const Result<app::ImportAnswer> answer = app::run_import(request, front.session());
    if (!answer) return front.fail(answer.error());
    if (front.json()) {
      front.answer(app::to_json(*answer));
    } else {
      show(front, *answer);
    }
    return answer->version == 0 ? 1 : exit_code_of(answer->run, front.flags().fail_on);
  }

  int run_beside(Front& front) const {
    const Result<app::SideImportAnswer> answer = app::run_side_import(
        {.sources = request.sources, .dataset = request.dataset, .kind = kind}, front.session());
    if (!answer) return front.fail(answer.error());
    if (front.json()) {
      front.answer(app::to_json(*answer));
      return 0;
    }
    front.remark(fmt::format("data set {}: {} of {} taken in\n", answer->dataset,
                             counted(answer->records, "record", "records"), answer->kind));
    if (answer->skipped != 0)
      front.warn(fmt::format("note: {} could not be read\n",
                             counted(answer->skipped, "record", "records")));
    return 0;
  }

  static void show(Front& front, const app::ImportAnswer& answer) {
    front.warn(findings_text(
        answer.run.examples, answer.run.findings,
        {.for_errors = "record set aside in " + answer.run.out + "/.bmo/quarantine.jsonl",
         .for_others = "pair kept"},
        front.warning_style()));
    front.remark(answer.repeated ? fates_text(answer.run, front.style())
                                 : export_summary(answer.run, front.style()));
    if (answer.version == 0) {
      front.remark("nothing was kept, so no version was made\n");
      return;
    }
    if (answer.repeated)
      front.remark("these pairs were imported before: no new version was made\n");
    front.remark(fmt::format("data set {}: version {}, {}\n", answer.dataset, answer.version,
                             counted(answer.pairs, "pair", "pairs")));
    front.remark(fmt::format("next: bmo export dataset:{} --to jsonl --out out\n", answer.dataset));
  }
};

}  // namespace

const VerbEntry& import_verb() {
  return entry<Import>();
}

}  // namespace bmo::cli::verbs
