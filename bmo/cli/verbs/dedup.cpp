// bmo dedup: which pairs say the same thing, and which of them go.
#include <fmt/format.h>

#include "bmo/app/answer_json.hpp"
#include "bmo/base/text.hpp"
#include "bmo/cli/dedup_text.hpp"
#include "bmo/cli/shell.hpp"
#include "bmo/cli/verb.hpp"

namespace bmo::cli::verbs {
namespace {

constexpr std::string_view kExamples[] = {
    "bmo dedup pairs.jsonl",
    "bmo dedup pairs.jsonl --explain",
    "bmo dedup data/ --method near=0.8 --out kept",
    "bmo dedup pairs.jsonl --method exact,near,semantic --explain",
    "bmo dedup pairs.jsonl --target-rows 20000 --out kept",
    "bmo dedup pairs.jsonl --label answers.csv",
    "bmo dedup --calibrate answers.csv --precision 0.95",
};

struct Dedup {
  static constexpr VerbCard card{
      .id = "dedup",
      .summary = "Find pairs that say the same thing, and keep one of each",
      .synopsis = "SRC... [--out DIR] [FLAG...]",
      .about =
          "Compares all pairs by content and says what would go, and for which pair that stays. "
          "--explain shows what every threshold would remove, which sources lose, and the pairs "
          "next to the threshold. With --out the kept pairs are exported; bmo why tells of each "
          "that went. --label writes pairs to a file in which a person says of each whether both "
          "are the same; --calibrate reads it back and gives the threshold to use.",
      .examples = kExamples};

  app::DedupRequest request;
  std::string threshold;
  bool explain = false;
  std::optional<std::uint64_t> labels;
  app::CalibrationRequest calibration;
  std::string precision;

  void define(Arguments& flags) {
    flags.positionals("SRC", request.base.sources, "Files, folders, globs, or dataset:NAME",
                      Need::kOptional);
    flags.texts("--method", "METHOD[=T],...", request.methods,
                "exact, near, semantic, same_answer, same_template (default: exact,near)");
    flags.text("--encoder", "NAME", request.base.encoder,
               "What semantic compares with: static, ngrams, a table or a model's folder "
               "(default: static)");
    flags.text("--verifier", "NAME", request.base.verifier,
               "A better encoder, asked of what semantic is not sure of");
    flags.text("--threshold", "T", threshold,
               "Similarity from which near duplicates go, from 0.5 to 1 (default: 0.7)");
    flags.count("--target-rows", request.base.target_rows,
                "Choose the threshold that leaves about N pairs");
    flags.text(
        "--label", "FILE", request.label_file,
        "Write pairs of pairs, spread over likeness, for a person to judge (.csv or .jsonl)");
    flags.count("--labels", labels, "How many of them, of each method (default: 40)");
    flags.text("--calibrate", "FILE", calibration.answers,
               "Read such a file, filled in, and choose the threshold; SRC is not needed");
    flags.text("--precision", "P", precision,
               "The share of removed pairs that must be the same for it (default: 0.9)");
    flags.text("--keep", "EXPR", request.base.keep,
               "The pair for which this SQL expression is highest stays, such as quality");
    flags.on("--explain", explain, "Show every threshold, what sources lose, and border cases");
    flags.text("--where", "EXPR", request.base.where,
               "Compare pairs for which this SQL expression is true");
    flags.text("--map", "FILE|PRESET", request.base.map,
               "Mapping file for records of another shape");
    flags.text("--out", "DIR", request.base.out, "Export the kept pairs to this folder");
    flags.texts("--to", "SPEC", request.base.to, "What --out holds (default: jsonl)");
    flags.on("--accept-loss", request.base.accept_loss,
             "Go on where near duplicates take most of a source");
    flags.on("--restart", request.base.restart, "Drop what an interrupted run left in DIR");
  }

  int run(Front& front) {
    if (!calibration.answers.empty()) return calibrate(front);
    if (labels) request.labels = *labels;
    front.apply(request.base);
    if (!threshold.empty()) request.methods.push_back("near=" + threshold);
    const Result<app::DedupAnswer> answer = app::run_dedup(request, front.session());
    if (!answer) return front.fail(answer.error());
    if (front.json()) {
      front.answer(app::to_json(*answer));
    } else {
      show(front, *answer);
    }
    return answer->wiped_out.empty() ? 0 : 1;
  }

  /// Exits with 1 where no threshold is precise enough.
  int calibrate(Front& front) {
    calibration.precision_text = precision;
    const Result<app::CalibrationAnswer> answer =
        app::run_calibration(calibration, front.session());
    if (!answer) return front.fail(answer.error());
    if (front.json()) {
      front.answer(app::to_json(*answer));
    } else {
      front.remark(calibration_text(*answer, front.style()));
    }
    return answer->flags.empty() ? 1 : 0;
  }

  void show(Front& front, const app::DedupAnswer& answer) const {
    for (const std::string& note : answer.notes)
      front.remark(fmt::format("note: {}\n", printable(note)));
    front.remark(dedup_text(answer, explain, front.style()));
    if (!answer.labels_file.empty()) {
      front.remark(fmt::format(
          "\n{} pairs to judge in {}: set `same` to true or false in each\n"
          "next: bmo dedup --calibrate {}\n",
          answer.labels.size(), printable(answer.labels_file), shell_word(answer.labels_file)));
    }
    if (!answer.wiped_out.empty()) {
      front.warn(wiped_out_text(answer.wiped_out, front.warning_style()));
    } else if (!answer.out.empty()) {
      front.remark(fmt::format("next: bmo verify {}\n", shell_word(answer.out)));
    }
  }
};

}  // namespace

const VerbEntry& dedup_verb() {
  return entry<Dedup>();
}

}  // namespace bmo::cli::verbs
