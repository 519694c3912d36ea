// bmo link: which training runs an export led to, and how they went.
#include <fmt/format.h>

#include "bmo/app/trainings.hpp"
#include "bmo/base/text.hpp"
#include "bmo/cli/trainings_text.hpp"
#include "bmo/cli/verb.hpp"

namespace bmo::cli::verbs {
namespace {

constexpr std::string_view kExamples[] = {
    "bmo link out runs/llama-lora",
    "bmo link out checkpoint-400/trainer_state.json --model Qwen/Qwen3-0.6B",
    "bmo link 3f2a9c41b07d events.out.tfevents.1765.host --eval-set held-out-v2",
    "bmo link out runs/seed-1 runs/seed-2 runs/seed-3 --dry-run",
};

struct Link {
  static constexpr VerbCard card{
      .id = "link",
      .summary = "Tie training logs to the export that was trained from",
      .synopsis = "EXPORT LOG... [FLAG...]",
      .about =
          "Reads the losses of training runs and remembers them with the export, so that bmo "
          "analyze and bmo report say which data sets trained better. A log is trainer_state.json "
          "(transformers, TRL, Axolotl, LLaMA-Factory, MS-Swift, Unsloth), trainer_log.jsonl "
          "(LLaMA-Factory), metrics.csv (LitGPT, Lightning), a TensorBoard event file, a file with "
          "what mlx_lm.lora printed, or a folder with one of these. A log that is linked again "
          "takes its own place. Eval losses are compared only between runs that were evaluated on "
          "the same pairs: the export's validation split, unless --eval-set names another.",
      .examples = kExamples};

  app::LinkRequest request;

  void define(Arguments& flags) {
    flags.positional("EXPORT", request.target,
                     "The folder of an export, or its id (bmo list exports)", Need::kRequired);
    flags.positionals("LOG", request.logs, "Logs, or folders of one run each", Need::kRequired);
    flags.text("--name", "TEXT", request.name, "What the run is called (default: its folder)");
    flags.text("--model", "NAME", request.model, "The model that was trained");
    flags.text("--eval-set", "NAME", request.eval_set,
               "What it was evaluated on (default: the export's validation split)");
    flags.on("--dry-run", request.dry_run, "Show what the logs say; remember nothing");
  }

  int run(Front& front) {
    const Result<app::LinkAnswer> answer = app::run_link(request, front.session());
    if (!answer) return front.fail(answer.error());
    if (front.json()) {
      front.answer(app::to_json(*answer));
      return 0;
    }
    for (const std::string& note : answer->notes)
      front.warn("note: " + printable(note) + "\n");
    front.remark(fmt::format("{} {} export {}{}{}\n",
                             counted(answer->runs.size(), "training run", "training runs"),
                             answer->dry_run ? "would be linked to" : "linked to",
                             answer->export_id, answer->set.empty() ? "" : " of " + answer->set,
                             answer->dry_run ? " (dry run: nothing was written)" : ""));
    front.answer(trainings_text(answer->runs, front.style()));
    if (!answer->dry_run && !answer->set.empty()) {
      front.remark(fmt::format("next: bmo analyze dataset:{} --chapter exports\n",
                               answer->set.substr(0, answer->set.find('@'))));
    }
    return 0;
  }
};

}  // namespace

const VerbEntry& link_verb() {
  return entry<Link>();
}

}  // namespace bmo::cli::verbs
