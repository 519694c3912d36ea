// bmo export: pairs in, training files out.
#include <fmt/format.h>

#include "bmo/app/answer_json.hpp"
#include "bmo/cli/dedup_text.hpp"
#include "bmo/cli/error_text.hpp"
#include "bmo/cli/shell.hpp"
#include "bmo/cli/summary.hpp"
#include "bmo/cli/verb.hpp"

namespace bmo::cli::verbs {
namespace {

constexpr std::string_view kExamples[] = {
    "bmo export pairs.jsonl --to jsonl --out out",
    "bmo export data/ 'more/*.csv.gz' --to jsonl:sharegpt,parquet --out out --split "
    "train=0.9,test=0.1",
    "bmo export dataset:support --to jsonl.zst:alpaca --out out --where \"quality >= 7\"",
    "bmo export pairs.jsonl --to trl,openai --out out --split train=0.9,validation=0.1",
    "bmo export pairs.jsonl --to trl --out out --split train=0.8,validation=0.1,test=0.1 "
    "--split-by cluster --stratify topic",
    "bmo export pairs.jsonl --to trl --out out --fix safe",
    "bmo export pairs.jsonl --to jsonl --out out --dedup exact,near=0.8",
    "bmo export raw.jsonl --map oasst --to hf --out out --max-bad 1%",
};

struct Export {
  static constexpr VerbCard card{
      .id = "export",
      .summary = "Turn pairs into checked training files",
      .synopsis = "SRC... --to SPEC[,SPEC...] --out DIR [FLAG...]",
      .about =
          "Reads, checks and writes in one go. Every record gets exactly one fate (exported, "
          "filtered, duplicate, quarantined, held) and the run fails if it cannot prove that none "
          "was lost. Stopped at any point, even by a power cut, the same command finishes the "
          "work.",
      .examples = kExamples};

  app::ExportRequest request;
  std::optional<std::uint64_t> seed;
  bool no_proof = false;

  void define(Arguments& flags) {
    flags.positionals("SRC", request.sources, "Files, folders, globs, or dataset:NAME",
                      Need::kRequired);
    flags.texts("--to", "SPEC", request.to,
                "CONTAINER[.gz|.zst][:LAYOUT] or TARGET[:LAYOUT], such as jsonl:sharegpt or trl; "
                "bmo list formats and bmo list targets name them",
                Need::kRequired);
    flags.text("--out", "DIR", request.out, "Where the export folder is made", Need::kRequired);
    flags.text("--where", "EXPR", request.where,
               "Keep pairs for which this SQL expression is true");
    flags.texts("--min-score", "NAME=X", request.min_scores,
                "Keep pairs whose score NAME is at least X: one given with the data, or bmo's own, "
                "such as bmo_soundness=85");
    flags.texts("--gate", "[TOPIC:]NAME=X", request.gates,
                "The same for all pairs, or for those of a topic, such as billing:bmo_clarity=90");
    flags.text(
        "--max-drop", "P%", request.max_drop,
        "Hold the run where gates drop more of a source, a topic or the whole (default: 50%)");
    flags.texts("--overrides", "FILE", request.overrides,
                "Apply the decisions of this log, such as OTHER/.bmo/overrides.jsonl; those of "
                "DIR and of data sets always count");
    flags.text("--tokenizer", "DIR", request.tokens.tokenizer,
               "A model's folder: --where may then ask for num_tokens");
    flags.text("--family", "ID", request.tokens.family,
               "Judge by the chat template of this model family, and estimate tokens at its rates, "
               "without its files: bmo list families");
    flags.count("--cutoff", request.tokens.cutoff,
                "The trainer's sequence length, in tokens, in place of the target's own");
    flags.count("--max-tokens", request.tokens.max_tokens,
                "Keep pairs of at most N tokens, the chat template's included");
    flags.texts("--dedup", "METHOD[=T],...", request.dedup,
                "Leave duplicates out: exact, near, near=0.8, semantic; bmo list dedup");
    flags.text("--encoder", "NAME", request.encoder,
               "What semantic compares with: static, ngrams, a table or a model's folder "
               "(default: static)");
    flags.text("--verifier", "NAME", request.verifier,
               "A better encoder, asked of what semantic is not sure of");
    flags.text("--keep", "EXPR", request.keep,
               "Of two duplicates the one with the higher number stays, such as quality");
    flags.on("--accept-loss", request.accept_loss,
             "Go on where gates or near duplicates take more of a source than they may");
    flags.count("--top", request.top, "Keep the N best pairs by --by");
    flags.text("--max-per", "topic=N", request.max_per,
               "Keep at most N pairs of each topic, category or source, the best by --by");
    flags.text("--by", "SCORE", request.by,
               "What --top and --max-per rank by: a score of ours or of the data (default: "
               "bmo_soundness)");
    flags.count("--sample", request.sample, "Keep N pairs, chosen by --seed");
    flags.count("--limit", request.limit, "Keep the first N pairs");
    flags.count("--seed", seed, "Decides samples and splits (default: 0)");
    flags.text("--split", "SHARES", request.split, "Such as train=0.9,validation=0.05,test=0.05");
    flags.choice("--split-by", {"pair", "cluster", "source", "seed"}, request.split_by,
                 "What is never parted by a split (default: pair; cluster with --dedup)");
    flags.choice("--stratify", {"topic", "category", "source"}, request.stratify,
                 "Share each of these out among the splits as the whole is");
    flags.text("--shard-size", "SIZE", request.shard_size,
               "Start a new file at this size, such as 64MiB");
    flags.text("--block-size", "SIZE", request.block_size,
               "At most this much input is done twice after a crash (default: 32MiB)");
    flags.texts("--decontaminate", "PACK,...", request.packs,
                "Leave out pairs that hold an item of these evaluation sets; bmo pack makes them");
    flags.text("--checks", "all|core|ID,...", request.checks,
               "Which checks run beside the core ones (default: core; all where bmo's scores are "
               "asked for)");
    flags.text("--fix", "safe|all|ID,...", request.fix,
               "Mend pairs on the way; bmo check --fix ... --diff shows what that changes");
    flags.text("--max-bad", "N|P%", request.max_bad,
               "Fail if more records than this are quarantined");
    flags.choice("--metadata", {"inline", "sidecar"}, request.metadata,
                 "In each row, or in a Parquet file beside strict rows");
    flags.text("--points", "FILE", request.points,
               "Score with the points of its [points] (default: those of the workspace's "
               "bmo.toml)");
    flags.on("--with-scores", request.scores_in_metadata,
             "Write bmo's own scores into each row's metadata");
    flags.text("--license", "ID", request.licence,
               "The licence of the set, for its card, such as cc-by-4.0 (default: what the pairs' "
               "metadata say)");
    flags.texts("--language", "CODE,...", request.languages,
                "The languages of the set, for its card, such as en or pt-BR");
    flags.text("--map", "FILE|PRESET", request.map, "Mapping file for records of another shape");
    flags.choice("--durability", {"full", "none"}, request.durability,
                 "none is faster; a power cut may then cost the export");
    flags.on("--no-proof", no_proof, "Skip reading the files back at the end");
    flags.on("--dry-run", request.dry_run, "Check and count; write nothing");
    flags.on("--restart", request.restart, "Drop what an earlier, interrupted run left in DIR");
  }

  int run(Front& front) {
    request.seed = seed.value_or(0);
    request.proof = !no_proof;
    front.apply(request);
    const Result<app::ExportAnswer> answer = app::run_export(request, front.session());
    if (!answer) return front.fail(answer.error());
    if (front.json()) {
      front.answer(app::to_json(*answer));
    } else {
      show(front, *answer);
    }
    if (!answer->wiped_out.empty()) return 1;
    return answer->exported == 0 ? 1 : exit_code_of(*answer, front.flags().fail_on);
  }

  void show(Front& front, const app::ExportAnswer& answer) const {
    if (!answer.wiped_out.empty()) {
      front.warn(wiped_out_text(answer.wiped_out, front.warning_style()));
      return;
    }
    const std::string did = answer.dry_run ? "nothing written: this is a dry run"
                                           : "record set aside in " + request.out +
                                                 "/.bmo/quarantine.jsonl; the run went on";
    front.warn(findings_text(answer.examples, answer.findings,
                             {.for_errors = did, .for_others = "pair kept"},
                             front.warning_style()));
    front.remark(export_summary(answer, front.style()));
    front.remark(gates_text(answer, front.style()));
    if (!answer.dry_run && answer.exported != 0) {
      front.remark(fmt::format("next: bmo verify {}\n", shell_word(request.out)));
    }
    if (answer.exported == 0 && answer.held == 0)
      front.remark("nothing was kept, so no data file was written\n");
  }
};

}  // namespace

const VerbEntry& export_verb() {
  return entry<Export>();
}

}  // namespace bmo::cli::verbs
