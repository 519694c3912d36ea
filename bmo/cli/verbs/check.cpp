// bmo check: findings with place, why and fix; nothing is written.
#include <fmt/format.h>

#include "bmo/app/answer_json.hpp"
#include "bmo/base/text.hpp"
#include "bmo/cli/diff_text.hpp"
#include "bmo/cli/error_text.hpp"
#include "bmo/cli/points_text.hpp"
#include "bmo/cli/shell.hpp"
#include "bmo/cli/summary.hpp"
#include "bmo/cli/tokens_text.hpp"
#include "bmo/cli/verb.hpp"

namespace bmo::cli::verbs {
namespace {

constexpr std::string_view kExamples[] = {
    "bmo check pairs.jsonl",
    "bmo check data/ --fail-on warning --quiet",
    "bmo check dataset:support --json",
    "bmo check pairs.jsonl --to openai,llamafactory",
    "bmo check pairs.jsonl --tokenizer models/llama-3 --cutoff 2048",
    "bmo check pairs.jsonl --fix safe --diff",
    "bmo check pairs.jsonl --label answers.csv",
    "bmo check --calibrate answers.csv --write-points points.toml",
};

struct Check {
  static constexpr VerbCard card{
      .id = "check",
      .summary = "Find faults in pairs, with place, reason and fix",
      .synopsis = "SRC... [FLAG...]",
      .about =
          "Runs the checks that an export would run and writes nothing. The first findings of each "
          "code are shown in full, the others counted; --json has the counts of all. With "
          "--tokenizer it also says what a trainer will see: tokens, what each sequence length "
          "cuts off, and what the chat template drops. With --fix the pairs are judged as they "
          "would "
          "be once mended, and --diff shows what would change. --label writes findings to a file "
          "in which a person says of each whether it is right; --calibrate reads it back, tells "
          "how precise each kind of finding is, and what it should take from the soundness.",
      .examples = kExamples};

  app::ExportRequest request;
  bool diff = false;
  std::optional<std::uint64_t> labels;
  app::PointsRequest calibration;

  void define(Arguments& flags) {
    request.checks = "all";
    flags.positionals("SRC", request.sources, "Files, folders, globs, or dataset:NAME",
                      Need::kOptional);
    flags.texts("--to", "TARGET", request.to,
                "Judge the pairs for these targets too, such as openai or trl:preference");
    flags.text("--map", "FILE|PRESET", request.map, "Mapping file for records of another shape");
    flags.texts("--decontaminate", "PACK,...", request.packs,
                "Leave out pairs that hold an item of these evaluation sets; bmo pack makes them");
    flags.text("--checks", "all|core|ID,...", request.checks,
               "Which checks run beside the core ones (default: all)");
    flags.text("--fix", "safe|all|ID,...", request.fix,
               "Judge the pairs as these fixes would leave them: bmo list fixes");
    flags.on("--diff", diff, "Show what --fix changes (without it: --fix safe)");
    flags.text("--max-bad", "N|P%", request.max_bad, "Fail if more records than this are bad");
    flags.text("--findings", "FILE", request.findings,
               "Write every finding there: .jsonl, .sarif, .xml (JUnit) or .html");
    flags.text("--label", "FILE", request.label_file,
               "Write findings of each kind for a person to judge (.csv or .jsonl)");
    flags.count("--labels", labels, "How many of each kind at most (default: 50)");
    flags.texts("--calibrate", "FILE,...", calibration.answers,
                "Read such files, filled in, and work points out; SRC is not needed");
    flags.text("--write-points", "FILE", calibration.write_to,
               "Write them there, as a table [points]");
    flags.text("--points", "FILE", request.points,
               "Take points from its [points] (default: those of the workspace's bmo.toml)");
    flags.text("--tokenizer", "DIR", request.tokens.tokenizer,
               "A model's folder: count tokens and render its chat template");
    flags.text("--family", "ID", request.tokens.family,
               "Judge by the chat template of this model family, and estimate tokens at its rates, "
               "without its files: bmo list families");
    flags.count("--cutoff", request.tokens.cutoff, "The trainer's sequence length, in tokens");
    flags.count("--batch", request.tokens.batch, "Rows in a training step (default: 8)");
    flags.text("--price", "X", request.tokens.price, "Price of a million tokens, for the cost");
  }

  int run(Front& front) {
    if (!calibration.answers.empty()) return calibrate(front);
    if (labels) request.labels_of_a_kind = *labels;
    front.apply(request);
    if (diff && request.fix.empty()) request.fix = "safe";
    std::function<void(const app::PairChange&)> on_change;
    if (diff && !front.json()) {
      on_change = [&front](const app::PairChange& change) {
        front.answer(diff_text(change, front.style()));
      };
    }
    const Result<app::ExportAnswer> answer = app::run_check(request, front.session(), on_change);
    if (!answer) return front.fail(answer.error());
    if (front.json()) {
      front.answer(app::to_json(*answer));
    } else {
      front.remark(findings_text(answer->examples, answer->findings,
                                 {.for_errors = "an export would set this record aside"},
                                 front.style()));
      front.remark(check_summary(*answer, front.style()));
      if (answer->tokens) front.remark(tokens_text(*answer->tokens, front.style()));
      if (!request.label_file.empty()) front.remark(labels_text(*answer));
    }
    return exit_code_of(*answer, front.flags().fail_on);
  }

  /// Exits with 1 where no kind has answers enough.
  int calibrate(Front& front) const {
    const Result<app::PointsAnswer> answer =
        app::run_points_calibration(calibration, front.session());
    if (!answer) return front.fail(answer.error());
    if (front.json()) {
      front.answer(app::to_json(*answer));
    } else {
      front.remark(points_text(*answer, front.style()));
    }
    return answer->settings.empty() ? 1 : 0;
  }

  std::string labels_text(const app::ExportAnswer& answer) const {
    std::uint64_t rows = 0;
    for (const auto& [what, count] : answer.labels)
      rows += count;
    return fmt::format(
        "\n{} of {} to judge in {}: set `right` to true or false in each\n"
        "next: bmo check --calibrate {}\n",
        counted(rows, "finding", "findings"), counted(answer.labels.size(), "kind", "kinds"),
        printable(request.label_file), shell_word(request.label_file));
  }
};

}  // namespace

const VerbEntry& check_verb() {
  return entry<Check>();
}

}  // namespace bmo::cli::verbs
